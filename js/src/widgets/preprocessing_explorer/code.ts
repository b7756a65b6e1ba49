/** Python that brings back what is on the screen. */

import { literal } from "../../frame/python_literal";
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
