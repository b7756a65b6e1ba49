/** Order of the units, the same for all strips of a direction; the formulas of nlpwidgets/recurrent/analysis.py. */

import type { GateInspectorProps } from "../../protocol/gate_inspector.gen";
import { type LayerData, type Matrix, previousStep, type Role } from "./data";

/**
 * Units from top to bottom.
 *
 * "mean": descending mean over time; "change": descending |v_t − v_{t−1}| at `step`, in the direction of reading, the
 * first step against the initial state (gates have none: against 0); "cluster": as the kernel clustered them. Ties and
 * NaN keep the stored order, NaN last.
 */
export function unitOrder(
  data: LayerData,
  order: GateInspectorProps["order"],
  role: Role,
  step: number,
  units: number,
): Int32Array {
  if (order === "cluster" && data.cluster?.length === units) return data.cluster;
  const matrix = data.values[role];
  if (matrix?.columns === units) {
    if (order === "mean") return descending(meansOverTime(matrix));
    if (order === "change") return descending(changes(data, role, matrix, step));
  }
  return Int32Array.from({ length: units }, (_, unit) => unit);
}

/** |v_t − v_{t−1}| of every unit at a step. */
export function changes(data: LayerData, role: Role, matrix: Matrix, step: number): Float64Array {
  const { columns, values } = matrix;
  const previous = previousStep(data, step);
  const initial = role === "hidden" ? data.h0 : role === "cell" ? data.c0 : null;
  return Float64Array.from({ length: columns }, (_, unit) => {
    const before = previous === null ? (initial?.[unit] ?? 0) : (values[previous * columns + unit] ?? 0);
    return Math.abs((values[step * columns + unit] ?? Number.NaN) - before);
  });
}

function meansOverTime({ rows, columns, values }: Matrix): Float64Array {
  const sums = new Float64Array(columns);
  for (let k = 0; k < rows * columns; k++) (sums[k % columns] as number) += values[k] as number;
  return sums.map((sum) => sum / rows);
}

function descending(keys: Float64Array): Int32Array {
  return Int32Array.from(keys.keys()).sort((a, b) => {
    const [p, q] = [keys[a] as number, keys[b] as number];
    if (Number.isNaN(p) || Number.isNaN(q)) return Number(Number.isNaN(p)) - Number(Number.isNaN(q)) || a - b;
    return p === q ? a - b : p > q ? -1 : 1;
  });
}
