/** What opens over the inspector: the numbers as a table, the code, the keys. */

import { type Signal, useSignal } from "@preact/signals";
import { TableDialog } from "../../controls/table_dialog";
import type { Open } from "../../frame/bar";
import { CodeDialog, KeysDialog } from "../../frame/dialogs";
import { codeOf } from "./code";
import { HELP, HINT } from "./keyboard";
import { type Layout, tokenIn } from "./layout";
import type { Store } from "./state";
import { figuresOf, tableOf } from "./tables";

interface Props {
  readonly store: Store;
  readonly layout: Layout;
  readonly open: Signal<Open>;
}

export function Dialogs({ store, layout, open }: Props) {
  const close = () => {
    open.value = null;
  };
  if (open.value === "table") return <Numbers store={store} layout={layout} close={close} />;
  if (open.value === "code") return <CodeDialog code={codeOf(store)} onClose={close} />;
  if (open.value === "keys") return <KeysDialog hint={HINT} keys={HELP} onClose={close} />;
  return null;
}

function Numbers({ store, layout, close }: { store: Store; layout: Layout; close: () => void }) {
  const figure = useSignal("unit");
  const pane = store.panes.value[layout.detail.value] ?? store.panes.value[0];
  const group = pane?.groups.find(({ selected }) => selected);
  if (pane === undefined || group?.data === undefined) return null;
  const { data } = group;
  const step = tokenIn(layout, pane, layout.column.value) ?? 0;
  const units = data.values[figure.value as "hidden"]?.columns ?? data.meta.hidden_size;
  const order = layout.order(pane, group, units);
  return (
    <TableDialog
      figures={figuresOf(pane, data)}
      figure={figure.value}
      table={tableOf(figure.value, pane, data, step, store.selection.value.unit, order)}
      onFigure={(value) => {
        figure.value = value;
      }}
      onClose={close}
    />
  );
}
