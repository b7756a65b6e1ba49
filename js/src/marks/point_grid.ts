/** Finds the point under the pointer. */

import { type Cloud, eachSpot, type Positions } from "./point_cloud";
import { type Matrix, type Size, unprojectFlat } from "./view_matrix";

/** Points of a flat picture, sorted into square cells. */
export interface PointGrid {
  readonly positions: Positions;
  readonly side: number;
  /** First entry of each cell in `order`, and one more. */
  readonly starts: Uint32Array;
  readonly order: Uint32Array;
}

/** About this many points per cell. */
const PER_CELL = 4;
const MOST_CELLS = 512;

export function buildGrid(positions: Positions): PointGrid {
  const { values, count, dimensions } = positions;
  const side = Math.max(1, Math.min(MOST_CELLS, Math.ceil(Math.sqrt(count / PER_CELL))));
  const scale = side / 65536;
  const starts = new Uint32Array(side * side + 1);
  const cells = new Uint32Array(count);
  for (let i = 0, k = 0; i < count; i++, k += dimensions) {
    const cell = Math.floor((values[k + 1] as number) * scale) * side + Math.floor((values[k] as number) * scale);
    cells[i] = cell;
    starts[cell + 1] = (starts[cell + 1] as number) + 1;
  }
  for (let c = 0; c < side * side; c++) starts[c + 1] = (starts[c + 1] as number) + (starts[c] as number);
  const fill = starts.slice();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const cell = cells[i] as number;
    order[fill[cell] as number] = i;
    fill[cell] = (fill[cell] as number) + 1;
  }
  return { positions, side, starts, order };
}

/** The point of a flat picture nearest to the px (x, y), within `reach` px; -1 for none. Of equals, the first. */
export function nearestInGrid(
  grid: PointGrid,
  matrix: Matrix,
  size: Size,
  x: number,
  y: number,
  reach: number,
): number {
  const { positions, side, starts, order } = grid;
  const { values, dimensions } = positions;
  const toUnit = (at: number) => (at + 1) / 2;
  const [left, top] = unprojectFlat(matrix, size, x - reach, y - reach);
  const [right, bottom] = unprojectFlat(matrix, size, x + reach, y + reach);
  const cellOf = (at: number) => Math.max(0, Math.min(side - 1, Math.floor(toUnit(at) * side)));
  const [px, py] = unprojectFlat(matrix, size, x, y);
  // Both axes have the same scale, so that the nearest here is the nearest on the screen.
  const perUnit = Math.abs(right - left) / (2 * reach);
  let best = -1;
  let bestAway = (reach * perUnit) ** 2;
  for (let row = cellOf(bottom); row <= cellOf(top); row++) {
    for (let column = cellOf(left); column <= cellOf(right); column++) {
      const cell = row * side + column;
      for (let k = starts[cell] as number; k < (starts[cell + 1] as number); k++) {
        const i = order[k] as number;
        const dx = ((values[i * dimensions] as number) * 2) / 65535 - 1 - px;
        const dy = ((values[i * dimensions + 1] as number) * 2) / 65535 - 1 - py;
        const away = dx * dx + dy * dy;
        if (away < bestAway || (away === bestAway && (best < 0 || i < best))) {
          best = i;
          bestAway = away;
        }
      }
    }
  }
  return best;
}

/** The same for any picture, by looking at every point; of points equally near, the one in front. */
export function nearestByScan(cloud: Cloud, matrix: Matrix, size: Size, x: number, y: number, reach: number): number {
  let best = -1;
  let bestAway = reach * reach;
  let bestDepth = Number.POSITIVE_INFINITY;
  eachSpot(cloud, matrix, size, reach, (i, sx, sy, w) => {
    const away = (sx - x) ** 2 + (sy - y) ** 2;
    if (away > bestAway + 0.25 || (away > bestAway - 0.25 && w >= bestDepth && best >= 0)) return undefined;
    if (away > reach * reach) return undefined;
    best = i;
    bestAway = away;
    bestDepth = w;
    return undefined;
  });
  return best;
}
