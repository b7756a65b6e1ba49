/** What the weights of the selected cell depend on, from the document that is read or the cells that are here. */

import { unpack } from "../../protocol/codec";
import type { Cell, Reading, TermInfo } from "../../protocol/vectorizer_explorer.gen";
import type { Cells } from "./cells";
import type { CellFacts } from "./weights";

/** Null while something of it is not here. */
export function factsOf(
  documents: number,
  cells: Cells,
  cell: Cell | null,
  reading: Reading | null,
  term: TermInfo | null,
): CellFacts | null {
  if (cell === null) return null;
  const row = reading?.row ?? cells.rowOf(cell.document) ?? -1;
  const column = term?.column ?? cells.columnOf(cell.term) ?? -1;
  const facts = cells.row(row);
  const df = term?.frequency ?? cells.column(column)?.df;
  const count = reading === null ? cells.count(row, column) : countIn(reading, cell.term);
  const length = reading?.length ?? facts?.length;
  const norm = reading?.norm ?? facts?.norm;
  const normSublinear = reading?.norm_sublinear ?? facts?.normSublinear;
  if (df === undefined || count === undefined || length === undefined) return null;
  if (norm === undefined || normSublinear === undefined) return null;
  return { count, length, df, documents, norm, normSublinear };
}

/** How often a term counts in the document that is read. */
export function countIn(reading: Reading, term: string): number {
  const k = reading.vocabulary.indexOf(term);
  return k < 0 ? 0 : (unpack(reading.counts).values[k] ?? 0);
}
