/** What colours the words: one number per token. */

import { type LayerData, type Matrix, QUANTITIES, type Role } from "./data";
import { changes } from "./order";

export interface Tint {
  /** One value per token; NaN where there is none. */
  readonly values: Float64Array;
  /** Absolute values of no colour and of full colour. */
  readonly low: number;
  readonly high: number;
  /** Colour roles of positive and negative values. */
  readonly colors: readonly [positive: string, negative: string];
  /** What the value is, for the legend and tooltips. */
  readonly meaning: string;
}

/**
 * By a state: mean |v_t − v_{t−1}| over the units. By a gate: mean activation (candidate: mean of |g|). By the verdict:
 * change of the probability of the last class, the first word against 1 / classes.
 */
export function tintOf(
  data: LayerData | undefined,
  verdict: Matrix | null,
  classes: readonly string[],
  quantity: string,
): Tint | null {
  if (quantity === "verdict" && verdict !== null) return byVerdict(verdict, classes);
  if (data === undefined) return null;
  const role = (data.values[quantity as Role] === undefined ? "hidden" : quantity) as Role;
  const { symbol, signed } = QUANTITIES[data.meta.kind].find(({ name }) => name === role) ?? {
    symbol: "h",
    signed: true,
  };
  const matrix = data.values[role] as Matrix;
  const state = role === "hidden" || role === "cell";
  const values = Float64Array.from({ length: data.steps }, (_, step) =>
    state
      ? mean(changes(data, role, matrix, step))
      : mean(matrix.values.subarray(step * matrix.columns, (step + 1) * matrix.columns).map(Math.abs)),
  );
  const meaning = state ? `mean |Δ${symbol}|` : signed ? `mean |${symbol}|` : `mean ${symbol}`;
  return { values, low: lowest(values), high: highest(values), colors: [role, role], meaning };
}

function byVerdict(verdict: Matrix, classes: readonly string[]): Tint {
  const { rows, columns, values } = verdict;
  const last = columns - 1;
  const change = Float64Array.from(
    { length: rows },
    (_, t) =>
      (values[t * columns + last] as number) - (t === 0 ? 1 / columns : (values[(t - 1) * columns + last] as number)),
  );
  const meaning = `change of P(${classes[last] ?? "last class"})`;
  return { values: change, low: 0, high: highest(change), colors: ["positive", "negative"], meaning };
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k] as number;
  return sum / values.length;
}

function lowest(values: Float64Array): number {
  return values.reduce((low, value) => (value < low ? value : low), Number.POSITIVE_INFINITY);
}

function highest(values: Float64Array): number {
  return values.reduce((high, value) => (Math.abs(value) > high ? Math.abs(value) : high), 0);
}
