/** Python that brings back what is on the screen. */

import { literal } from "../../frame/python_literal";
import type { Store } from "./state";

const CHOSEN = [
  "subspaces",
  "subspace",
  "words",
  "exempt",
  "test",
  "question",
  "sentence",
  "plane_words",
  "steps",
  "neighbours_of",
] as const;

/** The kernel's code of the view, and lines for what was chosen in the page. */
export function codeOf(store: Store): string {
  const { fields, first } = store;
  const lines = CHOSEN.filter((name) => !same(fields[name].value, first[name])).map(
    (name) => `explorer.${name} = ${literal(fields[name].value)}`,
  );
  for (const [name, usual] of [
    ["strength", 0],
    ["lambda_", 0.2],
    ["iterations", 10],
    ["theme", "auto"],
  ] as const) {
    if (fields[name].value !== usual) lines.push(`explorer.${name} = ${literal(fields[name].value)}`);
  }
  if (fields.compared.value.length > 0) lines.push("explorer.compare_methods()");
  return [fields.source_code.value.trimEnd(), ...lines].join("\n");
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
