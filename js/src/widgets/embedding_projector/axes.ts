/** The axes of a picture that has some: of PCA, and of formulas. */

import { format } from "../../marks/format";
import { project } from "../../marks/view_matrix";
import type { Frame } from "../../protocol/embedding_projector.gen";
import { css } from "../../theme/colors";
import type { Dress } from "./dress";
import type { PictureView } from "./views";

export interface PictureAxis {
  readonly name: string;
  /** Where its 0 lies, in units of the picture. */
  readonly zero: number;
}

/** None where directions mean nothing, as in t-SNE and UMAP. */
export function axesOf(frame: Frame | null, formulas: readonly string[]): PictureAxis[] {
  if (frame === null || (frame.method !== "pca" && frame.method !== "axes")) return [];
  return frame.low.map((low, k) => {
    const high = frame.high[k] ?? low;
    const share = frame.explained[k];
    const pca = `axis ${k + 1}${share === undefined ? "" : `, ${format(100 * share, { digits: 1 })} %`}`;
    const zero = high > low ? (-low / (high - low)) * 2 - 1 : 0;
    return { name: frame.method === "axes" ? (formulas[k] ?? "") : pca, zero: Math.max(-1, Math.min(1, zero)) };
  });
}

/** left, top, right, bottom; px. */
export type Box = readonly [number, number, number, number];

/** Px below the tools in the corner. */
const BELOW_TOOLS = 44;
const TOOLS_WIDTH = 220;

/**
 * Draws a line through 0 for each axis, with its name at the end where its values are high; returns where the names
 * stand.
 */
export function drawAxes(
  context: CanvasRenderingContext2D,
  view: PictureView,
  axes: readonly PictureAxis[],
  dress: Dress,
): Box[] {
  const boxes: Box[] = [];
  const { matrix, size } = view;
  const deep = view.cloud.to.dimensions === 3;
  context.lineWidth = 1;
  context.font = `11px system-ui, "Segoe UI", Roboto, sans-serif`;
  for (const [k, axis] of axes.entries()) {
    const end = (value: number) => {
      const at = axes.map(({ zero }) => zero);
      at[k] = value;
      return { ...project(matrix, size, at[0] ?? 0, at[1] ?? 0, at[2] ?? 0, { x: 0, y: 0, w: 1 }) };
    };
    const [from, to] = [end(-1), end(1)];
    if (!deep) {
      // In a flat picture the lines go through all that is seen.
      if (k === 0) [from.x, to.x] = [0, size.width];
      else [from.y, to.y] = [size.height, 0];
    }
    context.strokeStyle = css(dress.line);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    context.fillStyle = css(dress.ink2);
    context.textBaseline = deep ? "middle" : k === 0 ? "bottom" : "top";
    context.textAlign = deep || k === 1 ? "left" : "right";
    const top = to.x < TOOLS_WIDTH ? BELOW_TOOLS : 8;
    const [x, y] = deep ? [to.x + 4, to.y] : k === 0 ? [size.width - 8, to.y - 3] : [to.x + 5, top];
    context.fillText(axis.name, x, y);
    const width = context.measureText(axis.name).width;
    const left = context.textAlign === "right" ? x - width : x;
    boxes.push([left - 4, y - 14, left + width + 4, y + 14]);
  }
  context.textAlign = "left";
  return boxes;
}
