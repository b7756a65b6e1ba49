/** Where the matrix has scrolled to. Browsers stop at 16 to 33 million px per element: beyond `LONGEST` it is scaled. */

/** One direction of the matrix: its rows or its columns. */
export interface Axis {
  readonly count: number;
  /** Px of one row or column. */
  readonly size: number;
  /** Px in sight. */
  readonly view: number;
  /** Px after the last one; the last term leans over them. */
  readonly tail?: number;
}

/** Px of the longest element that every browser scrolls exactly. */
export const LONGEST = 8_000_000;

/** Px of all rows or columns, with the tail. */
export function totalOf({ count, size, tail = 0 }: Axis): number {
  return count * size + tail;
}

/** Px of the element that is scrolled. */
export function scrolledLength(axis: Axis): number {
  return Math.max(axis.view, Math.min(totalOf(axis), LONGEST));
}

/** The element is shorter than what it stands for. */
export function isScaled(axis: Axis): boolean {
  return totalOf(axis) > LONGEST;
}

/** Px that can be scrolled away at most. */
export function farthest(axis: Axis): number {
  return Math.max(0, totalOf(axis) - axis.view);
}

export function clampOffset(offset: number, axis: Axis): number {
  return Math.max(0, Math.min(farthest(axis), offset));
}

/** Px of the matrix that are scrolled away when the element is scrolled by `scroll`. */
export function toOffset(scroll: number, axis: Axis): number {
  if (!isScaled(axis)) return clampOffset(scroll, axis);
  return clampOffset((scroll / (LONGEST - axis.view)) * farthest(axis), axis);
}

/** The inverse of `toOffset`. */
export function toScroll(offset: number, axis: Axis): number {
  if (!isScaled(axis)) return offset;
  return (offset / farthest(axis)) * (LONGEST - axis.view);
}

/** Rows or columns [start, end) in sight, and px from the edge to the first of them (0 or negative). */
export function inSight(offset: number, axis: Axis): { start: number; end: number; shift: number } {
  const start = Math.max(0, Math.min(axis.count, Math.floor(offset / axis.size)));
  const end = Math.min(axis.count, Math.ceil((offset + axis.view) / axis.size));
  return { start, end: Math.max(start, end), shift: start * axis.size - offset };
}

/** The offset nearest to this one at which `index` is wholly in sight. */
export function reveal(index: number, offset: number, axis: Axis): number {
  const low = (index + 1) * axis.size - axis.view;
  const high = index * axis.size;
  return clampOffset(Math.max(Math.min(offset, high), Math.min(low, high)), axis);
}

/** The offset that puts `index` in the middle. */
export function centre(index: number, axis: Axis): number {
  return clampOffset((index + 0.5) * axis.size - axis.view / 2, axis);
}

/** The row or column at `px` from the edge; -1 outside. */
export function indexAt(px: number, offset: number, axis: Axis): number {
  const index = Math.floor((offset + px) / axis.size);
  return px < 0 || px >= axis.view || index < 0 || index >= axis.count ? -1 : index;
}
