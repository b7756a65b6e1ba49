/** Preprocessing steps as edits of a text: a small imitation of what the kernel does. */

export interface Edit {
  readonly start: number;
  readonly stop: number;
  readonly new: string;
  readonly oneByOne?: boolean;
}

const CONTRACTIONS: Readonly<Record<string, string>> = {
  "n't": " not",
  "n’t": " not",
  "'s": " is",
  "’s": " is",
  "'ve": " have",
};
const LEMMAS: Readonly<Record<string, string>> = {
  feet: "foot",
  was: "be",
  is: "be",
  were: "be",
  movies: "movie",
  actors: "actor",
  loved: "love",
  watching: "watch",
  minutes: "minute",
  better: "good",
};
export const STOP_WORDS = [
  "the",
  "a",
  "an",
  "it",
  "be",
  "and",
  "of",
  "to",
  "at",
  "all",
  "i",
  "do",
  "this",
  "that",
  "in",
];
const ENTITIES: Readonly<Record<string, string>> = { "&eacute;": "é", "&mdash;": "—", "&amp;": "&", "&nbsp;": " " };

/** Edits by step; offsets are UTF-16 here and become code points where they are packed. */
export const STEPS: Readonly<Record<string, (text: string, options: Record<string, unknown>) => Edit[]>> = {
  strip_html: (text) =>
    matches(text, /<br\s*\/?>|<[/!]?[a-z][^<>]*>|&\w+;/gi, (found) =>
      found.startsWith("&") ? (ENTITIES[found] ?? found) : found.startsWith("<br") ? " " : "",
    ),
  remove_urls: (text) => matches(text, /https?:\/\/[^\s<>]+/g, () => ""),
  replace_emoji: (text) =>
    matches(text, /\p{Extended_Pictographic}[\u200d\ufe0f\p{Extended_Pictographic}\p{EMod}]*/gu, () => ""),
  remove_accents: (text) =>
    matches(text, /[\u00c0-\u024f]|\p{M}/gu, (found) => found.normalize("NFD").replaceAll(/\p{M}/gu, "")),
  expand_contractions: (text) => matches(text, /n['’]t\b|['’]s\b|['’]ve\b/g, (found) => CONTRACTIONS[found] ?? found),
  lowercase: (text) => (text === "" ? [] : [{ start: 0, stop: text.length, new: lower(text), oneByOne: true }]),
  remove_special_characters: (text, { remove_digits: digits }) =>
    matches(text, digits === true ? /[^\p{L}\p{M}\s]+/gu : /[^\p{L}\p{M}\p{N}\s]+/gu, () => ""),
  stem: (text) => matches(text, /(?<=\p{L}{3})(?:ing|ed|es|s)\b/gu, () => ""),
  lemmatize: (text) => matches(text, /\p{L}+/gu, (found) => LEMMAS[found] ?? found),
  remove_stopwords: (text, options) => {
    const words = new Set((options.words as string[] | undefined) ?? STOP_WORDS);
    return matches(text, /\p{L}+\s*/gu, (found) => (words.has(found.trim().toLowerCase()) ? "" : found));
  },
  collapse_whitespace: (text) => matches(text, /\s{2,}/g, () => " "),
  shout: (text) => matches(text, /\bbad\b/g, () => "BAD"),
};

export function apply(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.new;
    at = edit.stop;
  }
  return result + text.slice(at);
}

/** Rows (from_start, from_stop, start, stop, one_by_one) in code points, covering both texts. */
export function rowsOf(text: string, edits: readonly Edit[]): number[] {
  const rows: number[] = [];
  let [from, to, at] = [0, 0, 0];
  const add = (old: number, now: number, oneByOne: boolean) => {
    if (old + now > 0) rows.push(from, from + old, to, to + now, oneByOne ? 1 : 0);
    from += old;
    to += now;
  };
  const count = (part: string) => [...part].length;
  for (const edit of edits) {
    const kept = count(text.slice(at, edit.start));
    add(kept, kept, true);
    add(count(text.slice(edit.start, edit.stop)), count(edit.new), edit.oneByOne === true);
    at = edit.stop;
  }
  const kept = count(text.slice(at));
  add(kept, kept, true);
  return rows;
}

function matches(text: string, pattern: RegExp, replace: (found: string) => string): Edit[] {
  return Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({
    start: index,
    stop: index + found.length,
    new: replace(found),
  })).filter((edit) => text.slice(edit.start, edit.stop) !== edit.new);
}

/** As long as the text: what would grow stays as it is. */
function lower(text: string): string {
  return Array.from(text, (character) => {
    const small = character.toLowerCase();
    return small.length === character.length ? small : character;
  }).join("");
}
