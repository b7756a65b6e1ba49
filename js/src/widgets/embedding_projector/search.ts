/** Finds words in the page, in slices, so that typing goes on meanwhile. */

import type { Query } from "../../protocol/embedding_projector.gen";
import type { Words } from "./words";

export interface Found {
  /** Points, best first: the nearest spelling, then the order of the words. */
  readonly points: Int32Array;
  /** More words are being looked through. */
  readonly running: boolean;
  /** What is wrong with the pattern; empty when nothing is. */
  readonly error: string;
}

export const NOTHING: Found = { points: new Int32Array(0), running: false, error: "" };

/** How long a slice of the work may take, ms. */
const SLICE = 8;
/** What has been found is told this often, ms: all that follows from it takes its time, too. */
const NEWS = 150;
/** Words between two looks at the clock. */
const STEP = 1000;

/** Distance of word `i` from what is searched: 0 is a hit; negative is none. */
type Match = (i: number) => number;

/** Small letters find both, capital letters only themselves. */
export function matcher(words: Words, { text, mode }: Query): Match | { readonly error: string } {
  const exact = text !== text.toLowerCase();
  if (mode === "regex") {
    let pattern: RegExp;
    try {
      pattern = new RegExp(text, exact ? "u" : "iu");
    } catch (error) {
      return { error: said(error) };
    }
    return (i) => (pattern.test(words.at(i)) ? 0 : -1);
  }
  const list = exact ? words : words.lower;
  if (mode === "exact") return (i) => (list.equals(i, text) ? 0 : -1);
  if (mode === "prefix") return (i) => (list.startsWith(i, text) ? 0 : -1);
  const wanted = Uint16Array.from({ length: text.length }, (_, k) => text.charCodeAt(k));
  const most = reachOf(text.length);
  return (i) => {
    const length = list.lengthAt(i);
    if (Math.abs(length - text.length) > most) return -1;
    return distance(wanted, list.at(i), most);
  };
}

/** Letters that may be wrong. */
export function reachOf(length: number): number {
  return length <= 2 ? 0 : length <= 5 ? 1 : 2;
}

function said(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^Invalid regular expression: \/.*\/[a-z]*: /su, "");
}

/**
 * Insertions, deletions, changed letters and swaps of neighbouring ones between two words (optimal string alignment);
 * -1 beyond `most`.
 */
export function distance(a: Uint16Array, b: string, most: number): number {
  const n = b.length;
  let older = new Uint8Array(n + 1);
  let old = Uint8Array.from({ length: n + 1 }, (_, k) => k);
  let now = new Uint8Array(n + 1);
  for (let i = 1; i <= a.length; i++) {
    now[0] = i;
    let least = i;
    for (let k = 1; k <= n; k++) {
      const same = a[i - 1] === b.charCodeAt(k - 1);
      let best = Math.min((old[k] as number) + 1, (now[k - 1] as number) + 1, (old[k - 1] as number) + (same ? 0 : 1));
      if (i > 1 && k > 1 && a[i - 1] === b.charCodeAt(k - 2) && a[i - 2] === b.charCodeAt(k - 1)) {
        best = Math.min(best, (older[k - 2] as number) + 1);
      }
      now[k] = best;
      if (best < least) least = best;
    }
    if (least > most) return -1;
    [older, old, now] = [old, now, older];
  }
  const last = old[n] as number;
  return last > most ? -1 : last;
}

/** Looks through all words; `tell` gets what is found so far after each slice. Returns the function that ends it. */
export function search(words: Words, query: Query, tell: (found: Found) => void): () => void {
  if (query.text === "") {
    tell(NOTHING);
    return () => {};
  }
  const match = matcher(words, query);
  if (typeof match !== "function") {
    tell({ ...NOTHING, error: match.error });
    return () => {};
  }
  // By distance; of the same distance in the order of the words.
  const groups: number[][] = [[], [], []];
  let at = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = Number.NEGATIVE_INFINITY;
  const slice = () => {
    const began = performance.now();
    while (at < words.length && performance.now() - began < SLICE) {
      const stop = Math.min(words.length, at + STEP);
      for (; at < stop; at++) {
        const away = match(at);
        if (away >= 0) groups[away]?.push(at);
      }
    }
    const running = at < words.length;
    if (!running || began - told >= NEWS) {
      told = began;
      tell({ points: Int32Array.from(groups.flat()), running, error: "" });
    }
    if (running) timer = setTimeout(slice);
  };
  slice();
  return () => clearTimeout(timer);
}
