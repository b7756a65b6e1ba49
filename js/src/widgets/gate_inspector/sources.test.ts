import { describe, expect, it } from "vitest";
import { fakeProps } from "../../../dev/fake";
import type { Layer, TracedModel } from "../../protocol/gate_inspector.gen";
import { type LayerData, layerData, type Matrix } from "./data";
import { layerSources } from "./sources";

function lstm(): LayerData {
  const props = fakeProps({ hidden: 8 });
  const traced = props.traces[0] as TracedModel;
  return layerData(props, traced, traced.layers[0] as Layer, 0) as LayerData;
}

describe("layerSources", () => {
  it("scales gates from 0 to 1, tanh values to ±1, the cell state to its largest value", () => {
    const data = lstm();
    const scales = Object.fromEntries(
      layerSources(data, new Int32Array(1)).map(({ quantity, low, high }) => [quantity.name, [low, high]]),
    );
    const largest = (data.values.cell as Matrix).values.reduce((high, value) => Math.max(high, Math.abs(value)), 0);
    expect(scales).toEqual({
      input: [0, 1],
      forget: [0, 1],
      candidate: [-1, 1],
      output: [0, 1],
      cell: [-largest, largest],
      hidden: [-1, 1],
    });
  });

  it("takes the largest hidden value where no tanh bounds it", () => {
    const data = lstm();
    const relu = { ...data, meta: { ...data.meta, nonlinearity: "relu" as const } };
    const hidden = layerSources(relu, new Int32Array(1)).find(({ quantity }) => quantity.name === "hidden");
    expect(hidden?.high).toBeLessThan(1);
    expect(hidden?.low).toBe(-(hidden?.high ?? 0));
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
