/** The blocks of the matrix that are here: which cells are known, and what they hold. */

import { type PackedArray, unpack } from "../../protocol/codec";
import type { Block } from "../../protocol/vectorizer_explorer.gen";

/** Rows and columns, in the order shown. */
export interface Window {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export interface RowFacts {
  readonly document: number;
  readonly title: string;
  readonly label: string;
  readonly length: number;
  readonly norm: number;
  readonly normSublinear: number;
}

export interface ColumnFacts {
  readonly term: string;
  readonly df: number;
}

/** A block with its cells row by row. */
export interface Part extends Window {
  readonly version: number;
  /** Cells of row k are `starts[k]` to `starts[k + 1]` in `at` and `counts`. */
  readonly starts: Int32Array;
  /** Column of each cell, from 0 within the block, rising within a row. */
  readonly at: Int32Array;
  readonly counts: Int32Array;
  readonly documents: Int32Array;
  readonly titles: readonly string[];
  readonly labels: readonly string[];
  readonly lengths: Int32Array;
  readonly norms: Float32Array;
  readonly terms: readonly string[];
  readonly frequencies: Int32Array;
}

/** Blocks kept besides the newest; older ones make room. */
const MOST = 16;

export class Cells {
  /** Newest first. */
  private parts: readonly Part[] = [];
  private kept = Number.NaN;

  get all(): readonly Part[] {
    return this.parts;
  }

  get version(): number {
    return this.kept;
  }

  /** Take a block; those of other versions go, and those that it holds wholly. */
  add(block: Block): void {
    const part = toPart(block);
    if (part.version !== this.kept) this.parts = [];
    this.kept = part.version;
    this.parts = [part, ...this.parts.filter((old) => !covers(part, old))].slice(0, MOST);
  }

  /** Forget everything: the matrix is another one now. */
  clear(version: number): void {
    this.parts = [];
    this.kept = version;
  }

  row(row: number): RowFacts | undefined {
    const part = this.parts.find((one) => row >= one.row && row < one.row + one.rows);
    return part && rowOf(part, row - part.row);
  }

  column(column: number): ColumnFacts | undefined {
    const part = this.parts.find((one) => column >= one.column && column < one.column + one.columns);
    if (part === undefined) return undefined;
    const k = column - part.column;
    return { term: part.terms[k] ?? "", df: part.frequencies[k] ?? 0 };
  }

  /** How often the term of the column occurs in the document of the row; undefined where that is not known here. */
  count(row: number, column: number): number | undefined {
    const part = this.parts.find((one) => holds(one, row, column));
    return part && countIn(part, row - part.row, column - part.column);
  }

  /** Row of a document; undefined where it is not here. */
  rowOf(document: number): number | undefined {
    for (const part of this.parts) {
      const k = part.documents.indexOf(document);
      if (k >= 0) return part.row + k;
    }
    return undefined;
  }

  columnOf(term: string): number | undefined {
    for (const part of this.parts) {
      const k = part.terms.indexOf(term);
      if (k >= 0) return part.column + k;
    }
    return undefined;
  }

  /** One block holds the whole window. (Several together may, too: these are asked for again, once.) */
  covered(window: Window): boolean {
    return window.rows <= 0 || window.columns <= 0 || this.parts.some((part) => covers(part, window));
  }
}

export function rowOf(part: Part, k: number): RowFacts {
  return {
    document: part.documents[k] ?? -1,
    title: part.titles[k] ?? "",
    label: part.labels[k] ?? "",
    length: part.lengths[k] ?? 0,
    norm: part.norms[2 * k] ?? 0,
    normSublinear: part.norms[2 * k + 1] ?? 0,
  };
}

/** By halves: rows can have thousands of cells. */
function countIn(part: Part, row: number, column: number): number {
  let low = part.starts[row] as number;
  let high = part.starts[row + 1] as number;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((part.at[middle] as number) < column) low = middle + 1;
    else high = middle;
  }
  return low < (part.starts[row + 1] as number) && part.at[low] === column ? (part.counts[low] as number) : 0;
}

function holds(part: Window, row: number, column: number): boolean {
  return row >= part.row && row < part.row + part.rows && column >= part.column && column < part.column + part.columns;
}

export function covers(a: Window, b: Window): boolean {
  return (
    b.row >= a.row &&
    b.row + b.rows <= a.row + a.rows &&
    b.column >= a.column &&
    b.column + b.columns <= a.column + a.columns
  );
}

/** Cells sorted by row and column, whatever order they came in. */
function toPart(block: Block): Part {
  const rows = ints(block.cell_rows);
  const columns = ints(block.cell_columns);
  const counts = ints(block.counts);
  const starts = new Int32Array(block.rows + 1);
  for (const row of rows) (starts[row + 1] as number) += 1;
  for (let k = 0; k < block.rows; k++) (starts[k + 1] as number) += starts[k] as number;
  const order = sortedBy(sortedBy(Int32Array.from(rows.keys()), columns, block.columns), rows, block.rows);
  return {
    version: block.version,
    row: block.row,
    column: block.column,
    rows: block.rows,
    columns: block.columns,
    starts,
    at: order.map((k) => columns[k] as number),
    counts: order.map((k) => counts[k] as number),
    documents: ints(block.documents),
    titles: block.titles,
    labels: block.labels,
    lengths: ints(block.lengths),
    norms: unpack(block.norms).values as Float32Array,
    terms: block.terms,
    frequencies: ints(block.frequencies),
  };
}

/** Stable, by counting: a block holds ten thousands of cells and comes while the reader scrolls. */
function sortedBy(order: Int32Array, keys: Int32Array, limit: number): Int32Array {
  const next = new Int32Array(limit + 1);
  for (const k of order) (next[(keys[k] as number) + 1] as number) += 1;
  for (let key = 0; key < limit; key++) (next[key + 1] as number) += next[key] as number;
  const sorted = new Int32Array(order.length);
  for (const k of order) {
    const key = keys[k] as number;
    sorted[next[key] as number] = k;
    (next[key] as number) += 1;
  }
  return sorted;
}

function ints(packed: PackedArray): Int32Array {
  return unpack(packed).values as Int32Array;
}
