import { describe, expect, it } from "vitest";
import type { Layer, TracedModel } from "../../protocol/gate_inspector.gen";
import { type LayerData, layerData, type Matrix } from "./data";
import { fakeProps } from "./fake";
import { layerSources } from "./sources";

function lstm(): LayerData {
  const props = fakeProps({ hidden: 8 });
  const traced = props.traces[0] as TracedModel;
  return layerData(props, traced, traced.layers[0] as Layer, 0) as LayerData;
}

describe("layerSources", () => {
  const spanned = (data: LayerData, role: "cell" | "hidden") => {
    const sizes = [...(data.values[role] as Matrix).values].map(Math.abs).sort((a, b) => a - b);
    return sizes[Math.floor(0.98 * (sizes.length - 1))] as number;
  };

  it("scales gates from 0 to 1, the candidate to ±1, states to what 98 % of their values reach", () => {
    const data = lstm();
    const scales = Object.fromEntries(
      layerSources(data, new Int32Array(1)).map(({ quantity, low, high }) => [quantity.name, [low, high]]),
    );
    const [cell, hidden] = [spanned(data, "cell"), spanned(data, "hidden")];
    expect(scales).toEqual({
      input: [0, 1],
      forget: [0, 1],
      candidate: [-1, 1],
      output: [0, 1],
      cell: [-cell, cell],
      hidden: [-hidden, hidden],
    });
  });

  it("gives two texts the same scale", () => {
    const [a, b] = [lstm(), lstm()];
    const hidden = a.values.hidden as Matrix;
    const larger = { ...hidden, values: hidden.values.map((value) => 3 * value) };
    const second = { ...b, values: { ...b.values, hidden: larger } };
    const highs = [layerSources(a, new Int32Array(1), second), layerSources(second, new Int32Array(1), a)].map(
      (sources) => sources.find(({ quantity }) => quantity.name === "hidden")?.high,
    );
    expect(highs[0]).toBeCloseTo(3 * spanned(a, "hidden"), 6);
    expect(highs[1]).toBe(highs[0]);
  });

  it("says when values lie beyond the scale, which an outlier does not widen", () => {
    const data = lstm();
    const cell = () => layerSources(data, new Int32Array(1)).find(({ quantity }) => quantity.name === "cell");
    const before = cell()?.high as number;
    (data.values.cell as Matrix).values[0] = 1000;
    expect(cell()?.high).toBeLessThan(2 * before);
    expect(cell()?.scale).toMatch(/^±.*\+$/);
  });

  it("has a scale where all is zero", () => {
    const data = lstm();
    (data.values.cell as Matrix).values.fill(0);
    expect(layerSources(data, new Int32Array(1)).find(({ quantity }) => quantity.name === "cell")?.high).toBe(1);
  });

  it("counts what is not a number, and scales without it", () => {
    const data = lstm();
    const { values } = data.values.cell as Matrix;
    values[3] = Number.NaN;
    values[4] = Number.POSITIVE_INFINITY;
    const cell = layerSources(data, new Int32Array(1)).find(({ quantity }) => quantity.name === "cell");
    expect(cell?.missing).toBe(1);
    expect(Number.isFinite(cell?.high)).toBe(true);
  });
});
