/** Numbers about one unit over all steps; twins of the functions in nlpwidgets/recurrent/analysis.py. */

import type { LayerData, Quantity, Role } from "./data";
import { hasUnit, isProjected, numberAt } from "./terms";

/**
 * Steps until a state that only decays has halved: ln(1/2) / mean(ln f).
 *
 * Infinite when the gate is 1 throughout, 0 when it is 0 somewhere; NaN without steps.
 */
export function halfLife(gate: ArrayLike<number>): number {
  let sum = 0;
  for (let t = 0; t < gate.length; t++) sum += Math.log(gate[t] as number);
  const mean = sum / gate.length;
  // A gate may round to a hair above 1; there is no decay then either.
  return mean >= 0 ? Number.POSITIVE_INFINITY : Math.LN2 / -mean;
}

interface Saturation {
  /** Share of steps below the lower bound. */
  readonly below: number;
  /** Share of steps above the upper bound. */
  readonly above: number;
}

/** Shares of steps at which values lie beyond the bounds; for values in [-1, 1] take -0.9 and 0.9. */
export function saturation(values: ArrayLike<number>, low = 0.1, high = 0.9): Saturation {
  return { below: share(values, (v) => v < low), above: share(values, (v) => v > high) };
}

/** The gate that decides how much of the past is kept: forget (LSTM), update (GRU); an RNN has none. */
export function memoryGate(data: LayerData): Role | null {
  return { lstm: "forget" as const, gru: "update" as const, rnn: null }[data.meta.kind];
}

/** A unit's values of a quantity at every step; NaN where the quantity has no such unit. */
export function series(data: LayerData, role: Role, unit: number): Float64Array {
  return Float64Array.from({ length: data.steps }, (_, step) => numberAt(data, role, step, unit));
}

/** A quantity of one unit over all steps. */
export interface UnitLine extends Quantity {
  readonly values: Float64Array;
  /** Null where the quantity has no ends to stick to. */
  readonly saturation: Saturation | null;
}

/** A line for every quantity that has this unit. */
export function linesOf(data: LayerData, unit: number): UnitLine[] {
  return data.quantities
    .filter(({ name }) => hasUnit(data, name, unit))
    .map((quantity) => {
      const values = series(data, quantity.name, unit);
      const [low, high] = quantity.signed ? [-0.9, 0.9] : [0.1, 0.9];
      return { ...quantity, values, saturation: isBounded(data, quantity.name) ? saturation(values, low, high) : null };
    });
}

/** Whether saturation means anything: not for a cell state and not behind ReLU. */
export function isBounded(data: LayerData, role: Role): boolean {
  if (role === "cell") return false;
  // A projection may leave [-1, 1] as well.
  return role !== "hidden" || (data.meta.nonlinearity === "tanh" && !isProjected(data));
}

/** Evenly spaced steps to label, the selected one among them; at most about `room` labels. */
export function tickSteps(steps: number, selected: number, room: number): number[] {
  const stride = Math.max(1, Math.ceil(steps / Math.max(1, room)));
  const ticks = [selected];
  // Leave out regular ticks that would run into the selected one.
  for (let step = 0; step < steps; step += stride) if (Math.abs(step - selected) >= stride) ticks.push(step);
  return ticks.sort((a, b) => a - b);
}

function share(values: ArrayLike<number>, test: (value: number) => boolean): number {
  let count = 0;
  for (let t = 0; t < values.length; t++) if (test(values[t] as number)) count += 1;
  return count / values.length;
}
