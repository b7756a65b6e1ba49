/** The inspector's state: its traits, and what follows from them. */

import { computed, type ReadonlySignal } from "@preact/signals";
import { createStore as createFrameStore, type Store as FrameStore } from "../../frame/store";
import type {
  GateInspectorEmit,
  GateInspectorProps,
  Item,
  Layer,
  Selection,
  TracedModel,
} from "../../protocol/gate_inspector.gen";
import type { Emit, Host } from "../../protocol/view";
import { findLayer, type LayerData, layerData, layersOf, type Matrix, matrix } from "./data";
import { settle } from "./selection";

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

export interface Store extends FrameStore<GateInspectorProps, GateInspectorEmit> {
  /** The trait `selection`, complete and within what was traced. */
  readonly selection: ReadonlySignal<Selection>;
  /** One pane, or two to compare. */
  readonly panes: ReadonlySignal<readonly Pane[]>;
  /** The selected direction of the first pane. */
  readonly current: ReadonlySignal<LayerData | undefined>;
  select(patch: Partial<Selection>): void;
}

export function createStore(props: GateInspectorProps, emit: Emit<GateInspectorEmit>, host: Host): Store {
  const store = createFrameStore(props, emit, host);
  const { fields } = store;

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

  return {
    ...store,
    selection,
    panes,
    current,
    select: (patch) => store.set({ selection: settle({ ...selection.peek(), ...patch }, fields.traces.peek()[0]) }),
  };
}
