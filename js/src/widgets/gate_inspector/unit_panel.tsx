/** One unit over time: its gates and its states, how long it remembers, how often it saturates. */

import { useMemo, useState } from "preact/hooks";
import { format } from "../../marks/format";
import type { Role } from "./data";
import type { DetailProps } from "./detail";
import { UnitChart } from "./unit_chart";
import { UnitLegend } from "./unit_legend";
import { halfLife, linesOf, memoryGate, series } from "./unit_stats";

export function UnitPanel({ data, step, unit, onSelect, highlight }: DetailProps) {
  const [hidden, setHidden] = useState<ReadonlySet<Role>>(new Set());
  const [pointed, setPointed] = useState<number | null>(null);
  const lines = useMemo(() => linesOf(data, unit), [data, unit]);
  const last = data.meta.hidden_size - 1;
  const select = (next: number) => {
    if (Number.isInteger(next)) onSelect({ unit: Math.max(0, Math.min(last, next)) });
  };
  const toggle = (role: Role) => {
    const next = new Set(hidden);
    if (!next.delete(role)) next.add(role);
    setHidden(next);
  };
  return (
    <div class="nlpw-unit-panel">
      <div class="nlpw-unit-bar">
        <fieldset class="nlpw-unit-stepper">
          <legend>unit</legend>
          <button type="button" aria-label="Previous unit" disabled={unit <= 0} onClick={() => select(unit - 1)}>
            −
          </button>
          <input
            type="number"
            aria-label={`Unit, 0 to ${last}`}
            min={0}
            max={last}
            value={unit}
            onChange={(event) => select(event.currentTarget.valueAsNumber)}
            onKeyDown={(event) => event.stopPropagation()}
          />
          <button type="button" aria-label="Next unit" disabled={unit >= last} onClick={() => select(unit + 1)}>
            +
          </button>
          <span class="nlpw-quiet">of 0 – {last}</span>
        </fieldset>
        <Memory data={data} unit={unit} />
      </div>
      <div class="nlpw-unit-body">
        <UnitChart
          data={data}
          step={step}
          unit={unit}
          lines={lines}
          hidden={hidden}
          onSelect={onSelect}
          onPoint={setPointed}
          {...(highlight === undefined ? {} : { highlight })}
        />
        <UnitLegend
          data={data}
          step={pointed ?? step}
          lines={lines}
          hidden={hidden}
          onToggle={toggle}
          {...(highlight === undefined ? {} : { highlight })}
        />
      </div>
    </div>
  );
}

/** How long the unit holds what it holds. */
function Memory({ data, unit }: Pick<DetailProps, "data" | "unit">) {
  const role = memoryGate(data);
  if (role === null) {
    return <p class="nlpw-quiet">A plain RNN has no gate that keeps the past: no memory half-life.</p>;
  }
  const value = halfLife(series(data, role, unit));
  const letter = role === "forget" ? "f" : "z";
  return (
    <p class="nlpw-memory" title={`ln ½ / mean of ln ${letter} over the ${data.steps} steps: ${value}`}>
      memory half-life{" "}
      <strong data-quantity={role} data-role="half-life" data-value={String(value)}>
        {format(value, { digits: value < 100 ? 1 : 0 })}
      </strong>{" "}
      {value === 1 ? "step" : "steps"} <span class="nlpw-quiet">from its {role} gate</span>
    </p>
  );
}
