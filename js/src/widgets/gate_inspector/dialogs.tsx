/** What opens over the inspector: the numbers as a table, the code, the keys. */

import { type Signal, useSignal } from "@preact/signals";
import { CopyButton } from "../../controls/copy_button";
import { Dialog } from "../../controls/dialog";
import { TableDialog } from "../../controls/table_dialog";
import { codeOf } from "./code";
import { HELP } from "./keyboard";
import { type Layout, tokenIn } from "./layout";
import type { Store } from "./state";
import { figuresOf, tableOf } from "./tables";
import type { Open } from "./toolbar";

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
  if (open.value === "code") {
    const code = codeOf(store);
    return (
      <Dialog title="Code" onClose={close} actions={<CopyButton name="Copy" text={() => code} />}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <pre class="nlpw-code" tabIndex={0}>
          {code}
        </pre>
      </Dialog>
    );
  }
  if (open.value === "keys") {
    return (
      <Dialog title="Keyboard" onClose={close}>
        <p>Click a word, or press Tab until the words have the focus.</p>
        <dl class="nlpw-keys">
          {HELP.map(([keys, meaning]) => (
            <div key={keys}>
              <dt>{keys}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
    );
  }
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
