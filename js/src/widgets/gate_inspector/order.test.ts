import { describe, expect, it } from "vitest";
import golden from "../../../../tests/contract/gate_analysis_golden.json";
import type { Layer, TracedModel } from "../../protocol/gate_inspector.gen";
import { type LayerData, layerData, type Matrix, type Role } from "./data";
import { fakeProps } from "./fake";
import { changes, unitOrder } from "./order";

function data(direction: "forward" | "backward", hidden: number[][], h0: number[], cluster?: number[]): LayerData {
  const props = fakeProps({ kind: "rnn", hidden: h0.length, texts: [hidden.map(() => "x").join(" ")] });
  const traced = props.traces[0] as TracedModel;
  const found = layerData(props, traced, traced.layers[0] as Layer, 0) as LayerData;
  const matrix: Matrix = { rows: hidden.length, columns: h0.length, values: Float32Array.from(hidden.flat()) };
  return {
    ...found,
    meta: { ...found.meta, direction },
    values: { hidden: matrix },
    h0: Float32Array.from(h0),
    cluster: cluster === undefined ? null : Int32Array.from(cluster),
  };
}

const STATES = [
  [0.1, 0.5, 0.3],
  [0.1, 0.9, 0.3],
  [0.7, 0.1, 0.2],
];

describe("unitOrder", () => {
  it("keeps the stored order", () => {
    expect([...unitOrder(data("forward", STATES, [0, 0, 0]), "stored", "hidden", 0, 3)]).toEqual([0, 1, 2]);
  });

  it("puts the highest mean first, ties as stored", () => {
    expect([...unitOrder(data("forward", STATES, [0, 0, 0]), "mean", "hidden", 0, 3)]).toEqual([1, 0, 2]);
    const equal = STATES.map(() => [0.25, 0.25, 0.25]);
    expect([...unitOrder(data("forward", equal, [0, 0, 0]), "mean", "hidden", 0, 3)]).toEqual([0, 1, 2]);
  });

  it("puts the largest change first, against the step before in reading order", () => {
    const forward = data("forward", STATES, [0, 0, 0]);
    expect([...unitOrder(forward, "change", "hidden", 2, 3)]).toEqual([1, 0, 2]);
    const backward = data("backward", STATES, [0, 0, 0]);
    expect([...changes(backward, "hidden", backward.values.hidden as Matrix, 1)].map((v) => v.toFixed(1))).toEqual([
      "0.6",
      "0.8",
      "0.1",
    ]);
  });

  it("takes the first step against the initial state", () => {
    const started = data("forward", STATES, [0.1, 0.5, -0.9]);
    expect([...unitOrder(started, "change", "hidden", 0, 3)]).toEqual([2, 0, 1]);
    const last = data("backward", STATES, [0.7, 0, 0]);
    expect([...unitOrder(last, "change", "hidden", 2, 3)]).toEqual([2, 1, 0]);
  });

  it("uses the kernel's clustering where it fits the strip", () => {
    const clustered = data("forward", STATES, [0, 0, 0], [2, 0, 1]);
    expect([...unitOrder(clustered, "cluster", "hidden", 0, 3)]).toEqual([2, 0, 1]);
    expect([...unitOrder(clustered, "cluster", "hidden", 0, 2)]).toEqual([0, 1]);
  });

  it("puts NaN last", () => {
    const broken = data("forward", [[Number.NaN, 0.2, 0.4]], [0, 0, 0]);
    expect([...unitOrder(broken, "mean", "hidden", 0, 3)]).toEqual([2, 1, 0]);
    expect([...unitOrder(broken, "change", "hidden", 0, 3)]).toEqual([2, 1, 0]);
  });
});

/** Python's own orders: ties, NaN and infinities, both directions, with and without an initial state. */
describe.each(golden.orders)("the order of $name", ({ role, direction, values, initial, stored, mean, change }) => {
  const quantity = role as Role;
  const numbers = values.map((row) => row.map(Number));
  const units = stored.length;
  const base = data(direction as "forward" | "backward", numbers, initial ?? stored.map(() => 9));
  const layer: LayerData = { ...base, values: { [quantity]: base.values.hidden as Matrix } };

  it("is what Python computes", () => {
    expect([...unitOrder(layer, "stored", quantity, 0, units)]).toEqual(stored);
    expect([...unitOrder(layer, "mean", quantity, 0, units)]).toEqual(mean);
    expect(change).toHaveLength(layer.steps);
    change.forEach((expected, step) => {
      expect([...unitOrder(layer, "change", quantity, step, units)]).toEqual(expected);
    });
  });
});
