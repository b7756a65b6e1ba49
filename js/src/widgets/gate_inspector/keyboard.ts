/** The keys of the inspector. */

import type { Signal } from "@preact/signals";
import { togglePlaying } from "../../controls/player";
import type { Layout } from "./layout";
import type { Store } from "./state";

/** How the keys are brought to the inspector. */
export const HINT = "Click a word, or press Tab until the words have the focus.";

/** For the help: keys and what they do. */
export const HELP: readonly (readonly [string, string])[] = [
  ["← →", "previous, next step"],
  ["Page Up, Page Down", "ten steps"],
  ["Home, End", "first, last step"],
  ["↑ ↓", "unit above, below, in the order shown"],
  ["Space", "play, pause"],
  ["Ctrl+Z, Ctrl+Shift+Z", "undo, redo"],
  ["Enter", "in the text box: trace the text"],
  ["Escape", "in the text box: the old text; in a dialog: close"],
  ["Ctrl+wheel", "wider, narrower words; with Shift: higher, lower units"],
];

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

/** Keys on the token row. True when the key was one of ours. */
export function onWordsKey(event: KeyboardEvent, store: Store, layout: Layout, playing: Signal<boolean>): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const at = layout.column.peek();
  const { count } = layout.alignment.peek();
  const by = STEPS[event.key];
  if (by !== undefined) layout.moveTo(at + by);
  else if (event.key === "Home") layout.moveTo(0);
  else if (event.key === "End") layout.moveTo(count - 1);
  else if (event.key === "ArrowUp") moveUnit(store, layout, -1);
  else if (event.key === "ArrowDown") moveUnit(store, layout, 1);
  else if (event.key === " ") togglePlaying(playing, at, count, layout.moveTo);
  else return false;
  event.preventDefault();
  return true;
}

function moveUnit(store: Store, layout: Layout, by: 1 | -1): void {
  const [pane] = store.panes.peek();
  const group = pane?.groups.find(({ selected }) => selected);
  if (pane === undefined || group === undefined) return;
  const order = layout.order(pane, group, group.layer.hidden_size);
  const next = order[Math.max(0, Math.min(order.length - 1, order.indexOf(store.selection.peek().unit) + by))];
  if (next !== undefined) store.select({ unit: next });
}
