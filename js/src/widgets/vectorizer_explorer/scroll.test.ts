import { describe, expect, it } from "vitest";
import {
  type Axis,
  centre,
  farthest,
  indexAt,
  inSight,
  isScaled,
  LONGEST,
  reveal,
  scrolledLength,
  toOffset,
  toScroll,
} from "./scroll";

const SMALL: Axis = { count: 50, size: 20, view: 300 };
const WIDE: Axis = { count: 100_000, size: 42, view: 900 };
const HUGE: Axis = { count: 40_000_000, size: 58, view: 900 };

describe.each([
  ["small", SMALL],
  ["wide", WIDE],
  ["huge", HUGE],
  ["tailed", { ...SMALL, tail: 56 }],
])("a %s axis", (_, axis) => {
  it("is never longer than an element can be", () => expect(scrolledLength(axis)).toBeLessThanOrEqual(LONGEST));

  it("reaches its first and its last row", () => {
    const end = scrolledLength(axis) - axis.view;
    expect(inSight(toOffset(0, axis), axis)).toMatchObject({ start: 0, shift: 0 });
    expect(inSight(toOffset(end, axis), axis).end).toBe(axis.count);
    expect(toOffset(end, axis)).toBeCloseTo(farthest(axis), 3);
  });

  it("finds back from the offset to the scroll", () => {
    for (const share of [0, 0.1, 0.37, 0.9, 1]) {
      const offset = share * farthest(axis);
      expect(Math.abs(toOffset(toScroll(offset, axis), axis) - offset)).toBeLessThan(1e-3);
    }
  });

  it("brings a row into sight and moves no more than needed", () => {
    for (const index of [0, 3, axis.count >> 1, axis.count - 1]) {
      for (const start of [0, farthest(axis) / 2, farthest(axis)]) {
        const offset = reveal(index, start, axis);
        expect(index * axis.size).toBeGreaterThanOrEqual(offset);
        expect((index + 1) * axis.size).toBeLessThanOrEqual(offset + axis.view);
        expect(reveal(index, offset, axis)).toBe(offset);
      }
    }
  });

  it("knows the row under the pointer", () => {
    const offset = centre(axis.count >> 1, axis);
    const { start, shift } = inSight(offset, axis);
    expect(indexAt(shift + axis.size / 2 + 2 * axis.size, offset, axis)).toBe(start + 2);
    expect(indexAt(-1, offset, axis)).toBe(-1);
    expect(indexAt(axis.view, offset, axis)).toBe(-1);
  });
});

it("scales only what is too long", () => {
  expect([SMALL, WIDE, HUGE].map(isScaled)).toEqual([false, false, true]);
});

it("has nothing in sight without rows", () => {
  expect(inSight(0, { count: 0, size: 20, view: 100 })).toMatchObject({ start: 0, end: 0 });
});
