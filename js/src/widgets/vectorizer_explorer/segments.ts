/** A text cut where terms begin and end: n-grams overlap, so a piece can be part of several. */

import { codePoints } from "../../marks/code_points";

/** One place of a term: code points [start, stop). */
export interface Span {
  readonly term: number;
  readonly start: number;
  readonly stop: number;
}

export interface Segment {
  readonly text: string;
  /** Terms that cover it, the one with the shortest place first. */
  readonly terms: readonly number[];
}

/** The whole text in pieces; places outside it are cut to it. */
export function segmentsOf(text: string, spans: readonly Span[]): Segment[] {
  const points = codePoints(text);
  const within = (at: number) => Math.max(0, Math.min(points.length, at));
  const places = spans
    .map(({ term, start, stop }) => ({ term, start: within(start), stop: within(stop) }))
    .filter(({ start, stop }) => stop > start)
    .sort((a, b) => a.start - b.start);
  const edges = [...new Set([0, points.length, ...places.flatMap(({ start, stop }) => [start, stop])])].sort(
    (a, b) => a - b,
  );
  const segments: Segment[] = [];
  let open: typeof places = [];
  let next = 0;
  for (let k = 0; k + 1 < edges.length; k++) {
    const [from, to] = [edges[k] as number, edges[k + 1] as number];
    open = open.filter(({ stop }) => stop > from);
    for (; next < places.length && (places[next] as Span).start === from; next++) open.push(places[next] as Span);
    const covering = [...open].sort((a, b) => a.stop - a.start - (b.stop - b.start));
    segments.push({ text: points.slice(from, to), terms: [...new Set(covering.map(({ term }) => term))] });
  }
  return segments;
}

/** Pieces of each term. */
export function piecesOf(segments: readonly Segment[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const [k, { terms }] of segments.entries()) {
    for (const term of terms) {
      const known = found.get(term);
      if (known === undefined) found.set(term, [k]);
      else known.push(k);
    }
  }
  return found;
}

/** Rows (term, …, start, stop, …) of a packed array as spans. */
export function spansOf(values: ArrayLike<number>, stride: number, start: number): Span[] {
  return Array.from({ length: Math.floor(values.length / stride) }, (_, k) => ({
    term: values[k * stride] as number,
    start: values[k * stride + start] as number,
    stop: values[k * stride + start + 1] as number,
  }));
}
