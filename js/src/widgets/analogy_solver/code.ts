/** Python that brings back what is on the screen. */

import { literal } from "../../frame/python_literal";
import type { Store } from "./state";

/** The kernel's code of the view, and lines for what was chosen in the page. */
export function codeOf({ fields }: Store): string {
  const lines = [`solver.terms = ${literal(fields.terms.value)}`];
  const first = fields.embeddings.value[0]?.name;
  if (fields.embedding.value !== first) lines.unshift(`solver.embedding = ${literal(fields.embedding.value)}`);
  const chosen = [
    ["restrict", 0],
    ["k", 10],
    ["exclude_inputs", true],
    ["relation", ""],
    ["method", "3cosadd"],
    ["theme", "auto"],
  ] as const;
  for (const [name, usual] of chosen) {
    if (fields[name].value !== usual) lines.push(`solver.${name} = ${literal(fields[name].value)}`);
  }
  return [fields.source_code.value.trimEnd(), ...lines].filter((line) => line !== "").join("\n");
}
