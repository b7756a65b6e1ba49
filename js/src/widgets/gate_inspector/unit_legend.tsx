/** The legend of the unit charts: names that switch lines, numbers at a step, and how often each saturates. */

import type { Signal } from "@preact/signals";
import { format, percent } from "../../marks/format";
import type { LayerData, Role } from "./data";
import { lights, lit } from "./detail";
import type { UnitLine } from "./unit_stats";

interface Props {
  data: LayerData;
  /** The step whose numbers are shown. */
  step: number;
  lines: readonly UnitLine[];
  hidden: ReadonlySet<Role>;
  onToggle(role: Role): void;
  highlight?: Signal<Role | null>;
}

export function UnitLegend({ data, step, lines, hidden, onToggle, highlight }: Props) {
  return (
    <table class="nlpw-unit-legend">
      <caption>{explain(data)}</caption>
      <thead>
        <tr>
          <th scope="col">line</th>
          <th scope="col">step {step + 1}</th>
          <th scope="col">low</th>
          <th scope="col">high</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr
            key={line.name}
            class={`nlpw-role-${line.name} ${lit(highlight, line.name)}`}
            {...lights(highlight, line.name)}
          >
            <th scope="row">
              <button type="button" aria-pressed={!hidden.has(line.name)} onClick={() => onToggle(line.name)}>
                {line.label}
              </button>
            </th>
            <td>{format(line.values[step] ?? Number.NaN)}</td>
            <Shares line={line} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Shares({ line: { name, saturation } }: { line: UnitLine }) {
  if (saturation === null) {
    return (
      <td colSpan={2} class="nlpw-quiet">
        unbounded
      </td>
    );
  }
  const { below, above } = saturation;
  return (
    <>
      <td data-quantity={name} data-role="below" data-value={String(below)}>
        {percent(below)}
      </td>
      <td data-quantity={name} data-role="above" data-value={String(above)}>
        {percent(above)}
      </td>
    </>
  );
}

/** What low and high mean, of the quantities there are. */
function explain(data: LayerData): string {
  const gates = data.quantities.some(({ signed }) => !signed) ? "a gate below 0.1 or above 0.9" : "";
  const values = data.meta.nonlinearity === "tanh" ? "a tanh value below −0.9 or above 0.9" : "";
  const both = [gates, values].filter((part) => part !== "").join(", ");
  return both === "" ? "ReLU has no upper end, so nothing saturates there." : `Low, high: share of steps with ${both}.`;
}
