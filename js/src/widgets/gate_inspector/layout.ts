/** Where things are and what is in sight: columns, units, scrolling, hovering. Known to this page alone. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type StripLayout, stripLayout } from "../../marks/heat_strip";
import { unpack } from "../../protocol/codec";
import { type Alignment, fitWidth, fromPairs, type Range, sideBySide, tilesAt, zoomed } from "./columns";
import { alike } from "./compare";
import { QUANTITIES, type Role } from "./data";
import { unitOrder } from "./order";
import type { Group, Pane, Store } from "./state";

/** What the pointer is over. */
interface Hover {
  /** Px from the widget's corner. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

const UNIT_HEIGHTS = [0.125, 0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 16] as const;
export interface Layout {
  /** Width of the names left of the strips, px. */
  readonly label: ReadonlySignal<number>;
  /** Width of the part of the columns in sight, px. */
  readonly viewport: ReadonlySignal<number>;
  readonly scroll: Signal<number>;
  readonly alignment: ReadonlySignal<Alignment>;
  readonly columnWidth: ReadonlySignal<number>;
  /** Pieces of the columns that are drawn, in sight and around. */
  readonly tiles: ReadonlySignal<readonly Range[]>;
  /** All of them together. */
  readonly range: ReadonlySignal<Range>;
  /** The selected column. */
  readonly column: ReadonlySignal<number>;
  /** First unit in sight when the units are zoomed. */
  readonly unitTop: Signal<number>;
  readonly hover: Signal<Hover | null>;
  /** Whose numbers the panels below show. */
  readonly detail: Signal<0 | 1>;
  /** Groups of strips that are folded away, by pane and direction. */
  readonly folded: Signal<ReadonlySet<string>>;
  strip(units: number): StripLayout;
  order(pane: Pane, group: Group, units: number): Int32Array;
  moveTo(column: number): void;
  zoomColumns(direction: 1 | -1): void;
  zoomUnits(direction: 1 | -1): void;
  /** Brings a unit into sight. */
  showUnit(unit: number): void;
  /** Scrolls the units by px; false at the ends, so that the page scrolls on. */
  scrollUnits(px: number, units: number): boolean;
}

