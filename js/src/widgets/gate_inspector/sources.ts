/** What each strip draws: its numbers, scale and colours. */

import type { Palette } from "../../theme/colors";
import type { Alignment } from "./columns";
import { difference, sharedColumns } from "./compare";
import type { LayerData, Matrix, Quantity } from "./data";

export interface StripSource {
  readonly quantity: Quantity;
  readonly matrix: Matrix;
  /** Column to row of `matrix`; -1 for a gap. */
  readonly rowAt: Int32Array;
  /** Values of the first and the last colour. */
  readonly low: number;
  readonly high: number;
  /** The scale in words. */
  readonly scale: string;
  /** Number of values that are not a number. */
  readonly missing: number;
}

/** The strips of a layer on one text. */
export function layerSources(data: LayerData, rowAt: Int32Array): StripSource[] {
  return data.quantities.map((quantity) => {
    const matrix = data.values[quantity.name] as Matrix;
    return { quantity, matrix, rowAt, ...scaleOf(data, quantity, matrix), missing: missingIn(matrix.values) };
  });
}

/** The strips of first − second. */
export function differenceSources(first: LayerData, second: LayerData, alignment: Alignment): StripSource[] {
  const rowAt = sharedColumns(alignment);
  return first.quantities.map((quantity) => {
    const matrix = difference(first, second, quantity.name, alignment);
    const high = largest(matrix.values);
    const gaps = rowAt.filter((row) => row < 0).length * matrix.columns;
    return {
      quantity: { ...quantity, signed: true },
      matrix,
      rowAt,
      low: -high,
      high,
      scale: `±${short(high)}`,
      missing: missingIn(matrix.values) - gaps,
    };
  });
}

/** Signed quantities have one scale for all strips of a kind; the others go from zero to their role's colour. */
export function lutOf(palette: Palette, { name, signed }: Quantity): Palette["signed"] {
  return signed ? palette.signed : (palette.unsigned[name] ?? palette.signed);
}

function scaleOf(
  { meta }: LayerData,
  { name, signed }: Quantity,
  matrix: Matrix,
): { low: number; high: number; scale: string } {
  if (!signed) return { low: 0, high: 1, scale: "0 to 1" };
  // A cell state has no bounds, nor has what a projection or ReLU gives; the others come out of a tanh.
  const bounded =
    name !== "cell" && meta.nonlinearity === "tanh" && (name !== "hidden" || meta.hidden_size === meta.output_size);
  const high = bounded ? 1 : largest(matrix.values);
  return { low: -high, high, scale: `±${short(high)}` };
}

/** The largest absolute value, 1 when there is none. */
function largest(values: Float32Array): number {
  let high = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > high && size < Number.POSITIVE_INFINITY) high = size;
  }
  return high || 1;
}

function missingIn(values: Float32Array): number {
  let count = 0;
  for (const value of values) if (Number.isNaN(value)) count += 1;
  return count;
}

function short(value: number): string {
  return value === 1 ? "1" : value.toPrecision(2).replace("e+", "e");
}
