/** What opens over the explorer: its figures as tables, the code, the keys. */

import type { Signal } from "@preact/signals";
import type { Open } from "../../frame/bar";
import { CodeDialog, Dialogs } from "../../frame/dialogs";
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

export function ExplorerDialogs({ store, open, pipeline }: Props) {
  if (pipeline.value) {
    const close = () => {
      pipeline.value = false;
    };
    return <CodeDialog title="The pipeline as plain Python" code={store.fields.pipeline_code.value} onClose={close} />;
  }
  return (
    <Dialogs
      open={open}
      figure="lanes"
      numbers={(figure) => ({ figures: figuresOf(store), table: tableOf(figure as Figure, store) })}
      code={() => codeOf(store)}
      hint={HINT}
      keys={KEYS}
    />
  );
}