export function createLayout(store: Store): Layout {
  const { fields, panes, selection, width } = store;
  const scroll = signal(0);
  const unitTop = signal(0);
  const gap = signal<{ step: number; column: number } | null>(null);

  const label = computed(() => (width.value < 560 ? 100 : 116));
  const viewport = computed(() => Math.max(60, (width.value || 960) - 24 - label.value));
  const alignment = computed(() => {
    const lengths = panes.value.map(({ item }) => item.tokens.length);
    const pairs = fields.alignment.value;
    if (lengths.length < 2 || pairs === null) return sideBySide(...lengths);
    return fromPairs(unpack(pairs).values as Int32Array, lengths[0] as number, lengths[1] as number);
  });
  const columnWidth = computed(() => {
    const chosen = fields.column_width.value;
    if (chosen > 0) return chosen;
    const tokens = panes.value.flatMap(({ item }) => item.tokens);
    return fitWidth(tokens, viewport.value, alignment.value.count);
  });
  let known: readonly Range[] = [];
  const tiles = computed(() => {
    const next = tilesAt(scroll.value, viewport.value, columnWidth.value, alignment.value.count);
    // The same tiles are the same array, so that scrolling within them draws nothing.
    if (JSON.stringify(next) !== JSON.stringify(known)) known = next;
    return known;
  });
  const range = computed(() => ({ start: tiles.value[0]?.start ?? 0, end: tiles.value.at(-1)?.end ?? 0 }));
  const column = computed(() => {
    const { step } = selection.value;
    const own = alignment.value.columnOf[0]?.[step] ?? 0;
    return gap.value?.step === step && gap.value.column < alignment.value.count ? gap.value.column : own;
  });
  const stripHeight = computed(() => {
    const groups = panes.value.flatMap((pane) => pane.groups);
    const strips = groups.reduce((sum, group) => sum + QUANTITIES[group.layer.kind].length, 0);
    return strips > 6 ? 48 : strips > 2 ? 64 : 128;
  });
  const orders = computed(() => {
    const { value: how } = fields.order;
    const role = (fields.quantity.value === "verdict" ? "hidden" : fields.quantity.value) as Role;
    const steps = how === "change" ? panes.value.map((pane) => stepOf(pane)) : [];
    const known = new Map<string, Int32Array>();
    return (pane: Pane, group: Group, units: number): Int32Array => {
      // The second text's units stand in the order of the first, so that rows can be compared.
      const twin = panes.value[0]?.groups.find(({ layer }) => alike(layer, group.layer));
      const { data, layer } = twin?.data ? twin : group;
      const key = `${twin ? 0 : pane.index} ${layer.direction} ${units}`;
      const found = known.get(key);
      if (found !== undefined || data === undefined) return found ?? new Int32Array(0);
      const by = data.values[role]?.columns === units ? role : "hidden";
      const order = unitOrder(data, how, by, steps[twin ? 0 : pane.index] ?? 0, units);
      known.set(key, order);
      return order;
    };
  });

  function strip(units: number): StripLayout {
    return stripLayout(units, fields.unit_height.value, stripHeight.value, 2 * stripHeight.value);
  }

  function stepOf(pane: Pane): number {
    const token = alignment.value.tokenAt[pane.index]?.[column.value] ?? -1;
    return token >= 0 ? token : Math.min(selection.value.step, pane.item.tokens.length - 1);
  }

  return {
    label,
    viewport,
    scroll,
    alignment,
    columnWidth,
    tiles,
    range,
    column,
    unitTop,
    hover: signal<Hover | null>(null),
    detail: signal<0 | 1>(0),
    folded: signal<ReadonlySet<string>>(new Set()),
    strip,
    order: (pane, group, units) => orders.value(pane, group, units),
    moveTo(next) {
      const { count, tokenAt } = alignment.peek();
      const target = Math.max(0, Math.min(next, count - 1));
      const step = tokenAt[0]?.[target] ?? -1;
      if (step >= 0) {
        gap.value = null;
        store.select({ step });
      } else {
        gap.value = { step: selection.peek().step, column: target };
      }
    },
    zoomColumns: (direction) => store.set({ column_width: zoomed(columnWidth.peek(), direction) }),
    zoomUnits(direction) {
      const units = store.current.peek()?.meta.hidden_size ?? 1;
      const { rowHeight, unitsPerRow } = strip(units);
      const now = rowHeight / unitsPerRow;
      const next =
        direction === 1
          ? UNIT_HEIGHTS.find((height) => height > now + 1e-9)
          : UNIT_HEIGHTS.findLast((height) => height < now - 1e-9);
      const fit = stripLayout(units, 0, stripHeight.peek(), 0);
      if (next === undefined) return;
      store.set({ unit_height: next <= fit.rowHeight / fit.unitsPerRow ? 0 : next });
    },
    showUnit(unit) {
      const [pane] = panes.peek();
      const group = pane?.groups.find(({ selected }) => selected);
      if (pane === undefined || group === undefined) return;
      const units = group.layer.hidden_size;
      const { rows, visible, unitsPerRow } = strip(units);
      const position = orders.peek()(pane, group, units).indexOf(unit);
      const last = unitTop.peek() + visible * unitsPerRow;
      if (visible >= rows || (position >= unitTop.peek() && position < last)) return;
      unitTop.value = Math.max(0, position < last ? position : position - visible * unitsPerRow + 1);
    },
    scrollUnits(px, units) {
      const { rows, visible, unitsPerRow, rowHeight } = strip(units);
      const last = Math.max(0, (rows - visible) * unitsPerRow);
      const next = Math.max(0, Math.min(last, unitTop.peek() + (px / rowHeight) * unitsPerRow));
      if (next === unitTop.peek()) return false;
      unitTop.value = next;
      return true;
    },
  };
}

/** The token of a pane in the selected column; null in a gap. */
export function tokenIn(layout: Layout, pane: Pane, column: number): number | null {
  const token = layout.alignment.value.tokenAt[pane.index]?.[column] ?? -1;
  return token >= 0 ? token : null;
}
