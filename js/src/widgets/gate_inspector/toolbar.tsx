/** The bar: what is looked at, stepping, zoom, comparing, undo, and the menu of everything else. */

import type { Signal } from "@preact/signals";
import { Button } from "../../controls/button";
import { type Command, Menu } from "../../controls/menu";
import { Player } from "../../controls/player";
import { Select } from "../../controls/select";
import { QUANTITIES } from "./data";
import type { Layout } from "./layout";
import { directionChoices, itemChoices, layerChoices, moduleChoices } from "./selection";
import type { Store } from "./state";

export type Open = "table" | "code" | "keys" | null;

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
    <div class="nlpw-bar">
      <b class="nlpw-title">Gate inspector</b>
      <Choices store={store} />
      <span class="nlpw-grow" />
      <Player
        at={layout.column.value}
        count={count}
        playing={playing}
        speed={fields.speed}
        moveTo={layout.moveTo}
        setSpeed={(speed) => store.set({ speed })}
      />
      <ZoomButtons store={store} layout={layout} />
      <Button
        name={comparing.value ? "End the comparison" : "Compare with a second text"}
        pressed={comparing.value}
        onClick={() => {
          if (comparing.value) store.set({ second_text: null });
          comparing.value = !comparing.value;
        }}
      >
        Compare
      </Button>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend */}
      <div class="nlpw-group" role="group" aria-label="history">
        <Button name="Undo (Ctrl+Z)" icon="undo" disabled={!store.canUndo.value} onClick={store.undo} />
        <Button name="Redo (Ctrl+Shift+Z)" icon="redo" disabled={!store.canRedo.value} onClick={store.redo} />
      </div>
      <Menu name="More" commands={commands(store, layout, open)} />
      <span class="nlpw-hidden" aria-live="polite">
        {playing.value ? "" : spoken(store, selection.value.step)}
      </span>
    </div>
  );
}

function Choices({ store }: { store: Store }) {
  const { fields, selection, panes } = store;
  const [pane] = panes.value;
  if (pane === undefined) return null;
  const { traced } = pane;
  const { module, call, layer, direction, item } = selection.value;
  const kind = pane.groups[0]?.layer.kind ?? "lstm";
  const quantities = QUANTITIES[kind].map(({ name, label }) => ({ value: name as string, label }));
  if (pane.item.verdict !== null) quantities.unshift({ value: "verdict", label: "verdict" });
  const quantity = quantities.some(({ value }) => value === fields.quantity.value) ? fields.quantity.value : "hidden";
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
      <Select
        label="words by"
        value={quantity}
        choices={quantities}
        title="What colours the words and orders the units"
        onChange={(value) => store.set({ quantity: value })}
      />
    </>
  );
}

function ZoomButtons({ store, layout }: { store: Store; layout: Layout }) {
  const { fields } = store;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend */}
      <div class="nlpw-group nlpw-zoom" role="group" aria-label="width of a word">
        <Button name="Narrower words" icon="minus" onClick={() => layout.zoomColumns(-1)} />
        <Button
          name="Fit the words"
          icon="across"
          pressed={fields.column_width.value === 0}
          onClick={() => store.set({ column_width: 0 })}
        />
        <Button name="Wider words (Ctrl+wheel)" icon="plus" onClick={() => layout.zoomColumns(1)} />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div class="nlpw-group nlpw-zoom" role="group" aria-label="height of a unit">
        <Button name="Lower units" icon="minus" onClick={() => layout.zoomUnits(-1)} />
        <Button
          name="Fit the units"
          icon="upright"
          pressed={fields.unit_height.value === 0}
          onClick={() => store.set({ unit_height: 0 })}
        />
        <Button name="Higher units (Ctrl+Shift+wheel)" icon="plus" onClick={() => layout.zoomUnits(1)} />
      </div>
    </>
  );
}

function commands(store: Store, layout: Layout, open: Signal<Open>): (Command | null)[] {
  const { theme } = store.fields;
  const show = (what: Open) => () => {
    open.value = what;
  };
  const set = (value: typeof theme.value, name: string) => ({
    name,
    checked: theme.value === value,
    run: () => store.set({ theme: value }),
  });
  return [
    { name: "Show as table", disabled: store.current.value === undefined, run: show("table") },
    { name: "Code", run: show("code") },
    { name: "Keyboard", run: show("keys") },
    null,
    { name: "Fit the words", run: () => store.set({ column_width: 0 }) },
    { name: "Wider words", run: () => layout.zoomColumns(1) },
    { name: "Narrower words", run: () => layout.zoomColumns(-1) },
    { name: "Fit the units", run: () => store.set({ unit_height: 0 }) },
    { name: "Higher units", run: () => layout.zoomUnits(1) },
    { name: "Lower units", run: () => layout.zoomUnits(-1) },
    null,
    set("auto", "Colours of the page"),
    set("light", "Light"),
    set("dark", "Dark"),
  ];
}

/** What a screen reader hears after a step. */
function spoken(store: Store, step: number): string {
  const [pane] = store.panes.value;
  return pane === undefined ? "" : `${pane.item.tokens[step] ?? ""}, step ${step + 1} of ${pane.item.tokens.length}`;
}
