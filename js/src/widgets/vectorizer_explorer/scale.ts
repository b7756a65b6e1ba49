/** The weight that has the strongest colour. */

import type { Cells } from "./cells";
import { type Scheme, weight } from "./weights";

/** Cells looked at: enough to know, few enough for a frame. */
const SAMPLE = 20_000;
/** Share of the cells that are not zero with a weight up to it. */
const SHARE = 0.98;

/** A round number that nearly all cells in `cells` stay below; 0 when there are none. */
export function strongest(cells: Cells, scheme: Scheme, documents: number): number {
  const found: number[] = [];
  for (const part of cells.all) {
    for (let row = 0; row < part.rows && found.length < SAMPLE; row++) {
      for (let k = part.starts[row] as number; k < (part.starts[row + 1] as number); k++) {
        found.push(
          weight(scheme, {
            count: part.counts[k] as number,
            length: part.lengths[row] as number,
            df: part.frequencies[part.at[k] as number] as number,
            documents,
            norm: part.norms[2 * row] as number,
            normSublinear: part.norms[2 * row + 1] as number,
          }),
        );
      }
    }
  }
  found.sort((a, b) => a - b);
  const high = found[Math.min(found.length - 1, Math.floor(SHARE * found.length))] ?? 0;
  return roundUp(high);
}

/** The next number with one digit: 0.37 → 0.4, 3 → 3. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 0;
  const unit = 10 ** Math.floor(Math.log10(value));
  return Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(1));
}
