/** Numbers as every panel shows them. */

interface FormatOptions {
  /** Write the plus sign too. */
  readonly signed?: boolean;
  /** Decimals; default 3, with 4 significant digits where the magnitude asks for it. */
  readonly digits?: number;
}

const MINUS = "\u2212";

/** A number with the true minus sign: 0.318, −12.35, 3.2e−5, NaN, ∞. */
export function format(value: number, options: FormatOptions = {}): string {
  if (Number.isNaN(value)) return "NaN";
  const { signed = false, digits } = options;
  const text = Number.isFinite(value) ? magnitude(Math.abs(value), digits) : "∞";
  // What rounds to zero carries no sign.
  const zero = Number(text) === 0;
  const sign = zero ? "" : value < 0 ? MINUS : signed ? "+" : "";
  return sign + text;
}

/** A probability: two decimals, four near the ends, and never a 0 or 1 that it is not. */
export function formatProbability(value: number): string {
  if (Number.isNaN(value) || value === 0 || value === 1) return format(value, { digits: 2 });
  if (value >= 0.005 && value < 0.995) return value.toFixed(2);
  if (value < 0.00005) return "<0.0001";
  if (value >= 0.99995) return ">0.9999";
  return value.toFixed(4);
}

/** Rounded, with commas: 20,000. */
export function whole(count: number): string {
  return Math.round(count).toLocaleString("en");
}

/** 1 word, 2 words. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}

/** A share as whole percent; – where there is none. */
export function percent(share: number): string {
  return Number.isNaN(share) ? "–" : `${Math.round(100 * share)} %`;
}

function magnitude(size: number, digits: number | undefined): string {
  if (digits !== undefined) return size < 1e6 ? size.toFixed(digits) : exponential(size, digits);
  if (size === 0) return "0.000";
  if (size < 0.0005) return exponential(size, 1);
  if (size < 9.9995) return size.toFixed(3);
  if (size < 99.995) return size.toFixed(2);
  if (size < 999.95) return size.toFixed(1);
  if (size < 999_999.5) return size.toFixed(0);
  return exponential(size, 3);
}

function exponential(size: number, digits: number): string {
  return size.toExponential(digits).replace("e+", "e").replace("e-", `e${MINUS}`);
}
