/** What opens over the explorer: the numbers as a table, the code, the keys. */

import type { Signal } from "@preact/signals";
import type { Open } from "../../frame/bar";
import { Dialogs } from "../../frame/dialogs";
import { codeOf } from "./code";
import type { Geometry } from "./geometry";
import { HELP, HINT } from "./keyboard";
import type { Store } from "./state";
import { figuresOf, tableOf } from "./tables";

interface Props {
  readonly store: Store;
  readonly geometry: Geometry;
  readonly open: Signal<Open>;
}

export function ExplorerDialogs({ store, geometry, open }: Props) {
  return (
    <Dialogs
      open={open}
      figure="cells"
      numbers={(figure) => ({ figures: figuresOf(store), table: tableOf(figure, store, geometry.sight.value) })}
      code={() => codeOf(store)}
      hint={HINT}
      keys={HELP}
    />
  );
}
