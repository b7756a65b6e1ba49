/** The legend of the unit charts: names that switch lines, numbers at a step, and how often each saturates. */

import type { Signal } from "@preact/signals";
import { format } from "../../marks/format";
import type { LayerData, Quantity, Role } from "./data";
import { lights, lit } from "./detail";
import { numberAt } from "./terms";
import { isBounded, quantitiesOf, saturation, series } from "./unit_stats";

interface Props {
  data: LayerData;
  /** The step whose numbers are shown. */
  step: number;
  unit: number;
  hidden: ReadonlySet<Role>;
  onToggle(role: Role): void;
  highlight?: Signal<Role | null>;
}

export function UnitLegend({ data, step, unit, hidden, onToggle, highlight }: Props) {
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
        {quantitiesOf(data, unit).map((quantity) => (
          <tr
            key={quantity.name}
            class={`nlpw-role-${quantity.name} ${lit(highlight, quantity.name)}`}
            {...lights(highlight, quantity.name)}
          >
            <th scope="row">
              <button type="button" aria-pressed={!hidden.has(quantity.name)} onClick={() => onToggle(quantity.name)}>
                {quantity.label}
              </button>
            </th>
            <td>{format(numberAt(data, quantity.name, step, unit))}</td>
            <Shares data={data} unit={unit} quantity={quantity} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Shares({ data, unit, quantity }: { data: LayerData; unit: number; quantity: Quantity }) {
  if (!isBounded(data, quantity.name)) {
    return (
      <td colSpan={2} class="nlpw-quiet">
        unbounded
      </td>
    );
  }
  const values = series(data, quantity.name, unit);
  const { below, above } = quantity.signed ? saturation(values, -0.9, 0.9) : saturation(values);
  return (
    <>
      <td data-quantity={quantity.name} data-role="below" data-value={String(below)}>
        {percent(below)}
      </td>
      <td data-quantity={quantity.name} data-role="above" data-value={String(above)}>
        {percent(above)}
      </td>
    </>
  );
}

function percent(share: number): string {
  return Number.isNaN(share) ? "–" : `${Math.round(100 * share)} %`;
}

/** What low and high mean, of the quantities there are. */
function explain(data: LayerData): string {
  const gates = data.quantities.some(({ signed }) => !signed) ? "a gate below 0.1 or above 0.9" : "";
  const values = data.meta.nonlinearity === "tanh" ? "a tanh value below −0.9 or above 0.9" : "";
  const both = [gates, values].filter((part) => part !== "").join(", ");
  return both === "" ? "ReLU has no upper end, so nothing saturates there." : `Low, high: share of steps with ${both}.`;
}
