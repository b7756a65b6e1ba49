import { describe, expect, it } from "vitest";
import { linePath, lineY } from "./line_chart";

describe("line chart", () => {
  it("puts values between the pads and keeps outliers inside", () => {
    expect(lineY(0, 0, 1, 60)).toBe(54);
    expect(lineY(1, 0, 1, 60)).toBe(6);
    expect(lineY(0.5, 0, 1, 60)).toBe(30);
    expect(lineY(7, 0, 1, 60)).toBe(6);
  });

  it("bridges gaps and breaks at NaN", () => {
    const values = [0, null, 1, Number.NaN, 1, 0];
    const path = linePath(
      -1,
      7,
      (column) => values[column] ?? null,
      (column) => column * 10,
      (value) => value,
    );
    expect(path).toBe("M0 0L20 1M40 1L50 0");
  });
});
