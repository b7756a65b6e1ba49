/** What opens over the explorer: its figures as tables, the code, the keys. */

import { type Signal, useSignal } from "@preact/signals";
import { TableDialog } from "../../controls/table_dialog";
import type { Open } from "../../frame/bar";
import { CodeDialog, KeysDialog } from "../../frame/dialogs";
import { codeOf } from "./code";
import type { Store } from "./state";
import { type Figure, figuresOf, tableOf } from "./tables";

const HINT = "Tab goes from card to card and into the lanes.";
const KEYS = [
  ["← → ↑ ↓, Home, End", "in a lane: from token to token; what it comes from and becomes is lit"],
  ["Enter or space", "in a lane: hold the token, or let go of it"],
  ["Escape", "let go of what is held"],
  ["Alt+↑, Alt+↓", "on the handle of a card: move the card"],
  ["Space", "on the handle: lift the card; arrows move it, space drops it, Escape puts it back"],
  ["Enter", "in the text box: run; Shift+Enter begins a new line"],
  ["Ctrl+Z, Ctrl+Shift+Z", "undo, redo"],
] as const;

interface Props {
  readonly store: Store;
  readonly open: Signal<Open>;
  readonly pipeline: Signal<boolean>;
}

export function Dialogs({ store, open, pipeline }: Props) {
  const figure = useSignal<Figure>("lanes");
  const close = () => {
    open.value = null;
    pipeline.value = false;
  };
  if (pipeline.value) {
    return <CodeDialog title="The pipeline as plain Python" code={store.fields.pipeline_code.value} onClose={close} />;
  }
  if (open.value === "code") return <CodeDialog code={codeOf(store)} onClose={close} />;
  if (open.value === "keys") return <KeysDialog hint={HINT} keys={KEYS} onClose={close} />;
  if (open.value !== "table") return null;
  return (
    <TableDialog
      figures={figuresOf(store)}
      figure={figure.value}
      table={tableOf(figure.value, store)}
      onFigure={(value) => {
        figure.value = value as Figure;
      }}
      onClose={close}
    />
  );
}
