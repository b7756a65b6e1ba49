/** The thin scroll bar of a strip whose units do not all fit. */

import type { StripLayout } from "../../marks/heat_strip";
import type { Layout } from "./layout";

export function UnitScroll({ layout, rows, units }: { layout: Layout; rows: StripLayout; units: number }) {
  if (rows.visible >= rows.rows) return null;
  const share = rows.visible / rows.rows;
  const last = (rows.rows - rows.visible) * rows.unitsPerRow;
  const top = Math.min(layout.unitTop.value, last);

  function drag(event: PointerEvent): void {
    const bar = event.currentTarget as HTMLElement;
    if (event.type === "pointerdown") bar.setPointerCapture(event.pointerId);
    if (event.buttons !== 1) return;
    const box = bar.getBoundingClientRect();
    const middle = (event.clientY - box.top) / box.height - share / 2;
    layout.unitTop.value = Math.round(Math.max(0, Math.min(1 - share, middle)) * units);
  }

  return (
    <div class="nlpw-unit-scroll" aria-hidden="true" onPointerDown={drag} onPointerMove={drag}>
      <span style={{ top: `${(100 * top) / units}%`, height: `${100 * share}%` }} />
    </div>
  );
}
