/** The inspector's state: one signal per trait, what follows from them, and what only this page knows. */

import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { History } from "../../controls/history";
import type {
  GateInspectorEmit,
  GateInspectorProps,
  Item,
  Layer,
  Selection,
  TracedModel,
} from "../../protocol/gate_inspector.gen";
import type { Emit, Host } from "../../protocol/view";
import type { Palette } from "../../theme/colors";
import { findLayer, type LayerData, layerData, layersOf, type Matrix, matrix } from "./data";
import { settle } from "./selection";

type Fields = { readonly [K in keyof GateInspectorProps]: Signal<GateInspectorProps[K]> };

/** One direction of the selected layer. */
export interface Group {
  readonly layer: Layer;
  /** Undefined while its numbers are not here. */
  readonly data: LayerData | undefined;
  readonly selected: boolean;
}

/** One traced text as it is shown. */
export interface Pane {
  /** 0, or 1 for the text compared with. */
  readonly index: 0 | 1;
  readonly traced: TracedModel;
  readonly item: Item;
  /** Forward before backward. */
  readonly groups: readonly Group[];
  /** (time, classes) */
  readonly verdict: Matrix | null;
}

export interface Store {
  readonly fields: Fields;
  readonly live: Signal<boolean>;
  /** The trait `selection`, complete and within what was traced. */
  readonly selection: ReadonlySignal<Selection>;
  /** One pane, or two to compare. */
  readonly panes: ReadonlySignal<readonly Pane[]>;
  /** The selected direction of the first pane. */
  readonly current: ReadonlySignal<LayerData | undefined>;
  /** Null while the widget is not in the page. */
  readonly palette: Signal<Palette | null>;
  readonly canUndo: Signal<boolean>;
  readonly canRedo: Signal<boolean>;
  /** Write traits: shown at once, remembered for undo, sent to whoever keeps them. */
  set(patch: Partial<GateInspectorEmit>): void;
  select(patch: Partial<Selection>): void;
  undo(): void;
  redo(): void;
  update(patch: Partial<GateInspectorProps>, host?: Host): void;
}

export function createStore(props: GateInspectorProps, emit: Emit<GateInspectorEmit>, host: Host): Store {
  const fields = Object.fromEntries(Object.entries(props).map(([key, value]) => [key, signal(value)])) as Fields;
  const live = signal(host.live);
  const history = new History<GateInspectorEmit>();
  const canUndo = signal(false);
  const canRedo = signal(false);

  const selection = computed(() => settle(fields.selection.value, fields.traces.value[0]));
  // Stepping changes neither: what depends on the place alone is not computed again.
  const place = computed(() => {
    const { step: _step, unit: _unit, ...rest } = selection.value;
    return JSON.stringify(rest);
  });
  const numbers = computed(() => {
    const { value: arrays } = fields.arrays;
    const { value: traces } = fields.traces;
    const known = new Map<string, LayerData | undefined>();
    return (pane: number, layer: Layer, item: number): LayerData | undefined => {
      const traced = traces[pane];
      const key = `${pane} ${item} ${traced?.layers.indexOf(layer)}`;
      if (!known.has(key)) known.set(key, traced && layerData({ arrays }, traced, layer, item));
      return known.get(key);
    };
  });
  const panes = computed(() => {
    const wish = JSON.parse(place.value) as Selection;
    const { value: arrays } = fields.arrays;
    return fields.traces.value.slice(0, 2).flatMap((traced, index) => {
      const itemIndex = Math.min(wish.item, traced.items.length - 1);
      const item = traced.items[itemIndex];
      const chosen = findLayer(traced, wish);
      if (item === undefined || chosen === undefined) return [];
      const groups = layersOf(traced, chosen as unknown as Selection)
        .filter((layer) => layer.layer === chosen.layer)
        .map((layer) => ({ layer, data: numbers.value(index, layer, itemIndex), selected: layer === chosen }));
      const verdict = item.verdict === null ? null : (matrix(arrays[item.verdict]) ?? null);
      return [{ index: index as 0 | 1, traced, item, groups, verdict }];
    });
  });
  const current = computed(() => panes.value[0]?.groups.find(({ selected }) => selected)?.data);

  function write(patch: Partial<GateInspectorEmit>): void {
    batch(() => {
      for (const [key, value] of Object.entries(patch)) fields[key as keyof GateInspectorEmit].value = value as never;
      canUndo.value = history.canUndo;
      canRedo.value = history.canRedo;
    });
    emit(patch);
  }

  function set(patch: Partial<GateInspectorEmit>): void {
    const changed = Object.entries(patch).filter(([key, value]) => !same(fields[key as keyof Fields].peek(), value));
    if (changed.length === 0) return;
    const before = Object.fromEntries(changed.map(([key]) => [key, fields[key as keyof Fields].peek()]));
    const after = Object.fromEntries(changed);
    history.push(before, after, Date.now());
    write(after);
  }

  return {
    fields,
    live,
    selection,
    panes,
    current,
    canUndo,
    canRedo,
    palette: signal<Palette | null>(null),
    set,
    select: (patch) => set({ selection: settle({ ...selection.peek(), ...patch }, fields.traces.peek()[0]) }),
    undo() {
      const patch = history.undo();
      if (patch !== null) write(patch);
    },
    redo() {
      const patch = history.redo();
      if (patch !== null) write(patch);
    },
    update(patch, changedHost) {
      batch(() => {
        for (const [key, value] of Object.entries(patch)) {
          const field = fields[key as keyof Fields];
          if (!same(field.peek(), value)) field.value = value as never;
        }
        if (changedHost !== undefined) live.value = changedHost.live;
      });
    },
  };
}

/** Equal as far as a redraw goes: our own selection comes back as another object with the same content. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
