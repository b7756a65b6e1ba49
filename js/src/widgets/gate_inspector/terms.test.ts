import { describe, expect, it } from "vitest";
import { type LayerData, type Role, valueAt } from "./data";
import { goldenCase, goldenCases } from "./detail_fixture";
import { type GateSum, gateSum, hasUnit, largest, numberAt, partOf } from "./terms";

function sumOf(data: LayerData, role: Role, step: number, unit: number): GateSum {
  const sum = gateSum(data, role, step, unit);
  if (sum === null) throw new Error(`no sum for ${role}`);
  return sum;
}

/** Terms of one part in the order of the columns. */
function column(sum: GateSum, part: string): number[] {
  return sum.terms
    .filter((term) => term.part === part)
    .sort((a, b) => a.index - b.index)
    .map(({ value }) => value);
}

describe.each(goldenCases())("$name", ({ data, sums }) => {
  it("opens each pre-activation as Python does", () => {
    expect(sums.length).toBeGreaterThan(0);
    for (const expected of sums) {
      const sum = sumOf(data, expected.gate, expected.step, expected.unit);
      expect(sum.total).toBeCloseTo(expected.total, 6);
      expect(sum.value).toBeCloseTo(expected.value, 6);
      expect(sum.consistent).toBe(true);
      column(sum, "input").forEach((value, j) => {
        expect(value).toBeCloseTo(expected.input_terms[j] as number, 6);
      });
      column(sum, "recurrent").forEach((value, j) => {
        expect(value).toBeCloseTo(expected.hidden_terms[j] as number, 6);
      });
      expect(column(sum, "input")).toHaveLength(expected.input_terms.length);
      expect(column(sum, "recurrent")).toHaveLength(expected.hidden_terms.length);
      expect(partOf(sum, "bias", "input bias", "recurrent bias")).toBeCloseTo(
        expected.input_bias + expected.hidden_bias,
        6,
      );
    }
  });

  it("gives the traced gate to float32 accuracy, for every gate, step and unit", () => {
    for (const { gate } of sums) {
      for (let step = 0; step < data.steps; step++) {
        for (let unit = 0; unit < data.meta.hidden_size; unit++) {
          expect(sumOf(data, gate, step, unit).value).toBeCloseTo(valueAt(data, gate, step, unit), 5);
        }
      }
    }
  });

  it("splits into the largest terms and a rest that make up the total", () => {
    const { gate, step, unit } = sums[0] as (typeof sums)[0];
    const sum = sumOf(data, gate, step, unit);
    for (const count of [0, 2, 5, Number.POSITIVE_INFINITY]) {
      const { shown, rest } = largest(sum, count);
      expect(shown.reduce((total, { value }) => total + value, rest.value)).toBeCloseTo(sum.total, 12);
      const products = shown.filter(({ index }) => index >= 0);
      expect(products.length + rest.count).toBe(data.meta.input_size + data.meta.output_size);
      expect(shown.length - products.length).toBe(sum.terms.filter(({ index }) => index < 0).length);
      const sizes = products.map(({ value }) => Math.abs(value));
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    }
  });

  it("multiplies operands to the value of each product", () => {
    const { gate, step, unit } = sums[0] as (typeof sums)[0];
    for (const { part, operands, value } of sumOf(data, gate, step, unit).terms) {
      if (part === "bias") expect(value).toBe(operands.reduce((a, b) => a + b, 0));
      else expect(value).toBe(operands.reduce((a, b) => a * b, 1));
    }
  });
});

describe("a projected hidden state", () => {
  const { data } = goldenCase("LSTM, projection, forward");

  it("opens into what W_hr adds up", () => {
    for (let step = 0; step < data.steps; step++) {
      const sum = sumOf(data, "hidden", step, 1);
      expect(sum.terms).toHaveLength(data.meta.hidden_size);
      expect(sum.value).toBeCloseTo(valueAt(data, "hidden", step, 1), 5);
      expect(sum.consistent).toBe(true);
    }
  });

  it("has fewer units than the gates", () => {
    expect(hasUnit(data, "hidden", 2)).toBe(false);
    expect(hasUnit(data, "cell", 2)).toBe(true);
    expect(gateSum(data, "hidden", 0, 2)).toBeNull();
    expect(numberAt(data, "hidden", 0, 2)).toBeNaN();
  });
});

describe("where there is no sum", () => {
  const { data } = goldenCase("LSTM, forward");

  it("says so", () => {
    expect(gateSum(data, "cell", 0, 0)).toBeNull();
    expect(gateSum(data, "hidden", 0, 0)).toBeNull();
    expect(gateSum({ ...data, weights: null }, "forget", 0, 0)).toBeNull();
  });
});

describe("weights that changed since the trace", () => {
  it("make the sum inconsistent", () => {
    const { data } = goldenCase("GRU, forward");
    const weights = data.weights as NonNullable<LayerData["weights"]>;
    const b_ih = (weights.b_ih as Float32Array).map((b) => b + 0.1);
    expect(sumOf({ ...data, weights: { ...weights, b_ih } }, "new", 1, 1).consistent).toBe(false);
  });

  it("that are NaN come first and agree only with a gate that is NaN", () => {
    const { data } = goldenCase("RNN, tanh, forward");
    const weights = data.weights as NonNullable<LayerData["weights"]>;
    const values = weights.w_ih.values.slice();
    values[1] = Number.NaN;
    const sum = sumOf({ ...data, weights: { ...weights, w_ih: { ...weights.w_ih, values } } }, "hidden", 0, 0);
    expect(sum.total).toBeNaN();
    expect(largest(sum, 1).shown[0]).toMatchObject({ part: "input", index: 1 });
    expect(sum.consistent).toBe(false);
  });
});
