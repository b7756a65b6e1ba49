/** What opens over the projector: the numbers as a table, the code, the keys. */

import type { Signal } from "@preact/signals";
import type { Open } from "../../frame/bar";
import { Dialogs } from "../../frame/dialogs";
import { codeOf } from "./code";
import { HELP, HINT } from "./keyboard";
import type { Store } from "./state";
import { figuresOf, tableOf } from "./tables";

export function ProjectorDialogs({ store, open }: { store: Store; open: Signal<Open> }) {
  return (
    <Dialogs
      open={open}
      figure="points"
      numbers={(figure) => ({ figures: figuresOf(store), table: tableOf(figure, store) })}
      code={() => codeOf(store)}
      hint={HINT}
      keys={HELP}
    />
  );
}
