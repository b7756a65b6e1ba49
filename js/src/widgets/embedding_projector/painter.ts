/** Paints the picture when something of it has changed, and never otherwise. */

import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { countPoints, type Density, densityColors, isCrowded, roundUp } from "../../marks/density";
import type { Polygon } from "../../marks/lasso";
import { drawPointsOnCanvas, MOST_ON_CANVAS } from "../../marks/points_canvas";
import { createPointsGl, type PointsFrame, type PointsGl } from "../../marks/points_gl";
import type { Rgb } from "../../theme/colors";
import { axesOf } from "./axes";
import { Motion } from "./motion";
import { drawOverlay, drawPolygon, type OverlayScene, TextWidths } from "./overlay";
import { Pace } from "./pace";
import { densityLut, lutOf, scaleFor } from "./shades";
import type { Store } from "./state";
import { alphaOf, diameterOf, type PictureView, viewsOf } from "./views";

export interface Canvases {
  readonly density: HTMLCanvasElement;
  readonly points: HTMLCanvasElement;
  /** In place of WebGL. */
  readonly plain: HTMLCanvasElement;
  readonly overlay: HTMLCanvasElement;
}

export interface Painter {
  readonly motion: Motion;
  /** The line being drawn around points. */
  readonly polygon: Signal<Polygon>;
  /** Points are drawn as counts; the largest count of the scale, 0 where they are not. */
  readonly densityTop: ReadonlySignal<number>;
  /** Points drawn in place of all, where WebGL is not to be had; 0 where it is. */
  readonly fallback: ReadonlySignal<number>;
  /** Points in sight, in the last picture at rest. */
  readonly views: () => PictureView[];
  /** Of a point of size 1, px. */
  diameter(): number;
  invalidate(): void;
  destroy(): void;
}

/** Px of a cell of the density. */
const CELL = 3;
/** Points counted for a picture that moves. */
const MOST_COUNTED = 300_000;

