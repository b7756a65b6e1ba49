import { describe, expect, it } from "vitest";
import { columnAt, covered, fitWidth, fromPairs, scrollFor, sideBySide, zoomed } from "./columns";

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
    expect(fitWidth(words, 300, 18)).toBe(44);
    expect(fitWidth(words, 900, 3)).toBe(112);
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

  it("covers all that is in sight and changes only every half viewport", () => {
    let changes = 0;
    let before = "";
    for (let scroll = 0; scroll <= 20_000; scroll += 10) {
      const { start, end } = covered(scroll, 900, 44, 512);
      expect(start * 44).toBeLessThanOrEqual(scroll);
      expect(Math.min(512 * 44, scroll + 900)).toBeLessThanOrEqual(end * 44);
      expect(end - start).toBeLessThanOrEqual((5 * 900) / 44 / 2 + 8);
      if (`${start}-${end}` !== before) changes += 1;
      before = `${start}-${end}`;
    }
    expect(changes).toBeLessThan(2 * (20_000 / 450) + 4);
  });

  it("scrolls only when the column is out of sight", () => {
    expect(scrollFor(5, 50, 0, 600, 100)).toBe(0);
    expect(scrollFor(20, 50, 0, 600, 100)).toBe(20 * 50 + 50 + 75 - 600);
    expect(scrollFor(0, 50, 500, 600, 100)).toBe(0);
    expect(scrollFor(99, 50, 0, 600, 100)).toBe(100 * 50 - 600);
  });
});
