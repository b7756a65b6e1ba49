/** Python that brings back what is on the screen. */

import { literal } from "../../frame/python_literal";
import type { Store } from "./state";

/** The kernel's code of the view, and lines for what was chosen in the page. */
export function codeOf({ fields, selection }: Store): string {
  const lines = [
    `inspector.selection = ${literal(selection.value)}`,
    `inspector.quantity = ${literal(fields.quantity.value)}`,
    `inspector.order = ${literal(fields.order.value)}`,
  ];
  if (fields.traces.value.length > 1) lines.push(`inspector.compare_view = ${literal(fields.compare_view.value)}`);
  if (fields.theme.value !== "auto") lines.push(`inspector.theme = ${literal(fields.theme.value)}`);
  return [fields.source_code.value.trimEnd(), ...lines].filter((line) => line !== "").join("\n");
}
