/** How many points are drawn while the picture moves, so that it moves smoothly also without a graphics card. */

/** Longest time between two pictures that still looks smooth, ms. */
const SLOW = 30;
const QUICK = 20;
/** Two pictures further apart than this do not belong to one motion, ms. */
const APART = 250;
const LEAST = 20_000;

export class Pace {
  private limit = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;
  private usual = SLOW;

  /** Points to draw now, of `count`, the most frequent words first; all of them at rest. */
  count(count: number, moving: boolean, now: number): number {
    const took = now - this.last;
    this.last = now;
    if (!moving) return count;
    if (took > APART) {
      this.usual = (SLOW + QUICK) / 2;
      return Math.min(count, this.limit);
    }
    this.usual += 0.4 * (took - this.usual);
    if (this.usual > SLOW) this.limit = Math.max(LEAST, Math.min(count, this.limit) * 0.7);
    else if (this.usual < QUICK && this.limit < count) this.limit *= 1.15;
    return Math.min(count, Math.round(this.limit));
  }
}
