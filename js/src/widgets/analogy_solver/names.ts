/** Words and numbers that several panels use. */

import { format, whole } from "../../marks/format";
import type { Method } from "./local";

export const METHOD_NAMES: Readonly<Record<Method, { name: string; formula: string; source: string }>> = {
  "3cosadd": {
    name: "3CosAdd",
    formula: "cos(d, b − a + c)",
    source: "nearest to the point b − a + c (Mikolov et al. 2013)",
  },
  "3cosmul": {
    name: "3CosMul",
    formula: "cos(d, b) · cos(d, c) / cos(d, a)",
    source: "each cosine moved to 0…1 and multiplied, so that no single one can win alone (Levy & Goldberg 2014)",
  },
  pairdirection: {
    name: "PairDirection",
    formula: "cos(d − c, b − a)",
    source: "d − c points the same way as b − a, however far (Mikolov et al. 2013, Levy & Goldberg 2014)",
  },
};

export function ordinal(rank: number): string {
  const tens = rank % 100;
  const ending = tens > 10 && tens < 14 ? "th" : (["th", "st", "nd", "rd"][rank % 10] ?? "th");
  return `${whole(rank)}${ending}`;
}

export function score(value: number): string {
  return format(value, { digits: 3 });
}

/** Correct answers among those asked, in percent with one decimal; – where nothing was asked. */
export function accuracy(correct: number, asked: number): string {
  return asked === 0 ? "–" : `${((100 * correct) / asked).toFixed(1)} %`;
}
