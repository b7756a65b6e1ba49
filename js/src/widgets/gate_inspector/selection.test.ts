import { describe, expect, it } from "vitest";
import type { TracedModel } from "../../protocol/gate_inspector.gen";
import { fakeProps } from "./fake";
import { directionChoices, itemChoices, layerChoices, moduleChoices, settle } from "./selection";

const traced = fakeProps({ layers: 2, bidirectional: true, hidden: 8, texts: ["one two three", "four"] })
  .traces[0] as TracedModel;

describe("settle", () => {
  it("completes an empty wish", () => {
    expect(settle({}, traced)).toEqual({
      module: "rnn",
      call: 0,
      layer: 0,
      direction: "forward",
      item: 0,
      step: 0,
      unit: 0,
    });
  });

  it("keeps what exists and moves the rest to the nearest", () => {
    const wish = { module: "rnn", call: 0, layer: 1, direction: "backward", item: 1, step: 7, unit: 99 } as const;
    expect(settle(wish, traced)).toEqual({ ...wish, step: 0, unit: 7 });
    expect(settle({ ...wish, layer: 5 }, traced).layer).toBe(0);
    expect(settle({ ...wish, module: "gone" }, traced).module).toBe("rnn");
    expect(settle({ ...wish, step: -3, unit: -1 }, traced)).toMatchObject({ step: 0, unit: 0 });
  });

  it("stands nothing traced", () => {
    expect(settle({ step: 3 }, undefined)).toMatchObject({ step: 0, unit: 0, module: "" });
  });
});

describe("choices", () => {
  it("lists each once", () => {
    const selection = settle({}, traced);
    expect(moduleChoices(traced)).toEqual([{ value: "rnn:0", label: "rnn" }]);
    expect(layerChoices(traced, selection).map(({ label }) => label)).toEqual(["1 of 2", "2 of 2"]);
    expect(directionChoices(traced, selection).map(({ value }) => value)).toEqual(["forward", "backward"]);
    expect(itemChoices(traced).map(({ label }) => label)).toEqual(["1 of 2: one two three", "2 of 2: four"]);
  });

  it("names the model itself and later calls", () => {
    const layers = traced.layers.map((layer) => ({ ...layer, module: "" }));
    const twice = { ...traced, layers: [...layers, ...layers.map((layer) => ({ ...layer, call: 1 }))] };
    expect(moduleChoices(twice).map(({ label }) => label)).toEqual(["model", "model, call 2"]);
  });
});
