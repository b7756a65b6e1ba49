/** The keys of the matrix. */

import type { Geometry } from "./geometry";
import type { Store } from "./state";
import { ZOOMS } from "./zoom";

/** How the keys are brought to the explorer. */
export const HINT = "Click the matrix, or press Tab until it has the focus.";

/** For the help: keys and what they do. */
export const HELP: readonly (readonly [string, string])[] = [
  ["← → ↑ ↓", "next cell"],
  ["Page Up, Page Down", "a screen of documents; with Shift: of terms"],
  ["Home, End", "first, last term; with Shift: first, last document"],
  ["Enter", "the formula of the cell"],
  ["+ −", "larger, smaller cells"],
  ["Ctrl+Z, Ctrl+Shift+Z", "undo, redo"],
  ["Enter", "in the search box: go to the term; in the sentence: try it"],
  ["Escape", "in a dialog: close"],
];

/** True when the key was one of ours. */
export function moveBy(event: KeyboardEvent, store: Store, { sight }: Geometry): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { row, column } = store.place.peek();
  const { rows, columns } = sight.peek();
  const { documents, terms } = store.fields.size.peek();
  const page = Math.max(1, event.shiftKey ? columns - 2 : rows - 2);
  const [down, across] = event.shiftKey ? [0, page] : [page, 0];
  switch (event.key) {
    case "ArrowLeft":
      store.moveTo(row, column - 1);
      break;
    case "ArrowRight":
      store.moveTo(row, column + 1);
      break;
    case "ArrowUp":
      store.moveTo(row - 1, column);
      break;
    case "ArrowDown":
      store.moveTo(row + 1, column);
      break;
    case "PageUp":
      store.moveTo(row - down, column - across);
      break;
    case "PageDown":
      store.moveTo(row + down, column + across);
      break;
    case "Home":
      store.moveTo(event.shiftKey ? 0 : row, event.shiftKey ? column : 0);
      break;
    case "End":
      store.moveTo(event.shiftKey ? documents - 1 : row, event.shiftKey ? column : terms - 1);
      break;
    case "Enter":
      store.pass({ panel: "formula" });
      break;
    case "+":
    case "=":
      zoomBy(store, 1);
      break;
    case "-":
      zoomBy(store, -1);
      break;
    default:
      return false;
  }
  return true;
}

export function zoomBy(store: Store, by: 1 | -1): void {
  store.zoomLevel.value = Math.max(0, Math.min(ZOOMS.length - 1, store.zoomLevel.peek() + by));
}
