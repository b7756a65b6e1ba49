/** Points inside a line drawn around them. */

import { type Cloud, eachSpot } from "./point_cloud";
import type { Matrix, Size } from "./view_matrix";

/** x and y of each corner, px; the last is joined to the first. */
export type Polygon = readonly number[];

export function rectangle(x0: number, y0: number, x1: number, y1: number): Polygon {
  return [x0, y0, x1, y0, x1, y1, x0, y1];
}

/** Inside, where a ray from the point crosses the line an odd number of times. */
export function isInside(polygon: Polygon, x: number, y: number): boolean {
  let inside = false;
  const count = polygon.length / 2;
  for (let k = 0, last = count - 1; k < count; last = k++) {
    const [xa, ya] = [polygon[2 * k] as number, polygon[2 * k + 1] as number];
    const [xb, yb] = [polygon[2 * last] as number, polygon[2 * last + 1] as number];
    if (ya > y !== yb > y && x < ((xb - xa) * (y - ya)) / (yb - ya) + xa) inside = !inside;
  }
  return inside;
}

/** Indices of the points inside, rising. */
export function pointsInside(cloud: Cloud, matrix: Matrix, size: Size, polygon: Polygon): Int32Array {
  const xs = polygon.filter((_, k) => k % 2 === 0);
  const ys = polygon.filter((_, k) => k % 2 === 1);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const found: number[] = [];
  if (polygon.length < 6) return Int32Array.from(found);
  eachSpot(cloud, matrix, size, 0, (i, x, y) => {
    if (x >= left && x <= right && y >= top && y <= bottom && isInside(polygon, x, y)) found.push(i);
    return undefined;
  });
  return Int32Array.from(found);
}

export type Joining = "replace" | "add" | "remove";

/** Rising indices joined to rising indices. */
export function join(old: Int32Array, now: Int32Array, how: Joining): Int32Array {
  if (how === "replace") return now;
  const all = new Set(old);
  for (const i of now) {
    if (how === "add") all.add(i);
    else all.delete(i);
  }
  return Int32Array.from(all).sort();
}
