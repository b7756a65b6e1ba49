/** A matrix of any size made up cell by cell where it is looked at: as rare as words are, the same every time. */

import type { Block, VectorizerExplorerEmit, VectorizerExplorerProps } from "../../protocol/vectorizer_explorer.gen";
import { clamp, fakeProps, floats, ints } from "./fake";

/** Terms by Zipf's law: the k-th is in about this share of the documents. */
const share = (column: number) => Math.min(0.97, 4 / (column + 4));

/** 0 to 1, by row and column. */
function chance(row: number, column: number): number {
  let hash = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(column + 7, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

const SYLLABLES = ["ba", "den", "ki", "lo", "mar", "ne", "po", "ris", "ta", "vu"];

function termAt(column: number): string {
  return [...String(column)].map((digit) => SYLLABLES[Number(digit)]).join("");
}

function countAt(row: number, column: number): number {
  const luck = chance(row, column) / share(column);
  return luck >= 1 ? 0 : 1 + Math.floor(-Math.log(luck || 1e-9) / 1.6);
}

export function hugeProps(documents = 25_000, terms = 100_000): VectorizerExplorerProps {
  const small = fakeProps();
  const size = {
    documents,
    terms,
    nonzero: documents * 140,
    tokens: documents * 230,
    dropped_terms: 0,
    dropped_tokens: 0,
  };
  const cell = { document: 2, term: termAt(4) };
  const props = { ...small, size, cell, reading: null, term_info: null, neighbours: [], version: 1 };
  return { ...props, ...hugeKernel(props)({ viewport: props.viewport }) };
}

/** Answers windows only: the rest of such a matrix is not made up. */
export function hugeKernel(props: VectorizerExplorerProps) {
  const { documents, terms } = props.size;
  return (patch: Partial<VectorizerExplorerEmit>): Partial<VectorizerExplorerProps> => {
    if (patch.viewport === undefined) return {};
    const { row, column, rows, columns } = clamp(patch.viewport, documents, terms);
    const cells: [number, number, number][] = [];
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const count = countAt(row + r, column + c);
        if (count > 0) cells.push([r, c, count]);
      }
    }
    const block: Block = {
      version: 1,
      row,
      column,
      rows,
      columns,
      documents: ints(Array.from({ length: rows }, (_, r) => row + r)),
      titles: Array.from({ length: rows }, (_, r) => `${termAt(row + r)} ${termAt(3 * (row + r))} ${termAt(7)}`),
      labels: [],
      lengths: ints(Array.from({ length: rows }, (_, r) => 120 + Math.floor(200 * chance(row + r, -3)))),
      norms: floats(
        Array.from({ length: 2 * rows }, (_, k) => 30 + 20 * chance(row + (k >> 1), -5 - (k % 2))),
        rows,
        2,
      ),
      terms: Array.from({ length: columns }, (_, c) => termAt(column + c)),
      frequencies: ints(
        Array.from({ length: columns }, (_, c) => Math.max(1, Math.round(documents * share(column + c)))),
      ),
      cell_rows: ints(cells.map(([r]) => r)),
      cell_columns: ints(cells.map(([, c]) => c)),
      counts: ints(cells.map(([, , count]) => count)),
    };
    return { block };
  };
}
