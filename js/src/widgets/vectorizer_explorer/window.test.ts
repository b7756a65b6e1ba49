import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Cells, covers, type Window } from "./cells";
import { hugeKernel, hugeProps } from "./fake_huge";
import { around, createFeed, PATIENCE } from "./window";

describe("a window around what is in sight", () => {
  it.each([
    [{ row: 0, column: 0, rows: 16, columns: 28 }, 25_000, 100_000],
    [{ row: 24_990, column: 99_980, rows: 10, columns: 20 }, 25_000, 100_000],
    [{ row: 500, column: 900, rows: 110, columns: 460 }, 25_000, 100_000],
    [{ row: 0, column: 0, rows: 5, columns: 20 }, 5, 20],
    [{ row: 0, column: 0, rows: 3, columns: 900 }, 3, 100_000],
  ])("%o holds it, lies in the matrix, and is no more than a block", (sight, documents, terms) => {
    const window = around(sight, documents, terms);
    expect(covers(window, sight)).toBe(true);
    expect(covers({ row: 0, column: 0, rows: documents, columns: terms }, window)).toBe(true);
    expect(window.rows * window.columns).toBeLessThanOrEqual(120_000);
  });
});

describe("asking", () => {
  const size = { documents: 25_000, terms: 100_000 };
  const kernel = hugeKernel(hugeProps());
  const asked: Window[] = [];
  let cells = new Cells();
  let feed = createFeed({ cells, size: () => size, ask: (window) => asked.push(window) });

  function answer(window: Window): void {
    const { block } = kernel({ viewport: { ...window } });
    if (block) cells.add(block);
    feed.answered();
  }

  beforeEach(() => {
    vi.useFakeTimers();
    asked.length = 0;
    cells = new Cells();
    feed = createFeed({ cells, size: () => size, ask: (window) => asked.push(window) });
  });
  afterEach(() => {
    feed.end();
    vi.useRealTimers();
  });

  const sight = (row: number, column = 0) => ({ row, column, rows: 16, columns: 28 });

  it("goes one at a time, and the latest wins", () => {
    feed.look(sight(0));
    for (let row = 100; row <= 5000; row += 100) feed.look(sight(row));
    expect(asked).toHaveLength(1);
    answer(asked[0] as Window);
    expect(asked).toHaveLength(2);
    expect(covers(asked[1] as Window, sight(5000))).toBe(true);
    answer(asked[1] as Window);
    expect(asked).toHaveLength(2);
    expect(cells.covered(sight(5000))).toBe(true);
  });

  it("asks nothing for what is there, and early for what comes next", () => {
    feed.look(sight(1000));
    answer(asked[0] as Window);
    feed.look(sight(1003));
    expect(asked).toHaveLength(1);
    feed.look(sight(1027));
    expect(cells.covered(sight(1027))).toBe(true);
    expect(asked).toHaveLength(2);
  });

  it("asks again when no answer comes", () => {
    feed.look(sight(0));
    feed.look(sight(9000));
    vi.advanceTimersByTime(PATIENCE + 1);
    expect(asked).toHaveLength(2);
    expect(covers(asked[1] as Window, sight(9000))).toBe(true);
  });

  it("asks seldom on a way of thousands of rows", () => {
    for (let row = 0; row < 2000; row += 4) {
      feed.look(sight(row));
      if (asked.length > 0 && !cells.covered(sight(row))) answer(asked.at(-1) as Window);
    }
    expect(asked.length).toBeLessThan(100);
  });
});
