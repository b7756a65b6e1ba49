/** What lies over the points: lines to the neighbours, rings, words, and the line drawn around a selection. */

import { LabelPlacer } from "../../marks/labels";
import type { Polygon } from "../../marks/lasso";
import { eachSpot, spotOf } from "../../marks/point_cloud";
import { SIZE_ONE, STYLE_BYTES } from "../../marks/points_gl";
import { css } from "../../theme/colors";
import { type Box, drawAxes, type PictureAxis } from "./axes";
import type { Dress } from "./dress";
import type { PictureView } from "./views";
import type { Words } from "./words";

export interface OverlayScene {
  readonly words: Words;
  readonly dress: Dress;
  /** Of a point of size 1, px. */
  readonly diameter: number;
  /** For each point: shade, size, flags, nothing. */
  readonly style: Uint8Array;
  readonly axes: readonly PictureAxis[];
  readonly labels: boolean;
  /** The word looked at, -1 for none, and its neighbours that are shown. */
  readonly looked: number;
  readonly neighbours: readonly number[];
  readonly secondNeighbours: readonly number[];
  readonly matches: Int32Array;
  readonly selected: Int32Array;
  readonly hover: number;
}

/** How many of the matches and of the selection have a say before all others. */
const MOST_MATCHES = 80;
/** Points in sight that are asked for a place, in the order of the words. */
const MOST_ASKED = 12_000;
const MARGIN = 120;
/** Where the tools lie over the picture. */
const TOOLS: Box = [0, 0, 184, 36];
export const LONGEST_LABEL = 28;
const FONT = `"Segoe UI", Roboto, sans-serif`;

export class TextWidths {
  private readonly known = new Map<string, number>();

  constructor(private readonly context: CanvasRenderingContext2D) {}

  of(text: string, strong: boolean): number {
    const key = strong ? `*${text}` : text;
    let width = this.known.get(key);
    if (width === undefined) {
      if (this.known.size > 20_000) this.known.clear();
      this.context.font = font(strong);
      width = this.context.measureText(text).width;
      this.known.set(key, width);
    }
    return width;
  }
}

function font(strong: boolean): string {
  return strong ? `600 12px system-ui, ${FONT}` : `11px system-ui, ${FONT}`;
}

export function labelText(words: Words, point: number): string {
  const word = words.at(point);
  return word.length > LONGEST_LABEL ? `${word.slice(0, LONGEST_LABEL - 1)}…` : word;
}

/** Where words stand in a view; those of `keep` come before others that matter as little. */
export function placeLabels(
  view: PictureView,
  scene: OverlayScene,
  widths: TextWidths,
  keep: readonly number[],
  taken: readonly Box[] = [],
): LabelPlacer {
  const { cloud, matrix, size } = view;
  const placer = new LabelPlacer({ ...size, margin: MARGIN });
  for (const box of taken) placer.reserve(...box);
  const { words } = scene;
  const gapOf = (i: number) => 3 + (scene.diameter / 2) * sizeAt(scene, i);
  const seen = new Set<number>();
  const spot = { x: 0, y: 0, w: 1 };
  const put = (i: number, strong: boolean, bold: boolean) => {
    if (i < 0 || i >= cloud.to.count || seen.has(i)) return;
    seen.add(i);
    const { x, y } = spotOf(cloud, matrix, size, i, spot);
    // Words just out of sight keep their place only when all may have one.
    const margin = strong ? 0 : MARGIN;
    if (x < -margin || y < -margin || x > size.width + margin || y > size.height + margin) return;
    placer.place(i, x, y, gapOf(i) + (bold ? 3 : 0), (point) => widths.of(labelText(words, point), bold), strong);
  };
  put(scene.looked, true, true);
  for (const i of nearOf(view, scene)) put(i, true, true);
  if (!scene.labels) return placer;
  for (const i of scene.matches.subarray(0, MOST_MATCHES)) put(i, true, false);
  for (const i of scene.selected.subarray(0, MOST_MATCHES)) put(i, true, false);
  for (const i of keep) put(i, false, false);
  const widthOf = (point: number) => widths.of(labelText(words, point), false);
  let asked = 0;
  eachSpot(cloud, matrix, size, MARGIN, (i, x, y) => {
    if (!seen.has(i)) placer.place(i, x, y, gapOf(i), widthOf);
    return ++asked < MOST_ASKED;
  });
  return placer;
}

