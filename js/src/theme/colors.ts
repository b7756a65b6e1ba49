/** Colours for canvases: the CSS variables of the theme as numbers. */

/** Red, green, blue, each 0 to 255. */
export type Rgb = readonly [number, number, number];

/** 256 colours as little-endian RGBA words, for ImageData. */
export type Lut = Uint32Array;

const ROLES = ["input", "forget", "candidate", "output", "reset", "update", "new", "cell", "hidden"] as const;

export interface Palette {
  readonly zero: Rgb;
  readonly gap: Rgb;
  readonly hatch: Rgb;
  /** From zero to the colour of the role. */
  readonly unsigned: Readonly<Record<string, Lut>>;
  /** Input blue for negative, zero in the middle, forget orange for positive. */
  readonly signed: Lut;
}

/** The palette of `root` as CSS resolves it now; null while `root` is not in the page, or its style sheet is not. */
export function readPalette(root: HTMLElement): Palette | null {
  if (!root.isConnected || getComputedStyle(root).getPropertyValue("--nlpw-zero") === "") return null;
  const probe = root.ownerDocument.createElement("span");
  probe.hidden = true;
  root.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(--nlpw-${name})`;
    return parseColor(getComputedStyle(probe).color);
  };
  try {
    const [zero, gap, hatch] = [read("zero"), read("line"), read("ink3")];
    if (zero === null || gap === null || hatch === null) return null;
    const roles = Object.fromEntries(ROLES.map((role) => [role, read(role) ?? hatch])) as Record<string, Rgb>;
    return {
      zero,
      gap,
      hatch,
      unsigned: Object.fromEntries(ROLES.map((role) => [role, ramp([zero, roles[role] as Rgb])])),
      signed: ramp([roles.input as Rgb, zero, roles.forget as Rgb]),
    };
  } finally {
    probe.remove();
  }
}

/** A computed colour: `rgb(…)`, `rgba(…)` or `color(srgb …)`, also `#rrggbb`. */
export function parseColor(text: string): Rgb | null {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(text);
  if (hex) return [hex[1], hex[2], hex[3]].map((pair) => Number.parseInt(pair as string, 16)) as unknown as Rgb;
  const numbers = text.match(/-?[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? [];
  if (!/^(rgba?|color)\(/.test(text) || numbers.length < 3) return null;
  const scale = text.startsWith("color(") ? 255 : 1;
  return numbers.slice(0, 3).map((part) => part * scale) as unknown as Rgb;
}

/** 256 colours through the stops, at equal distances. */
export function ramp(stops: readonly Rgb[]): Lut {
  return Uint32Array.from({ length: 256 }, (_, k) => {
    const at = (k / 255) * (stops.length - 1);
    const left = Math.min(Math.floor(at), stops.length - 2);
    return word(mix(stops[left] as Rgb, stops[left + 1] as Rgb, at - left));
  });
}

/** One opaque pixel. */
export function word([r, g, b]: Rgb): number {
  return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}

export function css([r, g, b]: Rgb): string {
  return `rgb(${r} ${g} ${b})`;
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [0, 1, 2].map((k) => (a[k] as number) + share * ((b[k] as number) - (a[k] as number))) as unknown as Rgb;
}