export function createPainter(canvases: Canvases, store: Store): Painter {
  const { fields, pilot } = store;
  const motion = new Motion();
  const { size } = store;
  const polygon = signal<Polygon>([]);
  const densityTop = signal(0);
  const fallback = signal(0);
  const pace = new Pace();
  const contexts = { density: canvases.density.getContext("2d"), overlay: canvases.overlay.getContext("2d") };
  const widths = contexts.overlay === null ? null : new TextWidths(contexts.overlay);
  const cells = canvases.density.ownerDocument.createElement("canvas");
  let gl: PointsGl | null = null;
  let frame = 0;
  let crowded = false;
  let kept: number[][] = [];
  // What the GPU holds.
  let sent: { style: unknown; lit: unknown; colors: string } = { style: null, lit: null, colors: "" };

  function begin(): void {
    try {
      gl = createPointsGl(canvases.points);
    } catch (error) {
      console.error(error);
      gl = null;
    }
    sent = { style: null, lit: null, colors: "" };
    canvases.plain.width = 0;
    fallback.value = gl === null ? MOST_ON_CANVAS : 0;
    invalidate();
  }
  const onLost = (event: Event) => {
    event.preventDefault();
    gl = null;
    fallback.value = MOST_ON_CANVAS;
    invalidate();
  };
  canvases.points.addEventListener("webglcontextlost", onLost);
  canvases.points.addEventListener("webglcontextrestored", begin);

  function invalidate(): void {
    if (frame === 0) frame = requestAnimationFrame(paint);
  }

  function views(now = performance.now()): PictureView[] {
    const wish = { arrangement: fields.arrangement.peek(), morph: fields.morph.peek() };
    return viewsOf(motion, wish, pilot.camera.peek(), size.peek(), now);
  }

  function diameter(): number {
    return diameterOf(motion.count, size.peek(), pilot.camera.peek().zoom, fields.point_size.peek());
  }

  function paint(now: number): void {
    frame = 0;
    const { width, height } = size.peek();
    if (width === 0 || height === 0) return;
    const flying = pilot.tick(now);
    const moving = motion.isMoving(now) || flying || pilot.moving.peek();
    const all = views(now);
    const ratio = store.ratio.peek();
    for (const canvas of [canvases.density, canvases.overlay]) adjust(canvas, width, height, ratio);
    const counts = densities(all, moving);
    paintDensity(all, counts, ratio);
    paintPoints(all, counts !== null, pace.count(motion.count, moving, now), ratio);
    paintOverlay(all, moving, ratio);
    if (motion.isMoving(now) || flying) invalidate();
  }

  /** Null where points are drawn. */
  function densities(all: readonly PictureView[], moving: boolean): Density[] | null {
    const mode = fields.density.peek();
    // Counts have no colour of a column.
    const possible = mode === "density" || (mode === "auto" && fields.color_by.peek() === "");
    if (!possible || motion.count === 0) {
      crowded = false;
      return null;
    }
    if (mode === "auto" && !crowded && (motion.count < 5000 || (moving && motion.count > 200_000))) return null;
    const step = moving ? Math.ceil(motion.count / MOST_COUNTED) : 1;
    const counts = all.map((view) => countPoints(view.cloud, view.matrix, view.size, CELL, step));
    if (mode === "density") return counts;
    crowded = counts.some((one) => isCrowded(one, crowded));
    return crowded ? counts : null;
  }

  function paintDensity(all: readonly PictureView[], counts: readonly Density[] | null, ratio: number): void {
    const { density: context } = contexts;
    const small = counts === null ? null : cells.getContext("2d");
    densityTop.value = counts === null ? 0 : roundUp(Math.max(...counts.map(({ most }) => most)));
    if (context === null) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvases.density.width, canvases.density.height);
    if (counts === null || small === null) return;
    const lut = densityLut(store.dress.peek().theme);
    context.scale(ratio, ratio);
    for (const [k, one] of counts.entries()) {
      const view = all[k] as PictureView;
      const pixels = densityColors(one, densityTop.peek(), lut);
      cells.width = one.columns;
      cells.height = one.rows;
      const bytes = new Uint8ClampedArray(pixels.buffer as ArrayBuffer);
      small.putImageData(new ImageData(bytes, one.columns, one.rows), 0, 0);
      context.imageSmoothingEnabled = true;
      context.save();
      context.beginPath();
      context.rect(view.left, 0, view.size.width, view.size.height);
      context.clip();
      context.drawImage(cells, view.left, 0, one.columns * CELL, one.rows * CELL);
      context.restore();
    }
  }

  function paintPoints(all: readonly PictureView[], asDensity: boolean, count: number, ratio: number): void {
    const { width, height } = size.peek();
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    const dress = store.dress.peek();
    const scale = scaleFor(store.colorColumn.peek());
    const { zoom } = pilot.camera.peek();
    const plain = fields.color_by.peek() === "";
    const marked = fields.query.peek().text !== "" || store.selected.peek().length > 0;
    const unit = (rgb: Rgb) => rgb.map((part) => part / 255) as unknown as [number, number, number];
    const frames = all.map(
      (view): PointsFrame => ({
        cloud: view.cloud,
        view: view.matrix,
        viewport: [Math.round(view.left * ratio), 0, Math.round(view.size.width * ratio), h],
        count,
        size: diameter() * ratio,
        alpha: alphaOf(motion.count, view.size, zoom),
        fade: marked ? 0.3 : store.point.peek() >= 0 ? 0.7 : 1,
        all: !asDensity,
        paper: unit(dress.paper),
        matchInk: unit(dress.match),
        selectedInk: unit(dress.accent),
        outline: !plain,
      }),
    );
    const style = store.style.peek();
    // Points that are lit may be some that are not here yet.
    const lit = store.lit.peek();
    const safe = lit.every((i) => i < motion.count) ? lit : lit.filter((i) => i < motion.count);
    if (gl === null) {
      paintPlain(frames, w, h, { style, lit: safe, lut: lutOf(scale, dress.theme) });
      return;
    }
    if (sent.style !== style) gl.setStyle(style);
    if (sent.lit !== safe) gl.setLit(safe);
    if (sent.colors !== `${scale} ${dress.theme}`) gl.setColors(lutOf(scale, dress.theme));
    sent = { style, lit: safe, colors: `${scale} ${dress.theme}` };
    gl.resize(w, h);
    gl.clear();
    for (const one of frames) gl.draw(one);
  }

  function paintPlain(
    frames: readonly PointsFrame[],
    width: number,
    height: number,
    what: Parameters<typeof drawPointsOnCanvas>[1],
  ): void {
    const { plain } = canvases;
    if (plain.width !== width) plain.width = width;
    if (plain.height !== height) plain.height = height;
    const context = plain.getContext("2d");
    if (context === null) return;
    context.clearRect(0, 0, width, height);
    for (const one of frames) drawPointsOnCanvas(context, what, one);
  }

  function paintOverlay(all: readonly PictureView[], moving: boolean, ratio: number): void {
    const { overlay: context } = contexts;
    if (context === null || widths === null) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvases.overlay.width, canvases.overlay.height);
    context.scale(ratio, ratio);
    const looked = store.looked.peek();
    const shown = (near: readonly { readonly point: number }[] | undefined) =>
      near?.map(({ point }) => point).filter((point) => point >= 0 && point < motion.count) ?? [];
    const point = store.point.peek();
    const scene: OverlayScene = {
      words: store.words.peek(),
      dress: store.dress.peek(),
      diameter: diameter(),
      style: store.style.peek(),
      axes: axesOf(fields.frame.peek(), fields.axes.peek()),
      labels: fields.labels.peek(),
      looked: point < motion.count ? point : -1,
      neighbours: shown(looked?.neighbours),
      secondNeighbours: shown(looked?.second),
      matches: store.found.peek().points.filter((i) => i < motion.count),
      selected: store.selected.peek().filter((i) => i < motion.count),
      hover: store.hover.peek()?.point ?? store.marked.peek(),
    };
    // While it moves, the order of the words alone would make them flicker; at rest it decides.
    const before = moving ? kept : [];
    kept = all.map((view, k) => drawOverlay(context, view, scene, widths, before[k] ?? []));
    drawPolygon(context, polygon.peek(), scene.dress);
  }

  const ends = [
    effect(() => {
      motion.show(fields.frame.value, performance.now(), store.calm.peek());
      invalidate();
    }),
    effect(() => {
      void [store.style.value, store.lit.value, store.looked.value, store.point.value, store.dress.value];
      void [
        store.hover.value,
        store.marked.value,
        pilot.camera.value,
        pilot.moving.value,
        size.value,
        polygon.value,
        store.ratio.value,
      ];
      void [fields.arrangement.value, fields.morph.value, fields.labels.value, fields.density.value];
      void [fields.point_size.value, fields.query.value, fields.axes.value];
      invalidate();
    }),
  ];
  begin();

  return {
    motion,
    polygon,
    densityTop,
    fallback,
    views: () => views(),
    diameter,
    invalidate,
    destroy() {
      cancelAnimationFrame(frame);
      for (const end of ends) end();
      canvases.points.removeEventListener("webglcontextlost", onLost);
      canvases.points.removeEventListener("webglcontextrestored", begin);
      gl?.destroy();
    },
  };
}

function adjust(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): void {
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
}
