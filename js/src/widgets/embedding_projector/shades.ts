/** Columns as shades and sizes of points, and the legend that reads them. */

import { SIZE_ONE } from "../../marks/points_gl";
import { unpack } from "../../protocol/codec";
import type { Column, Values } from "../../protocol/embedding_projector.gen";
import { type Lut, type Rgb, ramp, word } from "../../theme/colors";

/** Index of the colour of missing values and of points that have no column. */
export const MISSING = 255;
export const PLAIN = 254;
/** Index of all categories beyond those with a colour of their own. */
export const OTHERS = 253;
const TOP = 250;

/** Colours told apart by colour-blind readers too, on white and on near black. */
const CATEGORIES = {
  light: ["#0072b2", "#d55e00", "#008f68", "#a8548a", "#b07c00", "#4aa3d8", "#6b4fbb", "#8c6d5a"],
  dark: ["#4ba8de", "#f0853a", "#3cc39b", "#d68fbd", "#e0b040", "#9bd0f5", "#a894e8", "#c2a48f"],
} as const;
const SEQUENTIAL = {
  light: ["#a8cbe6", "#5f9fce", "#3f6bb0", "#4b3a94", "#3a1054"],
  dark: ["#34406f", "#3f6fb5", "#3fa6b8", "#7fd39b", "#f4ef9c"],
} as const;
const DIVERGING = {
  light: ["#00558a", "#4b9cd0", "#c3c8ce", "#e8955c", "#b34a00"],
  dark: ["#63bdf2", "#3d7fae", "#4c535d", "#b8682f", "#ff9c55"],
} as const;
const GREYS = {
  light: { missing: "#c4c9cf", others: "#8d959e", plain: "#3f7fb5" },
  dark: { missing: "#4a515b", others: "#7d8691", plain: "#6ba6dc" },
} as const;

export const SHOWN_CATEGORIES = CATEGORIES.light.length;

export type Theme = "light" | "dark";

export type Scale = "none" | "sequential" | "diverging" | "category";

export function scaleFor(column: Column | undefined): Scale {
  if (column === undefined) return "none";
  if (column.kind === "category") return "category";
  return column.low < 0 && column.high > 0 ? "diverging" : "sequential";
}

/** Values of the first and the last colour: a diverging scale is the same on both sides of 0. */
export function rangeOf(column: Column): readonly [number, number] {
  const { low, high } = column;
  if (scaleFor(column) !== "diverging") return [low, high > low ? high : low + 1];
  const far = Math.max(-low, high);
  return [-far, far];
}

export function hexOf(hex: string): Rgb {
  return [1, 3, 5].map((k) => Number.parseInt(hex.slice(k, k + 2), 16)) as unknown as Rgb;
}

/** 256 colours for the shades of a scale. */
export function lutOf(scale: Scale, theme: Theme): Lut {
  const stops = (scale === "diverging" ? DIVERGING : SEQUENTIAL)[theme].map(hexOf);
  const smooth = ramp(stops);
  const lut = Uint32Array.from({ length: 256 }, (_, k) => smooth[Math.min(255, Math.round((k * 255) / TOP))] as number);
  if (scale === "category") for (const [k, hex] of CATEGORIES[theme].entries()) lut[k] = word(hexOf(hex));
  const { missing, others, plain } = GREYS[theme];
  lut[MISSING] = word(hexOf(missing));
  lut[OTHERS] = word(hexOf(others));
  lut[PLAIN] = word(hexOf(plain));
  return lut;
}

function densityStops(theme: Theme): readonly string[] {
  return theme === "light" ? ["#e4eef7", ...SEQUENTIAL.light] : ["#232b45", ...SEQUENTIAL.dark];
}

export function densityLut(theme: Theme): Lut {
  return ramp(densityStops(theme).map(hexOf));
}

export function densityGradient(theme: Theme): string {
  return `linear-gradient(90deg, ${densityStops(theme).join(", ")})`;
}

export function categoryColor(k: number, theme: Theme): string {
  return CATEGORIES[theme][k] ?? GREYS[theme].others;
}

export function missingColor(theme: Theme): string {
  return GREYS[theme].missing;
}

export function gradient(scale: Scale, theme: Theme): string {
  return `linear-gradient(90deg, ${(scale === "diverging" ? DIVERGING : SEQUENTIAL)[theme].join(", ")})`;
}

/** The values of a column; null while they are not here. */
export function valuesOf(column: Column | undefined, values: Values | null): Float32Array | Int32Array | null {
  if (column === undefined || values === null || values.name !== column.name) return null;
  return unpack(values.values).values as Float32Array | Int32Array;
}

export function shadeOf(column: Column, value: number): number {
  if (column.kind === "category") return value < 0 ? MISSING : value < SHOWN_CATEGORIES ? value : OTHERS;
  if (!Number.isFinite(value)) return MISSING;
  const [low, high] = rangeOf(column);
  return Math.round(TOP * Math.max(0, Math.min(1, (value - low) / (high - low))));
}

/** Whether most points have no value. */
export function isSparse(values: ArrayLike<number>): boolean {
  let known = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) known++;
  return 2 * known < values.length;
}

/** The area of a point grows with its value: from a half to three times the plain diameter. */
export function sizeOf(column: Column, value: number): number {
  if (column.kind === "category") return SIZE_ONE;
  if (!Number.isFinite(value)) return SIZE_ONE / 2;
  const { low, high } = column;
  const share = high > low ? (value - low) / (high - low) : 0.5;
  return Math.round(SIZE_ONE * Math.sqrt(0.25 + 8.75 * Math.max(0, Math.min(1, share))));
}

/** Points of each category, and at the end those with none. */
export function countCategories(column: Column, values: ArrayLike<number>): Uint32Array {
  const counts = new Uint32Array(column.categories.length + 1);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const at = value < 0 || value >= column.categories.length ? column.categories.length : value;
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}
