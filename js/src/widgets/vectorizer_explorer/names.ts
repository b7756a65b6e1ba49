/** Terms and documents in words. */

import { format } from "../../marks/format";
import type { Options } from "../../protocol/vectorizer_explorer.gen";

/** A term as it is shown: character n-grams, and words of nothing else, show their white space. */
export function termName(term: string, unit: Options["unit"]): string {
  if (term === "") return "(empty)"; // as splitting at each blank makes it
  if (unit === "word" && term.trim() !== "") return term;
  return term.replaceAll(" ", "␣").replaceAll("\n", "⏎").replaceAll("\t", "⇥");
}

/** Three decimals, and three digits where that would be too few to calculate with. */
export function figure(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size < 0.0995 && size >= 1e-4 ? value.toPrecision(3).replace("-", "−") : format(value);
}

/** A share in percent, never 0 when there are some: 21 %, 0.004 %. */
export function share(part: number, all: number): string {
  if (all === 0 || part === 0) return "0 %";
  const value = (100 * part) / all;
  return value >= 10 ? `${value.toFixed(0)} %` : `${Number(value.toPrecision(2))} %`;
}
