/** The view on what the Python widget really sends. */

import { afterEach, describe, expect, it } from "vitest";
import contract from "../../../../tests/contract/gate_inspector.json";
import { type GateInspectorEmit, type GateInspectorProps, keys } from "../../protocol/gate_inspector.gen";
import { decode } from "../../protocol/page";
import type { View } from "../../protocol/view";
import { findLayer, layerData } from "./data";
import { gateSum } from "./terms";
import { mount } from "./view";

const CASES = Object.entries(decode(contract) as Record<string, GateInspectorProps>);

let cleanUp = () => {};
afterEach(() => cleanUp());

function stage(props: GateInspectorProps) {
  const el = document.createElement("div");
  document.body.append(el);
  const emitted: Partial<GateInspectorEmit>[] = [];
  const view: View<GateInspectorProps> = mount(el, props, (patch) => emitted.push(patch), { live: true });
  cleanUp = () => {
    view.destroy();
    el.remove();
  };
  return { el, emitted };
}

describe.each(CASES)("the contract's %s", (_, props) => {
  it("has the traits that the types promise", () => {
    expect(Object.keys(props).sort()).toEqual([...keys].sort());
  });

  it("draws every strip of every model, its words and the equations", () => {
    const { el, emitted } = stage(props);
    const directions = new Set(props.traces.flatMap(({ layers }) => layers.map(({ direction }) => direction))).size;
    const strips = { lstm: 6, gru: 4, rnn: 1 };
    const wanted = props.traces.map((traced) => strips[findLayer(traced, props.selection)?.kind ?? "rnn"] * directions);
    expect(el.querySelectorAll(".nlpw-strip")).toHaveLength(wanted.reduce((total, count) => total + count, 0));
    for (const { items } of props.traces) {
      for (const token of items[props.selection.item]?.tokens ?? []) expect(el.textContent).toContain(token);
    }
    expect(el.querySelector("math")).not.toBeNull();
    expect(el.querySelector("[role=alert]")).toBeNull();
    expect(el.textContent).not.toContain("NaN");
    expect(emitted).toEqual([]);
  });

  it("holds numbers whose sums add up, at every step of every layer and item", () => {
    for (const traced of props.traces) {
      for (const layer of traced.layers) {
        for (const item of traced.items.keys()) {
          const data = layerData(props, traced, layer, item);
          if (data === undefined) throw new Error(`no numbers for ${layer.module}, item ${item}`);
          const sums = data.quantities
            .filter(({ name }) => !["cell", "hidden"].includes(name) || layer.kind === "rnn")
            .flatMap(({ name }) => Array.from(data.tokens.keys(), (step) => gateSum(data, name, step, 0)));
          expect(sums.every((sum) => sum !== null && Math.abs(sum.value - sum.traced) < 1e-5)).toBe(true);
        }
      }
    }
  });
});
