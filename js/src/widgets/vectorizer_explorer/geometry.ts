/** Sizes of the matrix on the screen. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Window } from "./cells";
import type { Margins } from "./paint";
import { type Axis, indexAt, inSight, scrolledLength, totalOf } from "./scroll";
import { createScroller, type Scroller } from "./scroller";
import type { Store } from "./state";

export interface Geometry {
  /** Px of the scroller without its bars. */
  readonly box: Signal<{ readonly width: number; readonly height: number }>;
  readonly element: { current: HTMLDivElement | null };
  readonly margins: ReadonlySignal<Margins>;
  readonly across: ReadonlySignal<Axis>;
  readonly down: ReadonlySignal<Axis>;
  readonly scroller: Scroller;
  readonly sight: ReadonlySignal<Window>;
  /** Px of what is scrolled. */
  readonly spacer: ReadonlySignal<{ readonly width: number; readonly height: number }>;
  /** Height that shows all rows; px. */
  readonly wish: ReadonlySignal<number>;
  /** Cell at px from the corner of the scroller; -1 for a title. */
  find(x: number, y: number): { readonly row: number; readonly column: number };
}

/** Height of the matrix unless the reader drags it, px. */
const HIGHEST = 400;
const TITLES = 88;
/** Room for the last term, which leans to the right. */
const TAIL = 56;
/** The scroll bar below. */
const BAR = 16;

export function createGeometry(store: Store): Geometry {
  const box = signal({ width: 0, height: 0 });
  const element: Geometry["element"] = { current: null };
  const margins = computed(() => {
    const width = box.value.width;
    return { left: width < 480 ? 112 : width < 800 ? 176 : 264, top: TITLES };
  });
  const across = computed(() => ({
    count: store.fields.size.value.terms,
    size: store.zoom.value.width,
    view: Math.max(0, box.value.width - margins.value.left),
    tail: TAIL,
  }));
  const down = computed(() => ({
    count: store.fields.size.value.documents,
    size: store.zoom.value.height,
    view: Math.max(0, box.value.height - margins.value.top),
  }));
  const scroller = createScroller(
    () => element.current,
    () => ({ across: across.peek(), down: down.peek() }),
  );
  const sight = computed(() => {
    const { x, y } = scroller.offset.value;
    const columns = inSight(x, across.value);
    const rows = inSight(y, down.value);
    return {
      row: rows.start,
      column: columns.start,
      rows: rows.end - rows.start,
      columns: columns.end - columns.start,
    };
  });
  return {
    box,
    element,
    margins,
    across,
    down,
    scroller,
    sight,
    spacer: computed(() => ({
      width: margins.value.left + scrolledLength(across.value),
      height: margins.value.top + scrolledLength(down.value),
    })),
    wish: computed(() => Math.min(HIGHEST, TITLES + totalOf(down.value) + BAR + 2)),
    find(x, y) {
      const { left, top } = margins.peek();
      const offset = scroller.offset.peek();
      const row = y < top ? -1 : indexAt(y - top, offset.y, down.peek());
      // Terms lean over: what is above a column belongs to one further left.
      const lean = y < top ? Math.max(0, top - y - 20) : 0;
      const column = x < left ? -1 : indexAt(x - left - lean, offset.x, across.peek());
      return { row, column };
    },
  };
}
