/** Points on their way from one frame to the next. */

import { bake, type Cloud, NOWHERE, type Positions, still } from "../../marks/point_cloud";
import { unpack } from "../../protocol/codec";
import type { Frame } from "../../protocol/embedding_projector.gen";

/** Longest time between two frames that is filled with motion, ms. */
const LONGEST = 500;
const SHORTEST = 80;
/** Points beyond which nothing moves by itself: the next frame is simply shown. */
const MOST = 2_000_000;

interface Way {
  from: Positions;
  to: Positions;
}

export class Motion {
  private ways: [Way, Way | null] = [{ from: NOWHERE, to: NOWHERE }, null];
  private final: [Positions, Positions | null] = [NOWHERE, null];
  private began = 0;
  private lasts = 0;
  private arrived = Number.NEGATIVE_INFINITY;

  get count(): number {
    return this.ways[0].to.count;
  }

  get dimensions(): number {
    return this.ways[0].to.dimensions;
  }

  get hasSecond(): boolean {
    return this.ways[1] !== null;
  }

  isMoving(now: number): boolean {
    return this.share(now) < 1;
  }

  /** A frame has come; `calm` shows it at once. */
  show(frame: Frame | null, now: number, calm: boolean): void {
    const before = this.ways.map((way) => (way === null ? null : bake(this.cloudOf(way, now))));
    const first = frame === null ? NOWHERE : positionsOf(frame.points);
    const second = frame === null || frame.second === null ? null : positionsOf(frame.second);
    const old = before[0] ?? NOWHERE;
    const jumps = calm || old.count !== first.count || old.dimensions !== first.dimensions || first.count > MOST;
    const way = (from: Positions | null | undefined, to: Positions): Way => {
      // A flat picture and a deep one are seen in different ways: between them there is no motion.
      const goes = !jumps && from?.count === to.count && from.dimensions === to.dimensions;
      return { from: goes ? from : to, to };
    };
    this.ways = [way(old, first), second === null ? null : way(before[1], second)];
    this.lasts = jumps ? 0 : Math.max(SHORTEST, Math.min(LONGEST, now - this.arrived));
    this.began = now;
    this.arrived = now;
    this.final = [first, second];
  }

  /** Where all points are now: of the first embedding, of the second. */
  clouds(now: number): { readonly first: Cloud; readonly second: Cloud | null } {
    if (!this.isMoving(now)) {
      const [first, second] = this.final;
      return { first: still(first), second: second === null ? null : still(second) };
    }
    const [first, second] = this.ways;
    return { first: this.cloudOf(first, now), second: second === null ? null : this.cloudOf(second, now) };
  }

  /** Between the two embeddings, 0 to 1. */
  between(share: number): Cloud {
    const [first, second] = this.final;
    if (second === null || share <= 0) return still(first);
    return share >= 1 ? still(second) : { from: first, to: second, share };
  }

  private share(now: number): number {
    return this.lasts <= 0 ? 1 : Math.max(0, Math.min(1, (now - this.began) / this.lasts));
  }

  private cloudOf({ from, to }: Way, now: number): Cloud {
    return { from, to, share: this.share(now) };
  }
}

export function positionsOf(packed: Frame["points"]): Positions {
  const { shape, values } = unpack(packed);
  return { values: values as Uint16Array, count: shape[0] ?? 0, dimensions: shape[1] ?? 2 };
}
