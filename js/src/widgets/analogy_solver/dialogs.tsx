/** What opens over the solver: the numbers as a table, the code, the keys. */

import type { Signal } from "@preact/signals";
import type { Open } from "../../frame/bar";
import { Dialogs } from "../../frame/dialogs";
import { codeOf } from "./code";
import type { Store } from "./state";
import { figuresOf, tableOf } from "./tables";

const HINT = "Tab goes from box to box; in a box:";
const KEYS = [
  ["↓ ↑", "choose among the completions"],
  ["Enter", "take the word and ask"],
  ["Escape", "bring the old word back"],
  ["Ctrl+Z, Ctrl+Shift+Z", "undo, redo (outside the boxes)"],
] as const;

export function SolverDialogs({ store, open }: { store: Store; open: Signal<Open> }) {
  return (
    <Dialogs
      open={open}
      figure="answers"
      numbers={(figure) => ({ figures: figuresOf(store), table: tableOf(figure, store) })}
      code={() => codeOf(store)}
      hint={HINT}
      keys={KEYS}
    />
  );
}
