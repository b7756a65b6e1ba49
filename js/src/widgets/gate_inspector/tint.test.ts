import { describe, expect, it } from "vitest";
import type { Layer, TracedModel } from "../../protocol/gate_inspector.gen";
import { type LayerData, layerData, valueAt } from "./data";
import { fakeProps } from "./fake";
import { tintOf } from "./tint";

const props = fakeProps({ hidden: 8 });
const traced = props.traces[0] as TracedModel;
const data = layerData(props, traced, traced.layers[0] as Layer, 0) as LayerData;
const verdict = { rows: 3, columns: 2, values: Float32Array.from([0.4, 0.6, 0.3, 0.7, 0.9, 0.1]) };
const units = Array.from({ length: 8 }, (_, unit) => unit);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("tintOf", () => {
  it("colours by the mean change of a state, the first against the initial state", () => {
    const tint = tintOf(data, null, [], "cell");
    expect(tint?.meaning).toBe("mean |Δc|");
    expect(tint?.values[0]).toBeCloseTo(mean(units.map((unit) => Math.abs(valueAt(data, "cell", 0, unit)))), 6);
    expect(tint?.values[4]).toBeCloseTo(
      mean(units.map((unit) => Math.abs(valueAt(data, "cell", 4, unit) - valueAt(data, "cell", 3, unit)))),
      6,
    );
  });

  it("colours by the mean activation of a gate", () => {
    const tint = tintOf(data, null, [], "forget");
    expect(tint?.meaning).toBe("mean f");
    expect(tint?.values[4]).toBeCloseTo(mean(units.map((unit) => valueAt(data, "forget", 4, unit))), 6);
    expect(tint?.high).toBe(Math.max(...(tint?.values ?? [])));
  });

  it("colours by the change of the last class's probability", () => {
    const tint = tintOf(data, verdict, ["negative", "positive"], "verdict");
    expect([...(tint?.values ?? [])].map((value) => value.toFixed(2))).toEqual(["0.10", "0.10", "-0.60"]);
    expect(tint?.meaning).toBe("change of P(positive)");
    expect(tint?.colors).toEqual(["positive", "negative"]);
  });

  it("takes the hidden state when the layer has no such quantity", () => {
    expect(tintOf(data, null, [], "reset")?.meaning).toBe("mean |Δh|");
    expect(tintOf(undefined, null, [], "hidden")).toBeNull();
  });
});
