/** Python that brings back what is on the screen. */

import { literal } from "../../frame/python_literal";
import { isIterated } from "./run_controls";
import type { Store } from "./state";

/** Selections up to this size are written down. */
const MOST = 200;

/** The kernel's code of the view, and lines for what was chosen in the page. */
export function codeOf(store: Store): string {
  const { fields } = store;
  const { method } = fields.options.value;
  const lines = [`projector.options = ${literal(fields.options.value)}`];
  const put = (name: string, value: unknown, usual: unknown) => {
    if (value !== usual) lines.push(`projector.${name} = ${literal(value)}`);
  };
  if (method === "axes") lines.push(`projector.axes = ${literal(fields.axes.value)}`);
  put("k", fields.k.value, 10);
  put("word", fields.word.value, "");
  put("color_by", fields.color_by.value, "");
  put("size_by", fields.size_by.value, "");
  put("arrangement", fields.arrangement.value, "single");
  if (fields.arrangement.value === "morph") put("morph", fields.morph.value, 0);
  put("density", fields.density.value, "auto");
  put("labels", fields.labels.value, true);
  put("point_size", fields.point_size.value, 1);
  put("theme", fields.theme.value, "auto");
  if (fields.query.value.text !== "") lines.push(`projector.query = ${literal(fields.query.value)}`);
  const selected = store.selected.value;
  if (selected.length > MOST) {
    lines.push(`# ${selected.length} words are selected: projector.selection has them`);
  } else if (selected.length > 0) {
    lines.push(`projector.select(${literal(Array.from(selected, (i) => store.words.value.at(i)))})`);
  }
  if (isIterated(method) && fields.frame.value?.method === method) lines.push("projector.start()");
  return [fields.source_code.value.trimEnd(), ...lines].filter((line) => line !== "").join("\n");
}
