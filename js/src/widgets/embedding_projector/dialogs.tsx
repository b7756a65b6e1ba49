/** What opens over the projector: the numbers as a table, the code, the keys. */

import { type Signal, useSignal } from "@preact/signals";
import { TableDialog } from "../../controls/table_dialog";
import type { Open } from "../../frame/bar";
import { CodeDialog, KeysDialog } from "../../frame/dialogs";
import { codeOf } from "./code";
import { HELP, HINT } from "./keyboard";
import type { Store } from "./state";
import { figuresOf, tableOf } from "./tables";

interface Props {
  readonly store: Store;
  readonly open: Signal<Open>;
}

export function Dialogs({ store, open }: Props) {
  const close = () => {
    open.value = null;
  };
  if (open.value === "table") return <Numbers store={store} close={close} />;
  if (open.value === "code") return <CodeDialog code={codeOf(store)} onClose={close} />;
  if (open.value === "keys") return <KeysDialog hint={HINT} keys={HELP} onClose={close} />;
  return null;
}

function Numbers({ store, close }: { store: Store; close: () => void }) {
  const figure = useSignal("points");
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
