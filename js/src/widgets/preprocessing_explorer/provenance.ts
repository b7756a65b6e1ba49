/** Where characters come from and what becomes of them, through any number of steps. */

/** Code points [start, stop). */
export type Span = readonly [start: number, stop: number];

/** Rows (from_start, from_stop, start, stop, one_by_one) of a step; null for one that left the text as it was. */
export type Rows = Int32Array | null;

const WIDTH = 5;

/** What came of the characters of `spans` after the step. */
export function forward(rows: Rows, spans: readonly Span[]): readonly Span[] {
  return rows === null ? spans : carry(rows, spans, 0, 2);
}

/** What the characters of `spans` were before the step. */
export function backward(rows: Rows, spans: readonly Span[]): readonly Span[] {
  return rows === null ? spans : carry(rows, spans, 2, 0);
}

/**
 * The stretches that belong to `span` of text number `at`: where it comes from in the texts before, what it becomes
 * in those after. Text 0 is the source, text k the one after step k - 1.
 */
export function lineage(steps: readonly Rows[], at: number, span: Span): readonly (readonly Span[])[] {
  const texts: (readonly Span[])[] = [];
  texts[at] = span[0] < span[1] ? [span] : [];
  for (let k = at; k > 0; k--) texts[k - 1] = backward(steps[k - 1] ?? null, texts[k] as readonly Span[]);
  for (let k = at; k < steps.length; k++) texts[k + 1] = forward(steps[k] ?? null, texts[k] as readonly Span[]);
  return texts;
}

/** Spans in order, with those that overlap or touch made one. */
export function union(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const [start, stop] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], stop)];
    else merged.push([start, stop]);
  }
  return merged;
}

/** True when a stretch shares a character with one of `spans`, which are in order. */
export function touches(spans: readonly Span[], start: number, stop: number): boolean {
  return spans.some((span) => span[0] < stop && start < span[1]);
}

/** Rows and spans are in order: one pass over both. `from` and `to` are the columns where the two sides begin. */
function carry(rows: Int32Array, spans: readonly Span[], from: 0 | 2, to: 0 | 2): Span[] {
  const found: Span[] = [];
  let first = 0;
  for (let row = 0; row < rows.length && first < spans.length; row += WIDTH) {
    const [start, stop] = [rows[row + from] as number, rows[row + from + 1] as number];
    const [outStart, outStop] = [rows[row + to] as number, rows[row + to + 1] as number];
    while (first < spans.length && (spans[first] as Span)[1] <= start) first++;
    if (start === stop || outStart === outStop) continue;
    for (let k = first; k < spans.length && (spans[k] as Span)[0] < stop; k++) {
      const [low, high] = spans[k] as Span;
      const oneByOne = rows[row + 4] === 1;
      found.push(
        oneByOne
          ? [outStart + Math.max(low, start) - start, outStart + Math.min(high, stop) - start]
          : [outStart, outStop],
      );
    }
  }
  return union(found);
}
