/** The bar: what is looked at, stepping, zoom, comparing, undo, and the menu of everything else. */

import type { Signal } from "@preact/signals";
import { Button } from "../../controls/button";
import type { Command } from "../../controls/menu";
import { Player } from "../../controls/player";
import { Select } from "../../controls/select";
import { Bar, type Open } from "../../frame/bar";
import type { Layout } from "./layout";
import { directionChoices, itemChoices, layerChoices, moduleChoices } from "./selection";
import type { Store } from "./state";

interface Props {
  readonly store: Store;
  readonly layout: Layout;
  readonly playing: Signal<boolean>;
  /** The dialog that is open. */
  readonly open: Signal<Open>;
  /** The second text box is open. */
  readonly comparing: Signal<boolean>;
}

const ORDERS = [
  { value: "stored", label: "as stored" },
  { value: "mean", label: "by mean" },
  { value: "change", label: "by change at this step" },
  { value: "cluster", label: "clustered" },
] as const;

export function Toolbar({ store, layout, playing, open, comparing }: Props) {
  const { fields, selection } = store;
  const { count } = layout.alignment.value;
  return (
    <Bar
      title="Gate inspector"
      store={store}
      open={open}
      empty={store.current.value === undefined}
      commands={commands(store, layout)}
      actions={
        <>
          <Player
            at={layout.column.value}
            count={count}
            playing={playing}
            speed={fields.speed}
            moveTo={layout.moveTo}
            setSpeed={(speed) => store.set({ speed })}
          />
          <Compare store={store} comparing={comparing} />
        </>
      }
    >
      <Choices store={store} />
      <span class="nlpw-hidden" aria-live="polite">
        {playing.value ? "" : spoken(store, selection.value.step)}
      </span>
    </Bar>
  );
}

/** Begins a comparison where a second text can be typed; ends the one shown anywhere. */
function Compare({ store, comparing }: Pick<Props, "store" | "comparing">) {
  const obstacle = !store.live.value
    ? "needs a kernel"
    : store.fields.can_type.value
      ? null
      : "needs a way to encode text (`encode`)";
  const name = obstacle === null ? "Compare with a second text" : `Compare: a second text ${obstacle}`;
  return (
    <Button
      name={comparing.value ? "Compare: end the comparison" : name}
      pressed={comparing.value}
      disabled={!comparing.value && obstacle !== null}
      onClick={() => {
        if (comparing.value) store.set({ second_text: null });
        comparing.value = !comparing.value;
      }}
    >
      Compare
    </Button>
  );
}

function Choices({ store }: { store: Store }) {
  const { fields, selection, panes } = store;
  const [pane] = panes.value;
  if (pane === undefined) return null;
  const { traced } = pane;
  const { module, call, layer, direction, item } = selection.value;
  return (
    <>
      <Select
        label="module"
        value={`${module}:${call}`}
        choices={moduleChoices(traced)}
        onChange={(value) => {
          const at = value.lastIndexOf(":");
          store.select({ module: value.slice(0, at), call: Number(value.slice(at + 1)) });
        }}
      />
      <Select
        label="layer"
        value={layer}
        choices={layerChoices(traced, selection.value)}
        onChange={(value) => store.select({ layer: value })}
      />
      <Select
        label="direction"
        value={direction as string}
        choices={directionChoices(traced, selection.value)}
        onChange={(value) => store.select({ direction: value as "forward" | "backward" })}
      />
      {traced.items.length > 1 && (
        <Select
          label="text"
          value={item}
          choices={itemChoices(traced)}
          onChange={(value) => store.select({ item: value })}
        />
      )}
      <Select
        label="units"
        value={fields.order.value}
        choices={ORDERS}
        title="Order of the units, the same in all strips of a direction"
        onChange={(order) => store.set({ order })}
      />
    </>
  );
}

function commands(store: Store, layout: Layout): Command[] {
  return [
    { name: "Fit the words", run: () => store.set({ column_width: 0 }) },
    { name: "Wider words", run: () => layout.zoomColumns(1) },
    { name: "Narrower words", run: () => layout.zoomColumns(-1) },
    { name: "Fit the units", run: () => store.set({ unit_height: 0 }) },
    { name: "Higher units", run: () => layout.zoomUnits(1) },
    { name: "Lower units", run: () => layout.zoomUnits(-1) },
  ];
}

/** What a screen reader hears after a step. */
function spoken(store: Store, step: number): string {
  const [pane] = store.panes.value;
  return pane === undefined ? "" : `${pane.item.tokens[step] ?? ""}, step ${step + 1} of ${pane.item.tokens.length}`;
}
