/** Python that brings back what is on the screen. */

import type { Store } from "./state";

/** The kernel's code of the view, and lines for what was chosen in the page. */
export function codeOf({ fields }: Store): string {
  const lines = [
    `explorer.options = ${literal(fields.options.value)}`,
    `explorer.weighting = ${literal(fields.weighting.value)}`,
  ];
  if (fields.sublinear.value) lines.push("explorer.sublinear = True");
  if (fields.sentence.value !== "") lines.push(`explorer.sentence = ${literal(fields.sentence.value)}`);
  if (fields.seed.value !== 0) lines.push(`explorer.seed = ${literal(fields.seed.value)}`);
  if (fields.cell.value !== null) lines.push(`explorer.cell = ${literal(fields.cell.value)}`);
  if (fields.term_order.value !== "frequency") lines.push(`explorer.term_order = ${literal(fields.term_order.value)}`);
  if (fields.document_order.value !== "given") {
    lines.push(`explorer.document_order = ${literal(fields.document_order.value)}`);
  }
  if (fields.theme.value !== "auto") lines.push(`explorer.theme = ${literal(fields.theme.value)}`);
  if (fields.classifier.value !== null) lines.push("explorer.train()");
  return [fields.source_code.value.trimEnd(), ...lines].filter((line) => line !== "").join("\n");
}

/** A Python literal: JSON's strings and numbers are Python's too, truth values are not. */
export function literal(value: object | string | number | boolean): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return JSON.stringify(value);
  const items = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${literal(inner)}`);
  return `{${items.join(", ")}}`;
}
