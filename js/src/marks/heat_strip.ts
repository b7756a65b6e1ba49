/** A heat map of time × unit on a canvas: each column a step, each row one or several units. */

import { css, type Lut, type Rgb, word } from "../theme/colors";

/** How the units lie in the height of a strip. */
export interface StripLayout {
  /** Several units share a row when there are more of them than pixels. */
  readonly unitsPerRow: number;
  /** Height of a row, px. */
  readonly rowHeight: number;
  /** Rows of all units. */
  readonly rows: number;
  /** Rows in sight; the others are reached by scrolling. */
  readonly visible: number;
  /** Height of the strip, px. */
  readonly height: number;
}

export interface HeatStrip {
  /** (time, units), row-major. */
  readonly values: Float32Array;
  readonly units: number;
  /** Column to row of `values`; -1 for a gap. */
  readonly rowAt: Int32Array;
  /** Units from top to bottom. */
  readonly order: Int32Array;
  readonly layout: StripLayout;
  /** First row in sight. */
  readonly top: number;
  /** Columns [start, end) to draw. */
  readonly start: number;
  readonly end: number;
  /** Width of a column, px. */
  readonly columnWidth: number;
  /** Pixels of the screen per px. */
  readonly ratio: number;
  /** Values of the first and the last colour. */
  readonly low: number;
  readonly high: number;
  readonly lut: Lut;
  readonly gap: Rgb;
  readonly hatch: Rgb;
}

/**
 * Rows for `units`. `unitHeight` 0 fits all of them into about `height` px, in whole pixels; else a unit takes
 * `unitHeight` px (below 1: several units share a pixel) and the strip grows to at most `limit` px.
 */
export function stripLayout(units: number, unitHeight: number, height: number, limit: number): StripLayout {
  const fits = unitHeight === 0;
  const unitsPerRow = Math.max(1, fits ? Math.ceil(units / height) : Math.round(1 / unitHeight));
  const rows = Math.max(1, Math.ceil(units / unitsPerRow));
  const rowHeight = Math.max(1, fits ? Math.floor(height / rows) : Math.round(unitHeight));
  const visible = fits ? rows : Math.min(rows, Math.max(1, Math.floor(limit / rowHeight)));
  return { unitsPerRow, rowHeight, rows, visible, height: visible * rowHeight };
}

/** Space between columns in px: none where it would eat the data. */
export function columnGap(columnWidth: number): number {
  return columnWidth >= 8 ? 1 : 0;
}

/** Colour words of the cells in sight, (visible rows, end − start); 0 (transparent) is a gap. */
export function cellColors(strip: HeatStrip): Uint32Array {
  const { values, units, rowAt, order, layout, top, start, end, low, high, lut, gap } = strip;
  const width = end - start;
  const pixels = new Uint32Array(width * layout.visible);
  const scale = 255 / (high - low);
  const nan = nanWord(gap);
  for (let x = 0; x < width; x++) {
    const row = rowAt[start + x] ?? -1;
    if (row < 0) continue;
    const base = row * units;
    for (let y = 0; y < layout.visible; y++) {
      const first = (top + y) * layout.unitsPerRow;
      const last = Math.min(units, first + layout.unitsPerRow);
      let sum = 0;
      for (let k = first; k < last; k++) sum += values[base + (order[k] as number)] as number;
      const shade = (sum / (last - first) - low) * scale + 0.5;
      // NaN fails both comparisons of the clamp below, so it is asked for first.
      pixels[y * width + x] = Number.isNaN(shade)
        ? nan
        : (lut[shade < 0 ? 0 : shade > 255 ? 255 : shade | 0] as number);
    }
  }
  return pixels;
}

/** Colour of NaN: not quite opaque, so that no value has it. */
export function nanWord(gap: Rgb): number {
  return (word(gap) & 0xfeffffff) >>> 0;
}

/** Draws a strip onto `canvas`, whose left edge is column `start`; `scratch` is any canvas kept for reuse. */
export function drawHeatStrip(canvas: HTMLCanvasElement, scratch: HTMLCanvasElement, strip: HeatStrip): void {
  const { layout, start, end, columnWidth, ratio, gap, hatch } = strip;
  const count = end - start;
  canvas.width = Math.round(count * columnWidth * ratio);
  canvas.height = Math.round(layout.height * ratio);
  const context = canvas.getContext("2d");
  const small = scratch.getContext("2d");
  if (context === null || small === null || count === 0) return;
  const pixels = cellColors(strip);
  scratch.width = count;
  scratch.height = layout.visible;
  small.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer as ArrayBuffer), count, layout.visible), 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(scratch, 0, 0, canvas.width, canvas.height);
  context.scale(ratio, ratio);
  const nan = nanWord(gap);
  for (const [k, top, rows] of hatchedRuns(pixels, count, layout.visible, nan)) {
    hatchRect(context, k * columnWidth, top * layout.rowHeight, columnWidth, rows * layout.rowHeight, css(hatch));
  }
  const space = columnGap(columnWidth);
  if (space === 0) return;
  for (let k = 0; k < count; k++) context.clearRect((k + 1) * columnWidth - space, 0, space, layout.height);
}

/** Runs of cells without a value, as [column, first row, rows]: gaps (transparent) and NaN. */
export function hatchedRuns(
  pixels: Uint32Array,
  width: number,
  height: number,
  nan: number,
): [number, number, number][] {
  const runs: [number, number, number][] = [];
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      const first = y;
      while (y < height && (pixels[y * width + x] === 0 || pixels[y * width + x] === nan)) y++;
      if (y > first) runs.push([x, first, y - first]);
    }
  }
  return runs;
}

function hatchRect(context: CanvasRenderingContext2D, x: number, y: number, w: number, h: number, color: string): void {
  context.save();
  context.beginPath();
  context.rect(x, y, w, h);
  context.clip();
  context.strokeStyle = color;
  context.globalAlpha = 0.45;
  context.lineWidth = 1;
  context.beginPath();
  // Lines of the whole plane, so that neighbouring cells continue each other.
  for (let left = Math.floor((x - y - h) / 6) * 6; left < x + w - y; left += 6) {
    context.moveTo(left + y, y);
    context.lineTo(left + y + h, y + h);
  }
  context.stroke();
  context.restore();
}
