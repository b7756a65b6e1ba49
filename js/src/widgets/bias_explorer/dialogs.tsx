/** What opens over the explorer: the numbers as a table, the code, the keys. */

import { type Signal, useSignal } from "@preact/signals";
import { TableDialog } from "../../controls/table_dialog";
import type { Open } from "../../frame/bar";
import { CodeDialog, KeysDialog } from "../../frame/dialogs";
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
  const figure = useSignal("words");
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
