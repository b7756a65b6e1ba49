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
  /** The scale in words; a + says that some values lie beyond and have the strongest colour. */
  readonly scale: string;
  /** Number of values that are not a number. */
  readonly missing: number;
}

/** The strips of a layer on one text; `beside` is what it is compared with, which has the same scales. */
export function layerSources(data: LayerData, rowAt: Int32Array, beside?: LayerData): StripSource[] {
  return data.quantities.map((quantity) => {
    const matrix = data.values[quantity.name] as Matrix;
    const others = [beside?.values[quantity.name]].filter((other) => other !== undefined);
    return { quantity, matrix, rowAt, ...scaleOf(quantity, [matrix, ...others]), missing: missingIn(matrix.values) };
  });
}

/** The strips of first − second. */
export function differenceSources(first: LayerData, second: LayerData, alignment: Alignment): StripSource[] {
  const rowAt = sharedColumns(alignment);
  return first.quantities.map((quantity) => {
    const matrix = difference(first, second, quantity.name, alignment);
    const high = largest(matrix.values) || 1;
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

/** Share of the values that the scale of a state spans; the few beyond have the strongest colour. */
const SPANNED = 0.98;

/** Gates and candidates fill their range; states may be small or unbounded: theirs spans nearly all they reach. */
function scaleOf({ name, signed }: Quantity, matrices: Matrix[]): { low: number; high: number; scale: string } {
  if (!signed) return { low: 0, high: 1, scale: "0 to 1" };
  const state = name === "cell" || name === "hidden";
  const high = state ? Math.max(...matrices.map(({ values }) => spanned(values))) || 1 : 1;
  const beyond = state && matrices.some(({ values }) => largest(values) > high);
  return { low: -high, high, scale: `±${short(high)}${beyond ? "+" : ""}` };
}

/** The largest finite absolute value. */
function largest(values: Float32Array): number {
  let high = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > high && size < Number.POSITIVE_INFINITY) high = size;
  }
  return high;
}

/** The absolute value that 98 % of the finite values do not exceed; one outlier would leave all others pale. */
function spanned(values: Float32Array): number {
  const sizes = values.map(Math.abs).filter(Number.isFinite).sort();
  return sizes[Math.floor(SPANNED * (sizes.length - 1))] || largest(values);
}

function missingIn(values: Float32Array): number {
  let count = 0;
  for (const value of values) if (Number.isNaN(value)) count += 1;
  return count;
}

function short(value: number): string {
  return value === 1 ? "1" : value.toPrecision(2).replace("e+", "e");
}
