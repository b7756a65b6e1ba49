/** The stretches of the ranking that have come, since only one is sent at a time. */

import type { Browse, Change, Changes } from "../../protocol/embedding_projector.gen";

/** Rows that are asked for at a time. */
export const PAGE = 50;

export class Pages {
  private rows = new Map<number, Change>();
  private made = "";
  total = 0;

  /** Takes what has come; `order` says which ranking it belongs to. */
  add(changes: Changes, order: string): void {
    const made = `${changes.k} ${changes.total} ${order}`;
    if (made !== this.made) this.rows = new Map();
    this.made = made;
    this.total = changes.total;
    for (const [k, row] of changes.rows.entries()) this.rows.set(changes.offset + k, row);
  }

  at(index: number): Change | undefined {
    return this.rows.get(index);
  }

  /** The stretch to ask for so that rows [first, last) are here; null when they are. */
  missing(first: number, last: number, ascending: boolean): Browse | null {
    for (let at = first; at < Math.min(last, this.total); at++) {
      if (this.rows.has(at)) continue;
      const offset = Math.floor(at / PAGE) * PAGE;
      return { offset, count: Math.min(2 * PAGE, this.total - offset), ascending };
    }
    return null;
  }
}
