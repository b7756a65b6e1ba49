import { describe, expect, it } from "vitest";
import { unpack } from "../../protocol/codec";
import type { Layer, TracedModel } from "../../protocol/gate_inspector.gen";
import { fromPairs } from "./columns";
import { alike, difference, obstacle, sharedColumns } from "./compare";
import { type LayerData, layerData, valueAt } from "./data";
import { fakeComparison } from "./fake";

const props = fakeComparison({ hidden: 8 });
const [first, second] = props.traces.map(
  (traced) => layerData(props, traced as TracedModel, traced.layers[0] as Layer, 0) as LayerData,
) as [LayerData, LayerData];
const alignment = fromPairs(unpack(props.alignment as never).values as Int32Array, first.steps, second.steps);

describe("compare", () => {
  it("subtracts where both have a word and leaves the gaps empty", () => {
    const result = difference(first, second, "forget", alignment);
    expect([result.rows, result.columns]).toEqual([alignment.count, 8]);
    let both = 0;
    for (let column = 0; column < alignment.count; column++) {
      const a = alignment.tokenAt[0]?.[column] ?? -1;
      const b = alignment.tokenAt[1]?.[column] ?? -1;
      const found = result.values[column * 8 + 3] as number;
      if (a < 0 || b < 0) {
        expect(found).toBeNaN();
      } else {
        expect(found).toBeCloseTo(valueAt(first, "forget", a, 3) - valueAt(second, "forget", b, 3), 6);
        both += 1;
      }
    }
    expect(both).toBeGreaterThan(5);
    expect([...sharedColumns(alignment)].filter((row) => row >= 0)).toHaveLength(both);
  });

  it("says why layers cannot be subtracted", () => {
    expect(obstacle(first, second)).toBeNull();
    expect(obstacle(first, undefined)).toMatch(/not here yet/);
    const gru = { ...second, meta: { ...second.meta, kind: "gru" as const } };
    expect(obstacle(first, gru)).toMatch(/an LSTM, the second a GRU/);
    const larger = { ...second, meta: { ...second.meta, hidden_size: 16, output_size: 16 } };
    expect(obstacle(first, larger)).toMatch(/8 and 16 units/);
  });
});

describe("alike", () => {
  it("are layers of the same cell, direction and sizes", () => {
    expect(alike(first.meta, second.meta)).toBe(true);
    for (const other of [
      { kind: "gru" },
      { direction: "backward" },
      { hidden_size: 16 },
      { output_size: 4 }, // an LSTM with a projection
    ] as const) {
      expect(alike(first.meta, { ...second.meta, ...other })).toBe(false);
    }
  });
});
