/** Moves the matrix: the wheel, the scroll bars, and what must come into sight. */

import { type Signal, signal } from "@preact/signals";
import { type Axis, centre, clampOffset, isScaled, reveal, toOffset, toScroll } from "./scroll";

export interface Offset {
  readonly x: number;
  readonly y: number;
}

export interface Scroller {
  /** Px scrolled away. */
  readonly offset: Signal<Offset>;
  /** The element has scrolled. */
  follow(element: Element): void;
  /** A wheel over a scaled axis: px are px there, too. True when it was ours. */
  wheel(event: WheelEvent): boolean;
  /** Bring a cell into sight, to the middle where it is far away. */
  show(row: number, column: number): void;
  /** Back to the first column or row. */
  begin(axis: "x" | "y"): void;
  /** After a change of sizes: keep what is at the corner. */
  keep(old: { readonly across: Axis; readonly down: Axis }): void;
}

/** Px of a line, for wheels that count lines. */
const LINE = 16;

export function createScroller(element: () => Element | null, axes: () => { across: Axis; down: Axis }): Scroller {
  const offset = signal<Offset>({ x: 0, y: 0 });
  // Where the element was put: its own news of that says nothing, and would lose the px that it cannot hold.
  let put: Offset = { x: 0, y: 0 };

  function go(x: number, y: number): void {
    const { across, down } = axes();
    const next = { x: clampOffset(x, across), y: clampOffset(y, down) };
    offset.value = next;
    const box = element();
    if (box === null) return;
    box.scrollLeft = toScroll(next.x, across);
    box.scrollTop = toScroll(next.y, down);
    put = { x: box.scrollLeft, y: box.scrollTop };
  }

  function far(index: number, at: number, axis: Axis): number {
    const near = reveal(index, at, axis);
    return Math.abs(near - at) > axis.view / 2 ? centre(index, axis) : near;
  }

  return {
    offset,
    follow(box) {
      const { across, down } = axes();
      const { x, y } = offset.peek();
      const same = (a: number, b: number) => Math.abs(a - b) < 1;
      const next = {
        x: same(box.scrollLeft, put.x) ? x : toOffset(box.scrollLeft, across),
        y: same(box.scrollTop, put.y) ? y : toOffset(box.scrollTop, down),
      };
      put = { x: box.scrollLeft, y: box.scrollTop };
      if (next.x !== x || next.y !== y) offset.value = next;
    },
    wheel(event) {
      const { across, down } = axes();
      if (!isScaled(across) && !isScaled(down)) return false;
      const unit = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? LINE : down.view;
      const [dx, dy] = event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
      const { x, y } = offset.peek();
      go(x + dx * unit, y + dy * unit);
      const now = offset.peek();
      return now.x !== x || now.y !== y;
    },
    show(row, column) {
      const { across, down } = axes();
      const { x, y } = offset.peek();
      go(column < 0 ? x : far(column, x, across), row < 0 ? y : far(row, y, down));
    },
    begin(axis) {
      const { x, y } = offset.peek();
      go(axis === "x" ? 0 : x, axis === "y" ? 0 : y);
    },
    keep(old) {
      const { across, down } = axes();
      const { x, y } = offset.peek();
      go((x / old.across.size) * across.size, (y / old.down.size) * down.size);
    },
  };
}
