/** How many points there are, in square cells of the screen. */

import type { Lut } from "../theme/colors";
import { type Cloud, eachSpot } from "./point_cloud";
import type { Matrix, Size } from "./view_matrix";

export interface Density {
  readonly columns: number;
  readonly rows: number;
  /** Px of a cell. */
  readonly cell: number;
  readonly counts: Uint32Array;
  /** In the fullest cell. */
  readonly most: number;
  /** Cells with points. */
  readonly occupied: number;
  /** Points in sight. */
  readonly visible: number;
}

/** `step` 4 counts every fourth point and takes it for four. */
export function countPoints(cloud: Cloud, matrix: Matrix, size: Size, cell: number, step = 1): Density {
  const columns = Math.max(1, Math.ceil(size.width / cell));
  const rows = Math.max(1, Math.ceil(size.height / cell));
  const counts = new Uint32Array(columns * rows);
  const scale = 1 / cell;
  let visible = 0;
  const count = (_: number, x: number, y: number) => {
    // A point on the far edge counts to the last cell.
    const column = Math.min(columns - 1, (x * scale) | 0);
    const row = Math.min(rows - 1, (y * scale) | 0);
    const at = row * columns + column;
    counts[at] = (counts[at] as number) + step;
    visible += step;
    return undefined;
  };
  eachSpot(cloud, matrix, size, 0, count, { step });
  let most = 0;
  let occupied = 0;
  for (const many of counts) {
    if (many === 0) continue;
    occupied++;
    if (many > most) most = many;
  }
  return { columns, rows, cell, counts, most, occupied, visible };
}

/** The next of 5, 10, 20, 50, …: the scale stays the same while the picture moves a little. */
export function roundUp(most: number): number {
  for (let power = 1; power < 1e9; power *= 10) {
    for (const step of [1, 2, 5]) if (step * power >= Math.max(5, most)) return step * power;
  }
  return most;
}

/** Colour words of the cells, 0 (transparent) where there is no point; the logarithm of the count up to `top`. */
export function densityColors({ counts }: Density, top: number, lut: Lut): Uint32Array {
  const pixels = new Uint32Array(counts.length);
  const scale = 255 / Math.log1p(top);
  const known = Uint32Array.from({ length: 256 }, (_, count) => shade(count, scale, lut));
  for (let k = 0; k < counts.length; k++) {
    const count = counts[k] as number;
    if (count > 0) pixels[k] = count < 256 ? (known[count] as number) : shade(count, scale, lut);
  }
  return pixels;
}

function shade(count: number, scale: number, lut: Lut): number {
  return lut[Math.min(255, Math.round(Math.log1p(count) * scale))] as number;
}

/** Crowded: on average so many points share a cell that has any. Once so, a little less is still crowded. */
export function isCrowded({ visible, occupied }: Density, before: boolean): boolean {
  return visible > 2000 && visible > occupied * (before ? 2.2 : 3);
}
