/** Where a word stands in the lanes. */

import type { Focus } from "../../protocol/preprocessing_explorer.gen";
import type { Stage } from "./state";
import { tokensOf } from "./tokens";

/**
 * The first place of the word, upper and lower case alike, in the first stage that has it (the source has `caf&eacute;`,
 * a later one the café); the place after `held` when that is one of them, so that asking again goes through them all.
 */
export function findWord(stages: readonly Stage[], word: string, held: Focus | null): Focus | null {
  const wish = word.toLowerCase().normalize("NFC");
  for (const { id, text } of stages) {
    const places = tokensOf(text)
      .filter(([start, stop]) => text.slice(start, stop).toLowerCase().normalize("NFC") === wish)
      .map(([start, stop]) => ({ id, start, stop }));
    const at = places.findIndex(({ start }) => held?.id === id && held.start === start);
    const found = places[(at + 1) % places.length];
    if (found !== undefined) return found;
  }
  return null;
}
