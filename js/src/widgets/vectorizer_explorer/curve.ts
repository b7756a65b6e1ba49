/** What pruning leaves, from the curves that the kernel sends. */

import { unpack } from "../../protocol/codec";
import type { Options, Pruning } from "../../protocol/vectorizer_explorer.gen";

/** One threshold after the other: what stays. */
export interface Curve {
  /** Rising. */
  readonly thresholds: readonly number[];
  /** Terms that stay. */
  readonly terms: readonly number[];
  /** Share of the tokens that stay, 0 to 1. */
  readonly tokens: readonly number[];
}

export function minCurve(pruning: Pruning): Curve {
  return curve(pruning.min_df, pruning.min_terms, pruning.min_tokens);
}

export function maxCurve(pruning: Pruning): Curve {
  return curve(pruning.max_df, pruning.max_terms, pruning.max_tokens);
}

function curve(at: Pruning["min_df"], terms: Pruning["min_terms"], tokens: Pruning["min_tokens"]): Curve {
  return {
    thresholds: [...unpack(at).values],
    terms: [...unpack(terms).values],
    tokens: [...unpack(tokens).values],
  };
}

/** Index of the threshold nearest to a value. */
export function nearest(thresholds: readonly number[], value: number): number {
  let best = 0;
  for (const [k, threshold] of thresholds.entries()) {
    if (Math.abs(threshold - value) < Math.abs((thresholds[best] as number) - value)) best = k;
  }
  return best;
}

/** Choices for the most terms: 1, 2, 5, 10, … and 0, all of them, at the end. */
export function featureSteps(terms: number): number[] {
  const steps: number[] = [];
  for (let unit = 10; unit < terms; unit *= 10) steps.push(...[1, 2, 5].map((k) => k * unit));
  return [...steps.filter((step) => step < terms), 0];
}

/** Index of the step for the option; the last one, all, for 0. */
export function featureStep(steps: readonly number[], value: Options["max_features"]): number {
  return value === 0 ? steps.length - 1 : nearest(steps.slice(0, -1), value);
}
