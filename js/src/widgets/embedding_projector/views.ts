/** The pictures side by side: where each lies, what it shows, and how its points are drawn. */

import type { Cloud } from "../../marks/point_cloud";
import { type Camera, type Matrix, type Size, viewMatrix } from "../../marks/view_matrix";
import type { Motion } from "./motion";

export interface PictureView {
  /** Left edge, px. */
  readonly left: number;
  readonly size: Size;
  readonly cloud: Cloud;
  readonly matrix: Matrix;
  /** Shows the second embedding. */
  readonly second: boolean;
}

/** Px between two pictures. */
const GAP = 1;

interface Wish {
  readonly arrangement: "single" | "side" | "morph";
  readonly morph: number;
}

export function viewsOf(motion: Motion, wish: Wish, camera: Camera, size: Size, now: number): PictureView[] {
  const { dimensions } = motion;
  const { arrangement } = motion.hasSecond ? wish : { arrangement: "single" };
  if (arrangement === "side") {
    const half: Size = { width: Math.max(1, Math.floor((size.width - GAP) / 2)), height: size.height };
    const matrix = viewMatrix(camera, half, dimensions);
    const { first, second } = motion.clouds(now);
    return [
      { left: 0, size: half, cloud: first, matrix, second: false },
      { left: half.width + GAP, size: half, cloud: second ?? first, matrix, second: true },
    ];
  }
  const matrix = viewMatrix(camera, size, dimensions);
  const cloud = arrangement === "morph" ? motion.between(wish.morph) : motion.clouds(now).first;
  return [{ left: 0, size, cloud, matrix, second: arrangement === "morph" && wish.morph > 0.5 }];
}

/** The picture under a px; the first where there is none. */
export function viewAt(views: readonly PictureView[], x: number): PictureView | undefined {
  return views.findLast((view) => x >= view.left) ?? views[0];
}

/** Px of a point of size 1: smaller where there are many, larger as one comes nearer. */
export function diameterOf(count: number, size: Size, zoom: number, wish: number): number {
  const room = Math.sqrt((size.width * size.height) / Math.max(1, count));
  const fits = Math.max(1.6, Math.min(7, 0.62 * room));
  return Math.min(14, fits * Math.max(1, zoom) ** 0.3) * wish;
}

/** Many points let one another show through. */
export function alphaOf(count: number, size: Size, zoom: number): number {
  const room = Math.sqrt((size.width * size.height) / Math.max(1, count)) * Math.max(1, zoom) ** 0.7;
  return Math.max(0.35, Math.min(0.9, 0.2 * room));
}
