import { describe, expect, it } from "vitest";
import { arrowHead, clampWidth, MAX_WIDTH, MIN_WIDTH, roundedPath } from "./diagram_geometry";

describe("a wire", () => {
  it("is straight between two points", () => {
    expect(roundedPath([[0, 0], [10, 0]])).toBe("M0 0L10 0"); // biome-ignore format: points
  });

  it("turns in an arc around a corner, and no wider than its legs allow", () => {
    expect(roundedPath([[0, 0], [40, 0], [40, 30]], 6)).toBe("M0 0L34 0Q40 0 40 6L40 30"); // biome-ignore format: points
    expect(roundedPath([[0, 0], [4, 0], [4, 30]], 6)).toBe("M0 0L2 0Q4 0 4 2L4 30"); // biome-ignore format: points
  });
});

describe("an arrow head", () => {
  it("has its tip at the end and points along the last leg", () => {
    const [tip, left, right] = arrowHead([[0, 9], [0, 0]], 4); // biome-ignore format: points
    expect(tip).toEqual([0, 0]);
    expect(left?.[1]).toBeCloseTo(4);
    expect(right?.[1]).toBeCloseTo(4);
    expect((left?.[0] ?? 0) + (right?.[0] ?? 0)).toBeCloseTo(0);
  });
});

it("widths stay where text fits", () => {
  expect(clampWidth(100)).toBe(MIN_WIDTH);
  expect(clampWidth(400)).toBe(400);
  expect(clampWidth(2000)).toBe(MAX_WIDTH);
});
