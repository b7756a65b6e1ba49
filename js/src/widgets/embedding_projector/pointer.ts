/** The hand on the picture: drag, wheel, pinch, click, and what is under the pointer. */

import { type Signal, signal } from "@preact/signals";
import { type Joining, join, pointsInside, rectangle } from "../../marks/lasso";
import type { Positions } from "../../marks/point_cloud";
import { buildGrid, nearestByScan, nearestInGrid, type PointGrid } from "../../marks/point_grid";
import { orbitBy, panBy, zoomAt } from "../../marks/view_matrix";
import type { Painter } from "./painter";
import type { Store } from "./state";
import { type PictureView, viewAt } from "./views";

/** How far from a point it still counts, px. */
const REACH = 8;
/** A press that moves less is a click, px. */
const STILL = 4;
/** How long the word about the wheel is shown, ms. */
const HINT_TIME = 1800;

export interface Hand {
  /** The wheel was turned over the picture without leave to zoom. */
  readonly hint: Signal<boolean>;
  end(): void;
}

interface Press {
  readonly x: number;
  readonly y: number;
  readonly view: PictureView;
  readonly joining: Joining;
  /** In three dimensions: move the picture, do not turn it. */
  readonly slides: boolean;
  moved: boolean;
}

export function createHand(stage: HTMLElement, painter: Painter, store: Store): Hand {
  const { fields, pilot } = store;
  const hint = signal(false);
  const pointers = new Map<number, { x: number; y: number }>();
  const grids = new WeakMap<Positions, PointGrid>();
  let press: Press | null = null;
  let hintTimer: ReturnType<typeof setTimeout> | undefined;
  let hoverFrame = 0;

  const place = (event: { clientX: number; clientY: number }) => {
    const box = stage.getBoundingClientRect();
    return { x: event.clientX - box.left - stage.clientLeft, y: event.clientY - box.top - stage.clientTop };
  };

  function pick(x: number, y: number): number {
    const view = viewAt(painter.views(), x);
    if (view === undefined || painter.motion.count === 0) return -1;
    const { cloud, matrix, size } = view;
    const flat = cloud.to.dimensions === 2 && (cloud.share >= 1 || cloud.from === cloud.to);
    if (!flat) return nearestByScan(cloud, matrix, size, x - view.left, y, REACH);
    let grid = grids.get(cloud.to);
    if (grid === undefined) {
      grid = buildGrid(cloud.to);
      grids.set(cloud.to, grid);
    }
    return nearestInGrid(grid, matrix, size, x - view.left, y, REACH);
  }

  function hoverAt(x: number, y: number): void {
    cancelAnimationFrame(hoverFrame);
    hoverFrame = requestAnimationFrame(() => {
      const point = pick(x, y);
      const old = store.hover.peek();
      if (point < 0) store.hover.value = null;
      else if (old?.point !== point || old.x !== x || old.y !== y) store.hover.value = { point, x, y };
    });
  }

  function onDown(event: PointerEvent): void {
    if (event.target !== stage || event.button > 1) return;
    const at = place(event);
    stage.focus({ preventScroll: true });
    // Pointers that scripts make up cannot be held.
    if (event.isTrusted) stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, at);
    pilot.hold(true);
    cancelAnimationFrame(hoverFrame);
    store.hover.value = null;
    const view = viewAt(painter.views(), at.x);
    if (view === undefined || pointers.size > 1) {
      press = null;
      painter.polygon.value = [];
      return;
    }
    const joining = event.altKey ? "remove" : event.shiftKey ? "add" : "replace";
    press = { ...at, view, joining, slides: event.shiftKey || event.button === 1, moved: false };
  }

  function onMove(event: PointerEvent): void {
    const at = place(event);
    const old = pointers.get(event.pointerId);
    if (old === undefined) {
      if (event.pointerType !== "touch" && event.buttons === 0) hoverAt(at.x, at.y);
      return;
    }
    if (pointers.size === 2) pinch(event.pointerId, at);
    else if (press !== null) drag(press, old, at);
    pointers.set(event.pointerId, at);
  }

  function drag(now: Press, old: { x: number; y: number }, at: { x: number; y: number }): void {
    if (!now.moved && Math.hypot(at.x - now.x, at.y - now.y) < STILL) return;
    const [dx, dy] = now.moved ? [at.x - old.x, at.y - old.y] : [at.x - now.x, at.y - now.y];
    now.moved = true;
    const tool = fields.tool.peek();
    const { dimensions } = painter.motion;
    if (tool === "rectangle") {
      painter.polygon.value = rectangle(now.x, now.y, at.x, at.y);
    } else if (tool === "lasso") {
      const line = painter.polygon.peek();
      painter.polygon.value = line.length === 0 ? [now.x, now.y, at.x, at.y] : [...line, at.x, at.y];
    } else {
      const camera = pilot.camera.peek();
      const turns = dimensions === 3 && !now.slides;
      pilot.set(turns ? orbitBy(camera, dx, dy) : panBy(camera, now.view.size, dimensions, dx, dy));
    }
  }

  function pinch(id: number, at: { x: number; y: number }): void {
    const [other] = [...pointers].filter(([key]) => key !== id).map(([, value]) => value);
    const old = pointers.get(id);
    const view = viewAt(painter.views(), at.x);
    if (other === undefined || old === undefined || view === undefined) return;
    const { dimensions } = painter.motion;
    const before = Math.hypot(old.x - other.x, old.y - other.y);
    const after = Math.hypot(at.x - other.x, at.y - other.y);
    const [x, y] = [(at.x + other.x) / 2 - view.left, (at.y + other.y) / 2];
    const moved = panBy(pilot.camera.peek(), view.size, dimensions, (at.x - old.x) / 2, (at.y - old.y) / 2);
    pilot.set(zoomAt(moved, view.size, dimensions, after / Math.max(1, before), x, y));
  }

  function onUp(event: PointerEvent): void {
    if (!pointers.delete(event.pointerId)) return;
    if (pointers.size === 0) pilot.hold(false);
    const line = painter.polygon.peek();
    painter.polygon.value = [];
    const now = press;
    press = null;
    if (now === null || event.type === "pointercancel") return;
    if (!now.moved) {
      const point = pick(now.x, now.y);
      if (point >= 0) store.look(point);
    } else if (line.length > 0) {
      const { cloud, matrix, size, left } = now.view;
      const inside = pointsInside(
        cloud,
        matrix,
        size,
        line.map((part, k) => (k % 2 === 0 ? part - left : part)),
      );
      store.select(join(store.selected.peek(), inside, now.joining));
      if (fields.panel.peek() !== "selection") store.pass({ panel: "selection" });
    }
  }

  function onWheel(event: WheelEvent): void {
    if (event.target !== stage) return;
    const may = event.ctrlKey || event.metaKey || stage.matches(":focus");
    if (!may) {
      clearTimeout(hintTimer);
      hint.value = true;
      hintTimer = setTimeout(() => {
        hint.value = false;
      }, HINT_TIME);
      return;
    }
    event.preventDefault();
    hint.value = false;
    const { x, y } = place(event);
    const view = viewAt(painter.views(), x);
    if (view === undefined) return;
    const unit = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? 16 : 400;
    // A pinch on a touch pad comes as a wheel with Ctrl, in finer steps.
    const speed = event.ctrlKey ? 0.01 : 0.0018;
    const factor = Math.exp(-Math.max(-300, Math.min(300, event.deltaY * unit)) * speed);
    pilot.set(zoomAt(pilot.camera.peek(), view.size, painter.motion.dimensions, factor, x - view.left, y));
  }

  function onDouble(event: MouseEvent): void {
    if (event.target !== stage) return;
    const { x, y } = place(event);
    const view = viewAt(painter.views(), x);
    if (view === undefined) return;
    const factor = event.shiftKey ? 0.5 : 2;
    pilot.fly(zoomAt(pilot.camera.peek(), view.size, painter.motion.dimensions, factor, x - view.left, y));
  }

  function onLeave(): void {
    cancelAnimationFrame(hoverFrame);
    store.hover.value = null;
  }

  const listeners = {
    pointerdown: onDown,
    pointermove: onMove,
    pointerup: onUp,
    pointercancel: onUp,
    pointerleave: onLeave,
    dblclick: onDouble,
  } as unknown as Record<string, (event: Event) => void>;
  for (const [name, listener] of Object.entries(listeners)) stage.addEventListener(name, listener);
  stage.addEventListener("wheel", onWheel, { passive: false });

  return {
    hint,
    end() {
      clearTimeout(hintTimer);
      cancelAnimationFrame(hoverFrame);
      for (const [name, listener] of Object.entries(listeners)) stage.removeEventListener(name, listener);
      stage.removeEventListener("wheel", onWheel);
    },
  };
}
