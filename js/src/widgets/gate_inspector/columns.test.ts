import { describe, expect, it } from "vitest";
import { columnAt, fitWidth, fromPairs, scrollFor, sideBySide, tilesAt, zoomed } from "./columns";

describe("columns", () => {
  it("aligns two texts by pairs, with gaps", () => {
    // a b – c / a – x c
    const { count, tokenAt, columnOf } = fromPairs(Int32Array.from([0, 0, 1, -1, -1, 1, 2, 2]), 3, 3);
    expect(count).toBe(4);
    expect([...(tokenAt[0] as Int32Array)]).toEqual([0, 1, -1, 2]);
    expect([...(tokenAt[1] as Int32Array)]).toEqual([0, -1, 1, 2]);
    expect([...(columnOf[0] as Int32Array)]).toEqual([0, 1, 3]);
    expect([...(columnOf[1] as Int32Array)]).toEqual([0, 2, 3]);
  });

  it("falls back to side by side when the pairs are of other texts", () => {
    expect(fromPairs(Int32Array.from([0, 0]), 2, 1)).toEqual(sideBySide(2, 1));
    expect(fromPairs(Int32Array.from([0, 0, 1, 5]), 2, 1)).toEqual(sideBySide(2, 1));
    expect([...(sideBySide(3, 1).tokenAt[1] as Int32Array)]).toEqual([0, -1, -1]);
  });

  it("fills the width but keeps words readable", () => {
    const words = Array.from({ length: 18 }, () => "word");
    expect(fitWidth(words, 900, 18)).toBe(50);
    expect(fitWidth(words, 720, 18)).toBe(40);
    expect(fitWidth(words, 600, 18)).toBe(44);
    expect(fitWidth(words, 900, 3)).toBe(240);
    expect(fitWidth(["unbelievable"], 100, 40)).toBe(72);
    expect(fitWidth([], 900, 0)).toBe(44);
  });

  it("steps through the widths and stops at the ends", () => {
    expect(zoomed(50, 1)).toBe(56);
    expect(zoomed(50, -1)).toBe(44);
    expect(zoomed(2, -1)).toBe(2);
    expect(zoomed(128, 1)).toBe(128);
  });

  it("finds the column under the pointer", () => {
    expect(columnAt(0, 50, 3)).toBe(0);
    expect(columnAt(149.9, 50, 3)).toBe(2);
    expect(columnAt(150, 50, 3)).toBe(-1);
    expect(columnAt(-1, 50, 3)).toBe(-1);
  });

  it("covers all that is in sight, and adds one tile at a time", () => {
    let before = new Set<number>();
    for (let scroll = 0; scroll <= 512 * 44 - 900; scroll += 10) {
      const tiles = tilesAt(scroll, 900, 44, 512);
      expect((tiles[0]?.start ?? 0) * 44).toBeLessThanOrEqual(scroll);
      expect((tiles.at(-1)?.end ?? 0) * 44).toBeGreaterThanOrEqual(scroll + 900);
      for (const [k, { start }] of tiles.entries()) if (k > 0) expect(start).toBe(tiles[k - 1]?.end);
      const added = tiles.filter(({ start }) => !before.has(start)).length;
      if (scroll > 0) expect(added).toBeLessThanOrEqual(1);
      expect(tiles.length).toBeLessThanOrEqual(6);
      before = new Set(tiles.map(({ start }) => start));
    }
  });

  it("makes one tile of a short text and none of an empty one", () => {
    expect(tilesAt(0, 900, 100, 3)).toEqual([{ start: 0, end: 3 }]);
    expect(tilesAt(0, 900, 44, 0)).toEqual([]);
  });

  it("scrolls only when the column is out of sight", () => {
    expect(scrollFor(5, 50, 0, 600, 100)).toBe(0);
    expect(scrollFor(20, 50, 0, 600, 100)).toBe(20 * 50 + 50 + 75 - 600);
    expect(scrollFor(0, 50, 500, 600, 100)).toBe(0);
    expect(scrollFor(99, 50, 0, 600, 100)).toBe(100 * 50 - 600);
  });
});
