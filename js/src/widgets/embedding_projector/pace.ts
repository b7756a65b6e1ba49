/** How many points are drawn while the picture moves, so that it moves smoothly also without a graphics card. */

/** Longest time between two pictures that still looks smooth, ms. */
const SLOW = 30;
const QUICK = 20;
const WANTED = 24;
const LEAST = 20_000;
/** Before it is known how quick the machine is. */
const FIRST = 400_000;

export class Pace {
  private limit = FIRST;
  private last = Number.NaN;
  private usual = WANTED;

  /** Points to draw now, of `count`, the most frequent words first; all of them at rest. */
  count(count: number, moving: boolean, now: number): number {
    if (!moving) {
      this.last = Number.NaN;
      return count;
    }
    const took = now - this.last;
    this.last = now;
    // The first picture of a motion: how long it takes is not known yet.
    if (Number.isNaN(took)) {
      this.usual = WANTED;
      return Math.min(count, Math.round(this.limit));
    }
    this.usual += 0.4 * (took - this.usual);
    if (this.usual > SLOW) {
      const share = Math.max(0.2, Math.min(0.9, WANTED / this.usual));
      this.limit = Math.max(LEAST, Math.min(count, this.limit) * share);
      // The next picture is drawn from fewer points: what was slow before says nothing of it.
      this.usual = WANTED;
    } else if (this.usual < QUICK && this.limit < count) {
      this.limit *= 1.06;
    }
    return Math.min(count, Math.round(this.limit));
  }
}
