/** Python that brings back what is on the screen. */

import type { Store } from "./state";

/** The kernel's code of the widget, and lines for what was chosen in the page. */
export function codeOf({ fields }: Store): string {
  const lines = [`explorer.steps = ${literal(fields.steps.value)}`];
  if (fields.document.value > 0) lines.push(`explorer.document = ${literal(fields.document.value)}`);
  if (fields.document.value < 0) lines.push(`explorer.text = ${literal(fields.text.value)}`);
  if (fields.focus.value !== null) lines.push(`explorer.focus = ${literal(fields.focus.value)}`);
  if (fields.stemmer.value !== "porter") lines.push(`explorer.stemmer = ${literal(fields.stemmer.value)}`);
  if (fields.theme.value !== "auto") lines.push(`explorer.theme = ${literal(fields.theme.value)}`);
  return [fields.source_code.value.trimEnd(), ...lines].filter((line) => line !== "").join("\n");
}

/** A Python literal; JSON's strings and numbers are Python's too. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const items = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${literal(inner)}`);
  return `{${items.join(", ")}}`;
}
