/** Where the points are: quantised positions, and those they come from while they move. */

import { type Matrix, project, type Size, type Spot } from "./view_matrix";

/** (count, dimensions) uint16; 0 is -1 of the picture, 65535 is 1. */
export interface Positions {
  readonly values: Uint16Array;
  readonly count: number;
  readonly dimensions: number;
}

/** Positions on their way: `share` 0 is `from`, 1 is `to`. Both have the same shape. */
export interface Cloud {
  readonly from: Positions;
  readonly to: Positions;
  readonly share: number;
}

export const NOWHERE: Positions = { values: new Uint16Array(0), count: 0, dimensions: 2 };

const UNIT = 2 / 65535;

export function still(positions: Positions): Cloud {
  return { from: positions, to: positions, share: 1 };
}

/** The cloud as it is now, to start from when it is sent elsewhere. */
export function bake({ from, to, share }: Cloud): Positions {
  if (share >= 1 || from === to) return to;
  if (share <= 0) return from;
  const values = new Uint16Array(to.values.length);
  for (let k = 0; k < values.length; k++) {
    const a = from.values[k] as number;
    values[k] = a + share * ((to.values[k] as number) - a) + 0.5;
  }
  return { ...to, values };
}

/** Coordinate `k` of point `i`, -1 to 1; 0 beyond the picture's dimensions. */
export function coordinate({ from, to, share }: Cloud, i: number, k: number): number {
  const { dimensions } = to;
  if (k >= dimensions) return 0;
  const at = i * dimensions + k;
  const b = to.values[at] as number;
  if (share >= 1) return b * UNIT - 1;
  const a = from.values[at] as number;
  return (a + share * (b - a)) * UNIT - 1;
}

export function spotOf(cloud: Cloud, matrix: Matrix, size: Size, i: number, out: Spot): Spot {
  return project(matrix, size, coordinate(cloud, i, 0), coordinate(cloud, i, 1), coordinate(cloud, i, 2), out);
}

/**
 * Calls `visit` with the place of every point on the screen within `margin` px, in rising order, until it returns
 * false; of the first `limit` points, and of every `step`-th. Written out for speed: a million points take some milliseconds.
 */
export function eachSpot(
  cloud: Cloud,
  matrix: Matrix,
  size: Size,
  margin: number,
  visit: (i: number, x: number, y: number, w: number) => boolean | undefined,
  { limit = cloud.to.count, step = 1 }: { readonly limit?: number; readonly step?: number } = {},
): void {
  const { from, to, share } = cloud;
  const { dimensions: d } = to;
  const moving = share < 1 && from !== to;
  if (d === 2 && !moving) {
    eachFlatSpot(to, matrix, size, margin, visit, limit, step);
    return;
  }
  const [a, b] = [from.values, to.values];
  const m = Float64Array.from(matrix);
  const [m0, m1, m3] = [m[0] as number, m[1] as number, m[3] as number];
  const [m4, m5, m7] = [m[4] as number, m[5] as number, m[7] as number];
  const [m8, m9, m11] = [m[8] as number, m[9] as number, m[11] as number];
  const [m12, m13, m15] = [m[12] as number, m[13] as number, m[15] as number];
  const [halfWidth, halfHeight] = [size.width / 2, size.height / 2];
  const [right, bottom] = [size.width + margin, size.height + margin];
  const count = Math.min(limit, to.count);
  for (let i = 0, k = 0; i < count; i += step, k += step * d) {
    let x = b[k] as number;
    let y = b[k + 1] as number;
    let z = d === 3 ? (b[k + 2] as number) : 0;
    if (moving) {
      x = (a[k] as number) + share * (x - (a[k] as number));
      y = (a[k + 1] as number) + share * (y - (a[k + 1] as number));
      if (d === 3) z = (a[k + 2] as number) + share * (z - (a[k + 2] as number));
    }
    x = x * UNIT - 1;
    y = y * UNIT - 1;
    z = d === 3 ? z * UNIT - 1 : 0;
    const w = m3 * x + m7 * y + m11 * z + m15;
    const px = ((m0 * x + m4 * y + m8 * z + m12) / w + 1) * halfWidth;
    if (px < -margin || px > right) continue;
    const py = (1 - (m1 * x + m5 * y + m9 * z + m13) / w) * halfHeight;
    if (py < -margin || py > bottom) continue;
    if (visit(i, px, py, w) === false) return;
  }
}

/** The same for a flat picture at rest: what is out of sight is known from its stored numbers. */
function eachFlatSpot(
  { values, count }: Positions,
  matrix: Matrix,
  size: Size,
  margin: number,
  visit: (i: number, x: number, y: number, w: number) => boolean | undefined,
  limit: number,
  step: number,
): void {
  const [sx, sy, tx, ty] = [matrix[0] as number, matrix[5] as number, matrix[12] as number, matrix[13] as number];
  const [halfWidth, halfHeight] = [size.width / 2, size.height / 2];
  const [ax, bx] = [sx * UNIT * halfWidth, (tx - sx + 1) * halfWidth];
  const [ay, by] = [-sy * UNIT * halfHeight, (1 - ty + sy) * halfHeight];
  const [left, right] = [(-margin - bx) / ax, (size.width + margin - bx) / ax];
  const [low, high] = [(size.height + margin - by) / ay, (-margin - by) / ay];
  const stop = 2 * Math.min(limit, count);
  for (let k = 0; k < stop; k += 2 * step) {
    const x = values[k] as number;
    if (x < left || x > right) continue;
    const y = values[k + 1] as number;
    if (y < low || y > high) continue;
    if (visit(k >> 1, ax * x + bx, ay * y + by, 1) === false) return;
  }
}
