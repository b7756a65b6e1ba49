/** What opens over the solver: the numbers as a table, the code, the keys. */

import { type Signal, useSignal } from "@preact/signals";
import { TableDialog } from "../../controls/table_dialog";
import type { Open } from "../../frame/bar";
import { CodeDialog, KeysDialog } from "../../frame/dialogs";
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

export function Dialogs({ store, open }: { store: Store; open: Signal<Open> }) {
  const close = () => {
    open.value = null;
  };
  if (open.value === "table") return <Numbers store={store} close={close} />;
  if (open.value === "code") return <CodeDialog code={codeOf(store)} onClose={close} />;
  if (open.value === "keys") return <KeysDialog hint={HINT} keys={KEYS} onClose={close} />;
  return null;
}

function Numbers({ store, close }: { store: Store; close: () => void }) {
  const figure = useSignal("answers");
  return (
    <TableDialog
      figures={figuresOf(store)}
      figure={figure.value}
      table={tableOf(figure.value, store)}
      onFigure={(value) => {
        figure.value = value;
      }}
      onClose={close}
    />
  );
}
