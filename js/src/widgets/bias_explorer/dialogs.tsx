/** What opens over the explorer: the numbers as a table, the code, the keys. */

import type { Signal } from "@preact/signals";
import type { Open } from "../../frame/bar";
import { Dialogs } from "../../frame/dialogs";
import { codeOf } from "./code";
import type { Store } from "./state";
import { figuresOf, tableOf } from "./tables";

const HINT = "Tab goes from control to control; on the slider:";
const KEYS = [
  ["← →", "remove 0.01 less, more"],
  ["Page Up, Page Down", "a tenth"],
  ["Home, End", "nothing, all"],
  ["← → on the tabs", "another panel"],
  ["Ctrl+Z, Ctrl+Shift+Z", "undo, redo (outside of text fields)"],
] as const;

export function ExplorerDialogs({ store, open }: { store: Store; open: Signal<Open> }) {
  return (
    <Dialogs
      open={open}
      figure="words"
      numbers={(figure) => ({ figures: figuresOf(store), table: tableOf(figure, store) })}
      code={() => codeOf(store)}
      hint={HINT}
      keys={KEYS}
    />
  );
}
