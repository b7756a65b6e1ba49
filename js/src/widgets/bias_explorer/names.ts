/** Words and numbers as the explorer writes them. */

import { format, whole } from "../../marks/format";
import type { Weat } from "./math";

export const METHODS = {
  pca: {
    name: "principal components",
    about: "Components of the pairs, each centred on its own mean (Bolukbasi et al. 2016)",
  },
  mean_difference: { name: "mean difference", about: "Mean of the differences of the pairs" },
  two_means: { name: "difference of means", about: "Difference of the groups' means (Dev & Phillips 2019)" },
  classifier: { name: "classifier", about: "Normal of a linear classifier of the groups (Ravfogel et al. 2020)" },
} as const;

/** A share as percent, with one decimal; – where there is none. */
export function share(value: number | null): string {
  return value === null || Number.isNaN(value) ? "–" : `${format(100 * value, { digits: 1 })} %`;
}

/** A number with three decimals; – where there is none. */
export function number(value: number | null): string {
  return value === null || Number.isNaN(value) ? "–" : format(value, { digits: 3 });
}

/** The p of a permutation test: 0 only where all partitions were looked at. */
export function pValue({ p, partitions, exact }: Pick<Weat, "p" | "partitions" | "exact">): string {
  return p === 0 && !exact
    ? `< ${format(1 / partitions, { digits: partitions > 2000 ? 4 : 3 })}`
    : format(p, { digits: 4 });
}

/** A list as English writes it. */
export function listed(words: readonly string[], most = 12): string {
  const shown = words.slice(0, most).join(", ");
  return words.length > most ? `${shown} and ${whole(words.length - most)} more` : shown;
}
