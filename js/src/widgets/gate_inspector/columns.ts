/** Where the columns of the inspector are: one column per token, or per aligned pair of tokens. No DOM here. */

/** Widths a column can be zoomed to, in px. */
const COLUMN_WIDTHS = [2, 3, 4, 6, 8, 12, 16, 24, 32, 44, 56, 72, 96, 128] as const;
/** Below this width, in px, words are hidden but for the selected one. */
export const READABLE = 22;

/** Which token of each text stands in which column; -1 is a gap. */
export interface Alignment {
  readonly count: number;
  /** Per text: column to token. */
  readonly tokenAt: readonly Int32Array[];
  /** Per text: token to column. */
  readonly columnOf: readonly Int32Array[];
}

/** Columns [start, end). */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Texts that start together and go side by side, for one text or where nothing better is known. */
export function sideBySide(...lengths: number[]): Alignment {
  const count = Math.max(0, ...lengths);
  const upTo = (length: number, size: number) => Int32Array.from({ length: size }, (_, k) => (k < length ? k : -1));
  return {
    count,
    tokenAt: lengths.map((length) => upTo(length, count)),
    columnOf: lengths.map((length) => upTo(length, length)),
  };
}

/** Columns of a comparison from its (columns, 2) pairs, row-major; pairs that do not fit the texts are refused. */
export function fromPairs(pairs: Int32Array, first: number, second: number): Alignment {
  const count = pairs.length / 2;
  const lengths = [first, second];
  const tokenAt = lengths.map((_, text) => Int32Array.from({ length: count }, (_, k) => pairs[2 * k + text] ?? -1));
  const columnOf = lengths.map((length) => new Int32Array(length).fill(-1));
  for (const [text, tokens] of tokenAt.entries()) {
    for (const [column, token] of tokens.entries()) if (token >= 0) (columnOf[text] as Int32Array)[token] = column;
  }
  const fits =
    columnOf.every((columns) => !columns.includes(-1)) && tokenAt.every((t, k) => max(t) < (lengths[k] ?? 0));
  return fits ? { count, tokenAt, columnOf } : sideBySide(first, second);
}

/**
 * Width of a column that fits all into `available` px where words stay readable: at least 44 px, or up to 72 px
 * when the words are long, at most 240 px. A text that just fails to fit is squeezed by up to a sixth.
 */
export function fitWidth(tokens: readonly string[], available: number, count: number): number {
  if (count === 0) return 44;
  const lengths = tokens.map((token) => token.length).sort((a, b) => a - b);
  const long = lengths[Math.floor(0.9 * (lengths.length - 1))] ?? 0;
  const readable = Math.min(72, Math.max(44, Math.round(long * 6.3) + 8));
  const even = Math.floor(available / count);
  return even >= (readable * 5) / 6 ? Math.min(240, even) : readable;
}

/** The next width of the scale, wider (1) or narrower (-1) than the one shown now. */
export function zoomed(width: number, direction: 1 | -1): number {
  const wider = COLUMN_WIDTHS.find((next) => next > width);
  const narrower = COLUMN_WIDTHS.findLast((next) => next < width);
  return (direction === 1 ? wider : narrower) ?? width;
}

/** Column under `x` px from the start of the first; -1 outside. */
export function columnAt(x: number, width: number, count: number): number {
  const column = Math.floor(x / width);
  return column >= 0 && column < count ? column : -1;
}

/**
 * Tiles of columns to draw: those in sight and half a viewport on either side, each half a viewport wide. Scrolling
 * mostly moves what is drawn already; now and then one tile is added.
 */
export function tilesAt(scroll: number, viewport: number, width: number, count: number): Range[] {
  const size = Math.max(1, Math.ceil(viewport / width / 2));
  const first = Math.max(0, Math.floor(Math.max(0, scroll) / width / size) - 1);
  const last = Math.ceil((Math.max(0, scroll) + viewport) / width / size) + 1;
  const tiles: Range[] = [];
  for (let k = first; k < last && k * size < count; k++) {
    tiles.push({ start: k * size, end: Math.min(count, (k + 1) * size) });
  }
  return tiles;
}

/** Scroll position that shows a column with some of its neighbours; `scroll` itself when it is in sight. */
export function scrollFor(column: number, width: number, scroll: number, viewport: number, count: number): number {
  const margin = Math.min(1.5 * width, Math.max(0, (viewport - width) / 2));
  const left = column * width;
  const limit = Math.max(0, count * width - viewport);
  if (left - margin < scroll) return Math.max(0, Math.min(limit, left - margin));
  if (left + width + margin > scroll + viewport) return Math.max(0, Math.min(limit, left + width + margin - viewport));
  return scroll;
}

function max(values: Int32Array): number {
  return values.reduce((a, b) => Math.max(a, b), -1);
}
