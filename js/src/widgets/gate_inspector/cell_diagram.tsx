/** The cell at one step as a diagram with live numbers. */

import { format } from "../../marks/format";
import type { DetailProps } from "./detail";
import { numberAt } from "./terms";

export function CellDiagram({ data, step, unit }: DetailProps) {
  return (
    <svg viewBox="0 0 540 60" width="100%" role="img" aria-label={`Cell of unit ${unit} at step ${step + 1}`}>
      {data.quantities.map(({ name, symbol }, index) => (
        <text key={name} x={20 + 85 * index} y="30">
          {symbol} {format(numberAt(data, name, step, unit))}
        </text>
      ))}
    </svg>
  );
}
