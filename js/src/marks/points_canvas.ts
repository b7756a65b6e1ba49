/** Draws points on a plain canvas, where there is no WebGL: fewer, and square. */

import type { Lut } from "../theme/colors";
import { eachSpot, spotOf } from "./point_cloud";
import { FAINT, MATCH, type PointsFrame, SELECTED, SIZE_ONE, STYLE_BYTES } from "./points_gl";

/** Points that are drawn at most, from the first. */
export const MOST_ON_CANVAS = 20_000;

export interface CanvasPoints {
  readonly style: Uint8Array;
  readonly lit: Uint32Array;
  readonly lut: Lut;
}

export function drawPointsOnCanvas(
  context: CanvasRenderingContext2D,
  { style, lit, lut }: CanvasPoints,
  frame: PointsFrame,
): void {
  const { cloud, view, viewport, size, alpha, fade } = frame;
  const [left, bottom, width, height] = viewport;
  const top = context.canvas.height - bottom - height;
  const room = { width, height };
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.translate(left, top);
  const colors = Array.from(lut, (word) => `rgb(${word & 255} ${(word >> 8) & 255} ${(word >> 16) & 255})`);
  const dot = (x: number, y: number, side: number) => context.fillRect(x - side / 2, y - side / 2, side, side);
  if (frame.all) {
    eachSpot(
      cloud,
      view,
      room,
      size,
      (i, x, y, w) => {
        const k = STYLE_BYTES * i;
        context.fillStyle = colors[style[k] ?? 0] as string;
        context.globalAlpha = alpha * fade * ((style[k + 2] ?? 0) & FAINT ? 0.12 : 1);
        dot(x, y, (size * (style[k + 1] ?? SIZE_ONE)) / SIZE_ONE / w);
        return undefined;
      },
      { limit: Math.min(frame.count, MOST_ON_CANVAS) },
    );
  }
  context.globalAlpha = 1;
  const spot = { x: 0, y: 0, w: 1 };
  for (const i of lit) {
    const k = STYLE_BYTES * i;
    const flags = style[k + 2] ?? 0;
    const ink = flags & MATCH ? frame.matchInk : flags & SELECTED ? frame.selectedInk : null;
    const own = colors[style[k] ?? 0] as string;
    const { x, y, w } = spotOf(cloud, view, room, i, spot);
    const side = (Math.max(size * 1.4, size + 2) * (style[k + 1] ?? SIZE_ONE)) / SIZE_ONE / w;
    context.fillStyle = ink === null ? own : `rgb(${ink.map((part) => Math.round(255 * part)).join(" ")})`;
    dot(x, y, side);
    if (ink === null || !frame.outline) continue;
    context.fillStyle = own;
    dot(x, y, side * 0.6);
  }
  context.restore();
}
