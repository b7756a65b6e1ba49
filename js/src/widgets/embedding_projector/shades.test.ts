import { describe, expect, it } from "vitest";
import { SIZE_ONE } from "../../marks/points_gl";
import type { Column } from "../../protocol/embedding_projector.gen";
import {
  countCategories,
  isSparse,
  lutOf,
  MISSING,
  OTHERS,
  rangeOf,
  SHOWN_CATEGORIES,
  scaleFor,
  shadeOf,
  sizeOf,
} from "./shades";

const number = (low: number, high: number): Column => ({ name: "n", kind: "number", low, high, categories: [] });
const kinds: Column = {
  name: "c",
  kind: "category",
  low: 0,
  high: 0,
  categories: Array.from({ length: 12 }, (_, k) => `c${k}`),
};

describe("columns as shades", () => {
  it("diverge about 0 only where there are values on both sides", () => {
    expect([scaleFor(number(-1, 3)), scaleFor(number(0, 3)), scaleFor(number(-3, 0)), scaleFor(kinds)]).toEqual([
      "diverging",
      "sequential",
      "sequential",
      "category",
    ]);
    expect(rangeOf(number(-1, 3))).toEqual([-3, 3]);
    expect(rangeOf(number(2, 6))).toEqual([2, 6]);
    // One value only: no division by nothing.
    expect(Number.isFinite(shadeOf(number(2, 2), 2))).toBe(true);
  });

  it("run from the first to the last colour, and 0 is in the middle of a diverging one", () => {
    expect([shadeOf(number(2, 6), 2), shadeOf(number(2, 6), 4), shadeOf(number(2, 6), 6)]).toEqual([0, 125, 250]);
    expect(shadeOf(number(-1, 3), 0)).toBe(125);
    expect(shadeOf(number(0, 1), Number.NaN)).toBe(MISSING);
  });

  it("give the most frequent categories a colour of their own", () => {
    expect(shadeOf(kinds, 0)).toBe(0);
    expect(shadeOf(kinds, SHOWN_CATEGORIES - 1)).toBe(SHOWN_CATEGORIES - 1);
    expect(shadeOf(kinds, SHOWN_CATEGORIES)).toBe(OTHERS);
    expect(shadeOf(kinds, -1)).toBe(MISSING);
    for (const theme of ["light", "dark"] as const) {
      const lut = lutOf("category", theme);
      const all = [...Array(SHOWN_CATEGORIES).keys(), OTHERS, MISSING].map((k) => lut[k]);
      expect(new Set(all).size).toBe(all.length);
    }
  });

  it("grow with the value by area, and missing ones are small", () => {
    const column = number(0, 100);
    const area = (value: number) => (sizeOf(column, value) / SIZE_ONE) ** 2;
    expect(area(100) - area(50)).toBeCloseTo(area(50) - area(0), 0);
    expect(sizeOf(column, 100)).toBeLessThan(256);
    expect(sizeOf(column, Number.NaN)).toBe(SIZE_ONE / 2);
  });

  it("are counted by category", () => {
    const counts = countCategories({ ...kinds, categories: ["a", "b"] }, Int32Array.of(0, 1, 1, -1, 5));
    expect([...counts]).toEqual([1, 2, 2]);
  });
});

it("a measure of a sample is sparse", () => {
  expect(isSparse([Number.NaN, 1, Number.NaN])).toBe(true);
  expect(isSparse([Number.NaN, 1])).toBe(false);
  expect(isSparse([])).toBe(false);
});
