/** Words, tags, entities, emoji, marks: what the pointer and the arrow keys take hold of. */

import type { Text } from "../../marks/code_points";
import type { Span } from "./provenance";

/** In this order: a tag, an entity, an address, a word with its apostrophes, an emoji with its joiners, a flag, a mark. */
const TOKEN = new RegExp(
  [
    "<[/!]?[a-z][^<>]*>",
    "<(?:!--[^<>]*--)>",
    "&#?\\w+;",
    'https?://[^\\s<>"]+',
    "[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_]*(?:['’][\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_]*)*",
    "\\p{Extended_Pictographic}(?:[\\ufe0f\\u200d]|\\p{Emoji_Modifier}|(?<=\\u200d)\\p{Extended_Pictographic})*",
    "\\p{RI}\\p{RI}",
    "\\S\\p{M}*",
  ].join("|"),
  "giu",
);

/** The tokens of a text, in order; white space is between them. */
export function tokensOf(text: Text): Span[] {
  return Array.from(text.value.matchAll(TOKEN), ({ index, 0: found }) => [
    text.toPoints(index),
    text.toPoints(index + found.length),
  ]);
}
