/** Undo and redo over what the page writes. */

interface Entry<T> {
  readonly before: Partial<T>;
  readonly after: Partial<T>;
  readonly at: number;
}

/** Quick changes of the same keys, less than this apart, are undone together; in ms. */
const TOGETHER = 600;
const LONGEST = 200;

export class History<T extends object> {
  private past: Entry<T>[] = [];
  private future: Entry<T>[] = [];

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Remember a change from `before` to `after` (the same keys), made at `now` ms. */
  push(before: Partial<T>, after: Partial<T>, now: number): void {
    this.future = [];
    const last = this.past.at(-1);
    if (last !== undefined && now - last.at < TOGETHER && sameKeys(last.after, after)) {
      this.past[this.past.length - 1] = { before: last.before, after, at: now };
      return;
    }
    this.past.push({ before, after, at: now });
    if (this.past.length > LONGEST) this.past.shift();
  }

  /** The values to go back to; null when there is nothing to undo. */
  undo(): Partial<T> | null {
    const entry = this.past.pop();
    if (entry === undefined) return null;
    this.future.push(entry);
    return entry.before;
  }

  /** The values to go forward to again; null when nothing was undone. */
  redo(): Partial<T> | null {
    const entry = this.future.pop();
    if (entry === undefined) return null;
    // Old enough that a change right after a redo is a step of its own.
    this.past.push({ ...entry, at: Number.NEGATIVE_INFINITY });
    return entry.after;
  }
}

function sameKeys(a: object, b: object): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b);
}
