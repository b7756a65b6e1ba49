/** What the detail panels (diagram, equations, unit) are given, and words they share. */

import type { Signal } from "@preact/signals";
import type { LayerData, Role } from "./data";

export interface DetailProps {
  data: LayerData;
  step: number;
  unit: number;
  onSelect(patch: { step?: number; unit?: number }): void;
  /** The quantity pointed at, shared by the panels so that diagram and equations light up together. */
  highlight?: Signal<Role | null>;
}

/** Where the previous state stands: a backward layer comes from the token after. */
export function previousOffset(data: LayerData): -1 | 1 {
  return data.meta.direction === "forward" ? -1 : 1;
}

/**
 * Handlers that light a quantity up while it is pointed at. For SVG: there, a listener for the focus would make the
 * element a stop of the Tab key.
 */
export function pointed(highlight: Signal<Role | null> | undefined, role: Role) {
  if (highlight === undefined) return {};
  const on = () => {
    highlight.value = role;
  };
  const off = () => {
    if (highlight.peek() === role) highlight.value = null;
  };
  return { onPointerEnter: on, onPointerLeave: off };
}

/** The same for HTML: also while the focus is within. */
export function lights(highlight: Signal<Role | null> | undefined, role: Role) {
  const { onPointerEnter, onPointerLeave } = pointed(highlight, role);
  return { onPointerEnter, onPointerLeave, onFocusIn: onPointerEnter, onFocusOut: onPointerLeave };
}

/** Class for an element that shows a quantity: lit while that quantity is pointed at. */
export function lit(highlight: Signal<Role | null> | undefined, role: Role): string {
  return highlight?.value === role ? "nlpw-lit" : "";
}
