/** What opens over the inspector: the numbers as a table, the code, the keys. */

import type { Signal } from "@preact/signals";
import type { Open } from "../../frame/bar";
import { Dialogs } from "../../frame/dialogs";
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

export function InspectorDialogs({ store, layout, open }: Props) {
  return (
    <Dialogs
      open={open}
      figure="unit"
      numbers={(figure) => numbersOf(figure, store, layout)}
      code={() => codeOf(store)}
      hint={HINT}
      keys={HELP}
    />
  );
}

function numbersOf(figure: string, store: Store, layout: Layout) {
  const pane = store.panes.value[layout.detail.value] ?? store.panes.value[0];
  const group = pane?.groups.find(({ selected }) => selected);
  if (pane === undefined || group?.data === undefined) return null;
  const { data } = group;
  const step = tokenIn(layout, pane, layout.column.value) ?? 0;
  const units = data.values[figure as "hidden"]?.columns ?? data.meta.hidden_size;
  const order = layout.order(pane, group, units);
  return {
    figures: figuresOf(pane, data),
    table: tableOf(figure, pane, data, step, store.selection.value.unit, order),
  };
}
