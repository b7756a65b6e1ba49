/** Python that brings back what is on the screen. */

import { literal } from "../../frame/python_literal";
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
  lines.push(`explorer.cell = ${literal(fields.cell.value)}`);
  if (fields.term_order.value !== "frequency") lines.push(`explorer.term_order = ${literal(fields.term_order.value)}`);
  if (fields.document_order.value !== "given") {
    lines.push(`explorer.document_order = ${literal(fields.document_order.value)}`);
  }
  if (fields.theme.value !== "auto") lines.push(`explorer.theme = ${literal(fields.theme.value)}`);
  if (fields.classifier.value !== null) lines.push("explorer.train()");
  return [fields.source_code.value.trimEnd(), ...lines].filter((line) => line !== "").join("\n");
}
