/** What stands in a lane, in order: tokens, white space, and the ghosts of what the step removed. */

import type { Text } from "../../marks/code_points";
import type { Rows, Span } from "./provenance";
import { tokensOf } from "./tokens";

/** A stretch of the text before that is gone; shown where it stood. */
export interface Ghost {
  readonly kind: "ghost";
  readonly fromStart: number;
  readonly fromStop: number;
  readonly text: string;
}

export interface Run {
  readonly kind: "run";
  readonly text: string;
  /** The text that stood here before, where the step changed it; "" for what the step added; null where it did not. */
  readonly before: string | null;
}

export interface Token {
  readonly kind: "token";
  readonly start: number;
  readonly stop: number;
  /** A ghost inside a token: the step joined what stood around it. */
  readonly parts: readonly (Run | Ghost)[];
}

export type Item = Token | Run | Ghost;

export interface Laid {
  readonly items: readonly Item[];
  readonly removed: number;
  readonly changed: number;
  readonly joined: number;
}

interface Change extends Pick<Run, "before"> {
  readonly start: number;
  readonly stop: number;
}

interface Gone extends Ghost {
  /** Where it would stand in the new text. */
  readonly at: number;
}

/** Lays out a text; `before` and `rows` tell how it came to be, null for the source or where nothing changed. */
export function lay(text: Text, before: Text | null, rows: Rows): Laid {
  const { changes, ghosts } = before === null || rows === null ? { changes: [], ghosts: [] } : read(text, before, rows);
  const items: Item[] = [];
  const cut = cutter(text, changes, ghosts);
  let joined = 0;
  let at = 0;
  for (const [start, stop] of tokensOf(text)) {
    items.push(...cut(at, start, true));
    const parts = cut(start, stop, false);
    if (parts.some(({ kind }) => kind === "ghost")) joined++;
    items.push({ kind: "token", start, stop, parts });
    at = stop;
  }
  items.push(...cut(at, text.length, true));
  return { items, removed: ghosts.length, changed: changes.length, joined };
}

/** What of a step's rows is to be seen. */
function read(text: Text, before: Text, rows: Int32Array): { changes: Change[]; ghosts: Gone[] } {
  const changes: Change[] = [];
  const ghosts: Gone[] = [];
  for (let row = 0; row < rows.length; row += 5) {
    const [fromStart, fromStop, start, stop] = rows.subarray(row, row + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const old = before.slice(fromStart, fromStop);
    const now = text.slice(start, stop);
    if (old === now) continue;
    // A break that became a space is gone as far as the eye goes.
    if (now.trim() === "" && old.trim() !== "") {
      ghosts.push({ kind: "ghost", at: start, fromStart, fromStop, text: old });
    } else if (start === stop) {
      ghosts.push({ kind: "ghost", at: start, fromStart, fromStop, text: old });
    } else if (rows[row + 4] === 1) {
      changes.push(...differing(text, before, fromStart, start, stop));
    } else {
      changes.push({ start, stop, before: old });
    }
  }
  return { changes, ghosts };
}

/** The characters of a one-by-one stretch that differ, in runs. */
function differing(text: Text, before: Text, fromStart: number, start: number, stop: number): Change[] {
  const old = [...before.slice(fromStart, fromStart + stop - start)];
  const now = [...text.slice(start, stop)];
  const found: Change[] = [];
  for (let k = 0; k < now.length; ) {
    let end = k;
    while (end < now.length && old[end] !== now[end]) end++;
    if (end > k) found.push({ start: start + k, stop: start + end, before: old.slice(k, end).join("") });
    k = end + 1;
  }
  return found;
}

/** Cuts stretches, asked for in order, into runs and ghosts; `edges`: with the ghosts at both ends of the stretch. */
function cutter(text: Text, changes: readonly Change[], ghosts: readonly Gone[]) {
  let change = 0;
  let ghost = 0;
  return (start: number, stop: number, edges: boolean): (Run | Ghost)[] => {
    const parts: (Run | Ghost)[] = [];
    let at = start;
    const runTo = (end: number) => {
      while (at < end) {
        while (change < changes.length && (changes[change] as Change).stop <= at) change++;
        const here = changes[change];
        const inside = here !== undefined && here.start <= at;
        const next = Math.min(end, here === undefined ? end : inside ? here.stop : here.start);
        const piece = text.slice(at, next);
        // White space that is marked as changed would look like a word.
        parts.push({ kind: "run", text: piece, before: inside && piece.trim() !== "" ? here.before : null });
        at = next;
      }
    };
    for (; ghost < ghosts.length; ghost++) {
      const gone = ghosts[ghost] as Gone;
      if (edges ? gone.at > stop : gone.at >= stop) break;
      runTo(gone.at);
      const { at: _at, ...rest } = gone;
      parts.push(rest);
    }
    runTo(stop);
    return parts;
  };
}

/** Tokens of a lane by place: the index of the first that ends after `point`. */
export function firstAfter(spans: readonly Span[], point: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span)[1] > point) high = middle;
    else low = middle + 1;
  }
  return low;
}
