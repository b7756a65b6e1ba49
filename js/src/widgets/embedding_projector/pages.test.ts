import { expect, it } from "vitest";
import type { Changes } from "../../protocol/embedding_projector.gen";
import { PAGE, Pages } from "./pages";

const changes = (offset: number, count: number, total = 1000, k = 10): Changes => ({
  k,
  offset,
  total,
  rows: Array.from({ length: count }, (_, i) => ({
    word: `w${offset + i}`,
    point: offset + i,
    change: 0.5,
    residual: 1,
  })),
});

it("keeps what has come and asks for what has not", () => {
  const pages = new Pages();
  pages.add(changes(0, 50), "falling");
  expect(pages.total).toBe(1000);
  expect(pages.at(49)?.word).toBe("w49");
  expect(pages.missing(0, 20, false)).toBeNull();
  expect(pages.missing(40, 60, false)).toEqual({ offset: PAGE, count: 2 * PAGE, ascending: false });
  pages.add(changes(50, 100), "falling");
  expect(pages.missing(40, 60, false)).toBeNull();
  expect(pages.at(0)?.word).toBe("w0");
  expect(pages.missing(990, 1000, false)).toEqual({ offset: 950, count: 50, ascending: false });
  expect(pages.missing(1000, 1010, false)).toBeNull();
});

it("forgets another ranking", () => {
  const pages = new Pages();
  pages.add(changes(0, 50), "falling");
  pages.add(changes(0, 10), "rising");
  expect(pages.at(20)).toBeUndefined();
  pages.add(changes(100, 10, 1000, 5), "rising");
  expect(pages.at(0)).toBeUndefined();
});
