/** Colours of the matrix, as CSS has them. */

import type { Lut } from "../../theme/colors";

export interface Inks {
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly line: string;
  readonly bg: string;
  readonly bg2: string;
  readonly accent: string;
  readonly select: string;
}

const NAMES = ["ink", "ink2", "ink3", "line", "bg", "bg2", "accent", "select"] as const;

export function readInks(element: Element): Inks {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    NAMES.map((name) => [name, style.getPropertyValue(`--nlpw-${name}`).trim()]),
  ) as unknown as Inks;
}

/** Shades of a scale as CSS colours, and what can be read on each. */
export interface Shades {
  readonly fill: readonly string[];
  readonly text: readonly string[];
}

const STEPS = 64;

/** From a little above nothing, so that the faintest cell is not an empty one. */
export function shadesOf(lut: Lut): Shades {
  const fill: string[] = [];
  const text: string[] = [];
  for (let k = 0; k < STEPS; k++) {
    const word = lut[Math.round(30 + (k / (STEPS - 1)) * 225)] as number;
    const [r, g, b] = [word & 255, (word >> 8) & 255, (word >> 16) & 255];
    fill.push(`rgb(${r} ${g} ${b})`);
    text.push(contrastText(r, g, b));
  }
  return { fill, text };
}

/** Index of the shade of a weight; `top` and beyond have the strongest. */
export function shadeAt(weight: number, top: number): number {
  if (!(weight > 0) || !(top > 0)) return 0;
  return Math.round(Math.min(1, weight / top) * (STEPS - 1));
}

/** Black or white, whichever stands out more (WCAG's relative luminance). */
export function contrastText(r: number, g: number, b: number): string {
  const linear = [r, g, b].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * (linear[0] as number) + 0.7152 * (linear[1] as number) + 0.0722 * (linear[2] as number);
  return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? "#10141a" : "#ffffff";
}
