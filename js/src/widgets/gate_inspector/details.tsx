/** The panels below: the cell as a diagram, its equations, and one unit over time. */

import { type Signal, useSignal } from "@preact/signals";
import { CellDiagram } from "./cell_diagram";
import type { Role } from "./data";
import { Equations } from "./equations";
import { type Layout, tokenIn } from "./layout";
import { paneLetter } from "./pane";
import type { Pane, Store } from "./state";
import { UnitPanel } from "./unit_panel";

export function Details({ store, layout }: { store: Store; layout: Layout }) {
  const highlight: Signal<Role | null> = useSignal(null);
  const panes = store.panes.value;
  // Where the chosen text has a gap, the other one has a word.
  const chosen = panes[layout.detail.value] ?? panes[0];
  const has = (one: Pane | undefined) => one !== undefined && tokenIn(layout, one, layout.column.value) !== null;
  const pane = has(chosen) ? chosen : (panes.find(has) ?? chosen);
  const data = pane?.groups.find(({ selected }) => selected)?.data;
  const step = pane === undefined ? null : tokenIn(layout, pane, layout.column.value);
  if (pane === undefined || data === undefined || step === null) return null;
  const unit = Math.min(store.selection.value.unit, data.meta.hidden_size - 1);
  const choice = panes.length > 1 && (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend
    <span class="nlpw-group nlpw-which" role="group" aria-label="whose numbers">
      {panes.map((one) => (
        <button
          type="button"
          key={one.index}
          class={`nlpw-button${one === pane ? " nlpw-on" : ""}`}
          aria-pressed={one === pane}
          onClick={() => {
            layout.detail.value = one.index;
          }}
        >
          {paneLetter(one)}
        </button>
      ))}
    </span>
  );
  const props = {
    data,
    step,
    unit,
    highlight,
    onSelect: (patch: { step?: number; unit?: number }) => {
      if (patch.step !== undefined) layout.moveTo(layout.alignment.peek().columnOf[pane.index]?.[patch.step] ?? 0);
      if (patch.unit !== undefined) store.select({ unit: patch.unit });
    },
  };
  return (
    <>
      <div class="nlpw-details">
        <section aria-label="cell">
          <h4 title={`In Python: step ${step}, unit ${unit}, both counted from 0`}>
            <span>
              Unit {unit} at step {step + 1}, <span class="nlpw-token-name">“{data.tokens[step]}”</span>
            </span>
            {choice}
          </h4>
          <CellDiagram {...props} />
        </section>
        <section aria-label="equations">
          <h4>Equations</h4>
          <Equations {...props} />
        </section>
      </div>
      <section class="nlpw-unit" aria-label="unit over time">
        <h4>Unit {unit} over time</h4>
        <UnitPanel {...props} />
      </section>
    </>
  );
}
