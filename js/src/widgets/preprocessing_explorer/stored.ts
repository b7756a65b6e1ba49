/** Saved pages: the lanes of the cards that are on, put together from what the page holds. */

import type { Card, Lane, Note, Stored } from "../../protocol/preprocessing_explorer.gen";

export interface Assembled {
  readonly lanes: readonly Lane[];
  /** Cards that are on but whose lanes the page does not hold. */
  readonly missing: readonly string[];
  readonly notes: readonly Note[];
}

/** Undefined when the cards stand in another order than the page was saved with. */
export function assemble(stored: Stored, steps: readonly Card[]): Assembled | undefined {
  if (steps.length !== stored.ids.length || steps.some(({ id }, k) => id !== stored.ids[k])) return undefined;
  const switches = steps.map(({ on }) => (on ? "1" : "0")).join("");
  const lanes: Lane[] = [];
  const missing: string[] = [];
  for (const [k, { id, on }] of steps.entries()) {
    if (!on) continue;
    const lane = stored.lanes[switches.slice(0, k + 1)];
    // What follows a gap could not be traced back through it.
    if (lane === undefined || missing.length > 0) missing.push(id);
    else lanes.push({ ...lane, id });
  }
  return { lanes, missing, notes: stored.notes[switches] ?? [] };
}
