/** One unit over time: its gates and its states, how long it remembers, how often it saturates. */

import { format } from "../../marks/format";
import type { DetailProps } from "./detail";
import { halfLife, memoryGate, series } from "./unit_stats";

export function UnitPanel({ data, unit }: DetailProps) {
  const memory = memoryGate(data);
  return (
    <div class="nlpw-unit-panel">
      {memory !== null && <p>half-life {format(halfLife(series(data, memory, unit)), { digits: 1 })} steps</p>}
    </div>
  );
}