function nearOf(view: PictureView, scene: OverlayScene): readonly number[] {
  return view.second ? scene.secondNeighbours : scene.neighbours;
}

/** Of a point, as a multiple of the usual one. */
function sizeAt({ style }: OverlayScene, i: number): number {
  return (style[STYLE_BYTES * i + 1] ?? SIZE_ONE) / SIZE_ONE;
}

/** Draws it all for one view; returns the points whose words are in sight. */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  view: PictureView,
  scene: OverlayScene,
  widths: TextWidths,
  keep: readonly number[],
): number[] {
  if (view.cloud.to.count === 0) return [];
  const { size } = view;
  context.save();
  context.beginPath();
  context.rect(view.left, 0, size.width, size.height);
  context.clip();
  context.translate(view.left, 0);
  const taken = drawAxes(context, view, scene.axes, scene.dress);
  drawLines(context, view, scene);
  if (view.left === 0) taken.push(TOOLS);
  const placer = placeLabels(view, scene, widths, keep, taken);
  drawWords(context, placer, scene, view);
  drawRings(context, view, scene);
  context.restore();
  return placer.placed.filter(({ strong }) => !strong).map(({ point }) => point);
}

function drawLines(context: CanvasRenderingContext2D, view: PictureView, scene: OverlayScene): void {
  const { cloud, matrix, size } = view;
  if (scene.looked < 0) return;
  const from = { ...spotOf(cloud, matrix, size, scene.looked, { x: 0, y: 0, w: 1 }) };
  const to = { x: 0, y: 0, w: 1 };
  context.strokeStyle = css(scene.dress.accent);
  context.lineWidth = 1.2;
  for (const [rank, i] of nearOf(view, scene).entries()) {
    spotOf(cloud, matrix, size, i, to);
    context.globalAlpha = Math.max(0.35, 0.85 - 0.05 * rank);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function drawWords(
  context: CanvasRenderingContext2D,
  { placed }: LabelPlacer,
  scene: OverlayScene,
  view: PictureView,
): void {
  const { words, dress, looked } = scene;
  const { size } = view;
  const bold = new Set([looked, ...nearOf(view, scene)]);
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = css(dress.paper);
  let last = "";
  const write = (strong: boolean) => {
    for (const box of placed) {
      if (box.strong !== strong) continue;
      // A word that is cut off says nothing.
      if (box.x < 0 || box.x + box.width > size.width || box.y < 6 || box.y > size.height - 6) continue;
      const wanted = font(bold.has(box.point));
      if (wanted !== last) context.font = wanted;
      last = wanted;
      const text = labelText(words, box.point);
      context.globalAlpha = 0.85;
      context.strokeText(text, box.x, box.y);
      context.globalAlpha = 1;
      context.fillStyle = css(box.point === looked ? dress.accent : strong ? dress.ink : dress.ink2);
      context.fillText(text, box.x, box.y);
    }
  };
  write(false);
  write(true);
}

function drawRings(context: CanvasRenderingContext2D, view: PictureView, scene: OverlayScene): void {
  const { cloud, matrix, size } = view;
  const ring = (i: number, radius: number, color: string, width: number) => {
    if (i < 0 || i >= cloud.to.count) return;
    const { x, y } = spotOf(cloud, matrix, size, i, { x: 0, y: 0, w: 1 });
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  };
  ring(scene.looked, scene.diameter * 0.7 * sizeAt(scene, scene.looked) + 4, css(scene.dress.accent), 2);
  if (scene.hover !== scene.looked)
    ring(scene.hover, scene.diameter * 0.7 * sizeAt(scene, scene.hover) + 3, css(scene.dress.ink), 1.5);
}

/** The line that is being drawn around points; px. */
export function drawPolygon(context: CanvasRenderingContext2D, polygon: Polygon, { accent }: Dress): void {
  if (polygon.length < 4) return;
  context.beginPath();
  for (let k = 0; k < polygon.length; k += 2) context.lineTo(polygon[k] as number, polygon[k + 1] as number);
  context.closePath();
  context.globalAlpha = 0.1;
  context.fillStyle = css(accent);
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.setLineDash([4, 3]);
  context.strokeStyle = css(accent);
  context.stroke();
  context.setLineDash([]);
}
