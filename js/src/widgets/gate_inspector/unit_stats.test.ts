import { describe, expect, it } from "vitest";
import golden from "../../../../tests/contract/gate_analysis_golden.json";
import { goldenCase } from "./detail_fixture";
import { halfLife, isBounded, linesOf, memoryGate, saturation, series, tickSteps } from "./unit_stats";

describe.each(golden.gates)("$name", ({ gate, low, high, below, above, half_life }) => {
  it("saturates as often as Python finds", () => {
    expect(saturation(gate, low, high)).toEqual({ below, above });
  });

  it.runIf(half_life !== undefined)("has the half-life that Python finds", () => {
    const expected = Number(half_life);
    if (Number.isFinite(expected)) expect(halfLife(gate)).toBeCloseTo(expected, 6);
    else expect(halfLife(gate)).toBe(expected);
  });
});

describe("half-life", () => {
  it("is that of a constant gate", () => {
    expect(halfLife([0.5, 0.5])).toBeCloseTo(1, 12);
    expect(halfLife([Math.SQRT1_2])).toBeCloseTo(2, 12);
  });

  it("is not a number without numbers", () => {
    expect(halfLife([])).toBeNaN();
    expect(halfLife([0.5, Number.NaN])).toBeNaN();
  });
});

describe("a unit", () => {
  it("has the quantities that reach it", () => {
    const { data } = goldenCase("LSTM, projection, forward");
    expect(linesOf(data, 1).map(({ name }) => name)).toContain("hidden");
    expect(linesOf(data, 3).map(({ name }) => name)).not.toContain("hidden");
    expect(isBounded(data, "hidden")).toBe(false);
  });

  it("has its values in the order of the steps", () => {
    const { data } = goldenCase("GRU, forward");
    const update = data.values.update;
    expect([...series(data, "update", 2)]).toEqual([0, 1, 2, 3, 4].map((t) => update?.values[t * 4 + 2]));
    expect(memoryGate(data)).toBe("update");
    expect(isBounded(data, "hidden")).toBe(true);
  });
});

describe("labelled steps", () => {
  it("keep the selected one and their distance from it", () => {
    for (const selected of [0, 7, 49, 99]) {
      const ticks = tickSteps(100, selected, 10);
      expect(ticks).toContain(selected);
      expect(ticks.length).toBeLessThanOrEqual(11);
      for (const tick of ticks) if (tick !== selected) expect(Math.abs(tick - selected)).toBeGreaterThanOrEqual(10);
      expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
    }
  });

  it("are all of them when there is room", () => {
    expect(tickSteps(4, 2, 10)).toEqual([0, 1, 2, 3]);
  });
});
