import { describe, expect, it } from "vitest";
import type { Block } from "../../protocol/vectorizer_explorer.gen";
import { Cells } from "./cells";
import { floats, ints } from "./fake";

/** A block whose cell (r, c), in the order shown, holds r + c where that is even. */
function block(row: number, column: number, rows: number, columns: number, version = 1): Block {
  const cells: [number, number][] = [];
  // Columns falling: the kernel's rows come in no particular order.
  for (let r = 0; r < rows; r++) {
    for (let c = columns - 1; c >= 0; c--)
      if ((row + r + column + c) % 2 === 0 && row + r + column + c > 0) cells.push([r, c]);
  }
  const range = (start: number, count: number) => Array.from({ length: count }, (_, k) => start + k);
  return {
    version,
    row,
    column,
    rows,
    columns,
    documents: ints(range(row, rows).map((r) => 100 + r)),
    titles: range(row, rows).map((r) => `title ${r}`),
    labels: [],
    lengths: ints(range(row, rows)),
    norms: floats(range(0, 2 * rows), rows, 2),
    terms: range(column, columns).map((c) => `t${c}`),
    frequencies: ints(range(column, columns)),
    cell_rows: ints(cells.map(([r]) => r)),
    cell_columns: ints(cells.map(([, c]) => c)),
    counts: ints(cells.map(([r, c]) => row + r + column + c)),
  };
}

const wanted = (row: number, column: number) => ((row + column) % 2 === 0 ? row + column : 0);

describe("cells that have come", () => {
  it("are found where they are, in whatever order they came, and those that have not are not made up", () => {
    const cells = new Cells();
    cells.add(block(10, 20, 7, 9));
    for (let r = 10; r < 17; r++) for (let c = 20; c < 29; c++) expect(cells.count(r, c)).toBe(wanted(r, c));
    expect(cells.count(9, 20)).toBeUndefined();
    expect(cells.count(17, 20)).toBeUndefined();
    expect(cells.count(10, 29)).toBeUndefined();
    expect(cells.row(12)).toMatchObject({ document: 112, title: "title 12", length: 12, norm: 4, normSublinear: 5 });
    expect(cells.column(21)).toEqual({ term: "t21", df: 21 });
    expect([cells.rowOf(113), cells.columnOf("t22"), cells.columnOf("t1")]).toEqual([13, 22, undefined]);
  });

  it("of several blocks are all known", () => {
    const cells = new Cells();
    cells.add(block(0, 0, 5, 5));
    cells.add(block(3, 3, 5, 5));
    expect(cells.count(1, 1)).toBe(2);
    expect(cells.count(7, 7)).toBe(14);
    expect(cells.count(0, 7)).toBeUndefined();
    expect(cells.covered({ row: 4, column: 4, rows: 3, columns: 3 })).toBe(true);
    expect(cells.covered({ row: 2, column: 2, rows: 3, columns: 3 })).toBe(true);
    expect(cells.covered({ row: 2, column: 2, rows: 4, columns: 4 })).toBe(false);
  });

  it("go when the matrix is another one", () => {
    const cells = new Cells();
    cells.add(block(0, 0, 5, 5, 1));
    cells.add(block(50, 50, 5, 5, 2));
    expect(cells.version).toBe(2);
    expect(cells.count(1, 1)).toBeUndefined();
    cells.clear(3);
    expect(cells.count(50, 50)).toBeUndefined();
  });

  it("make room for newer ones", () => {
    const cells = new Cells();
    for (let k = 0; k < 40; k++) cells.add(block(10 * k, 0, 10, 10));
    expect(cells.all.length).toBeLessThan(20);
    expect(cells.count(395, 1)).toBe(396);
    expect(cells.count(5, 1)).toBeUndefined();
  });
});
