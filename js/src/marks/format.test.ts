import { describe, expect, it } from "vitest";
import { counted, format, formatProbability, percent } from "./format";

describe("format", () => {
  it.each([
    [0.318, "0.318"],
    [-0.0872, "−0.087"],
    [0, "0.000"],
    [-0, "0.000"],
    [12.346, "12.35"],
    [-123.456, "−123.5"],
    [12345, "12345"],
    [2.5e7, "2.500e7"],
    [0.0000321, "3.2e−5"],
    [9.9996, "10.00"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NEGATIVE_INFINITY, "−∞"],
  ])("writes %f as %s", (value, text) => {
    expect(format(value)).toBe(text);
  });

  it("writes the plus sign when asked, but not for zero", () => {
    expect(format(0.5, { signed: true })).toBe("+0.500");
    expect(format(-0.5, { signed: true })).toBe("−0.500");
    expect(format(0, { signed: true })).toBe("0.000");
  });

  it("keeps a fixed number of decimals when asked", () => {
    expect(format(0.914, { digits: 2 })).toBe("0.91");
    expect(format(-0.001, { digits: 2 })).toBe("0.00");
    expect(format(1234.5, { digits: 1 })).toBe("1234.5");
  });
});

describe("formatProbability", () => {
  it.each([
    [0.914, "0.91"],
    [0.5, "0.50"],
    [0.99982, "0.9998"],
    [0.00018, "0.0002"],
    [0.999999, ">0.9999"],
    [0.000001, "<0.0001"],
    [1, "1.00"],
    [0, "0.00"],
    [Number.NaN, "NaN"],
  ])("writes %f as %s", (value, text) => {
    expect(formatProbability(value)).toBe(text);
  });
});

it.each([
  [0, "0 %"],
  [0.914, "91 %"],
  [1, "100 %"],
  [Number.NaN, "–"],
])("writes the share %f as %s", (share, text) => {
  expect(percent(share)).toBe(text);
});

it("counts one and many", () => {
  expect([counted(1, "term"), counted(2000, "term"), counted(2, "vertex", "vertices")]).toEqual([
    "1 term",
    "2,000 terms",
    "2 vertices",
  ]);
});
