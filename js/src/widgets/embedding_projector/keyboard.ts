/** The keys of the picture. */

import { join } from "../../marks/lasso";
import { spotOf } from "../../marks/point_cloud";
import { fitBox, orbitBy, panBy, zoomAt } from "../../marks/view_matrix";
import type { Painter } from "./painter";
import { WHOLE } from "./pilot";
import type { Store } from "./state";

export const HINT = "Click the picture, or press Tab until it has the focus.";

/** For the help: keys and what they do. */
export const HELP: readonly (readonly [string, string])[] = [
  ["← → ↑ ↓", "move the picture; in 3-D turn it, with Shift move it"],
  ["+ −", "nearer, further"],
  ["0", "show everything"],
  ["F", "fly to the selection, the matches, or the word looked at with its neighbours"],
  ["Enter", "look at the word nearest to the middle"],
  ["V, L, R", "dragging moves; draws a lasso; draws a rectangle"],
  ["M, N", "select the matches of the search; the word looked at and its neighbours"],
  ["/", "search"],
  ["T", "words on or off"],
  ["Escape", "let go of the search, then the selection, then the word"],
  ["Ctrl+Z, Ctrl+Shift+Z", "undo, redo"],
  ["wheel", "zoom, while the picture has the focus or Ctrl is held"],
  ["drag", "with Shift adds to the selection, with Alt takes away; in 3-D, Shift moves the picture"],
];

/** Px that an arrow key moves the picture by. */
const STEP = 60;
const ZOOM_STEP = 1.5;

/** True when the key was one of ours. */
export function onKey(event: KeyboardEvent, store: Store, painter: Painter, focusSearch: () => void): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const arrows: Record<string, readonly [number, number]> = {
    ArrowLeft: [STEP, 0],
    ArrowRight: [-STEP, 0],
    ArrowUp: [0, STEP],
    ArrowDown: [0, -STEP],
  };
  const arrow = arrows[event.key];
  if (arrow !== undefined) {
    const { dimensions } = painter.motion;
    const size = painter.views()[0]?.size ?? store.size.peek();
    const camera = store.pilot.camera.peek();
    const turns = dimensions === 3 && !event.shiftKey;
    store.pilot.set(turns ? orbitBy(camera, -arrow[0] / 3, -arrow[1] / 3) : panBy(camera, size, dimensions, ...arrow));
    return true;
  }
  switch (event.key) {
    case "+":
    case "=":
      zoomBy(store, painter, 1);
      break;
    case "-":
      zoomBy(store, painter, -1);
      break;
    case "0":
    case "Home":
      showAll(store);
      break;
    case "f":
      flyTo(store, painter, interesting(store));
      break;
    case "Enter":
      lookAtMiddle(store, painter);
      break;
    case "v":
      store.pass({ tool: "pan" });
      break;
    case "l":
      store.pass({ tool: "lasso" });
      break;
    case "r":
      store.pass({ tool: "rectangle" });
      break;
    case "m":
      selectMatches(store);
      break;
    case "n":
      selectNeighbours(store);
      break;
    case "t":
      store.set({ labels: !store.fields.labels.peek() });
      break;
    case "/":
      focusSearch();
      break;
    case "Escape":
      return letGo(store);
    default:
      return false;
  }
  return true;
}

export function zoomBy(store: Store, painter: Painter, by: 1 | -1): void {
  const size = painter.views()[0]?.size ?? store.size.peek();
  const factor = ZOOM_STEP ** by;
  const { dimensions } = painter.motion;
  store.pilot.fly(zoomAt(store.pilot.camera.peek(), size, dimensions, factor, size.width / 2, size.height / 2));
}

/** All of the picture; what has been turned stays turned. */
export function showAll({ pilot }: Store): void {
  const { yaw, pitch } = pilot.camera.peek();
  pilot.fly({ ...WHOLE, yaw, pitch });
}

/** What one would want to see whole. */
function interesting(store: Store): readonly number[] {
  const selected = store.selected.peek();
  if (selected.length > 0) return [...selected];
  const { points } = store.found.peek();
  if (points.length > 0) return [...points];
  const point = store.point.peek();
  return point < 0 ? [] : [point, ...shownNeighbours(store)];
}

function shownNeighbours(store: Store): number[] {
  return (store.looked.peek()?.neighbours ?? []).map((one) => one.point).filter((one) => one >= 0);
}

/** Around one point the picture comes nearer, but not so near that the point is alone. */
const NEAR = 6;

export function flyTo(store: Store, painter: Painter, points: readonly number[]): void {
  const view = painter.views()[0];
  const camera = store.pilot.camera.peek();
  const known = points.filter((i) => i >= 0 && i < painter.motion.count);
  if (view === undefined || known.length === 0) return;
  const { cloud, matrix, size } = view;
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const i of known) {
    const { x, y } = spotOf(cloud, matrix, size, i, { x: 0, y: 0, w: 1 });
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  const to = fitBox(camera, size, painter.motion.dimensions, box);
  const zoom = known.length > 1 ? to.zoom : Math.max(camera.zoom, NEAR);
  store.pilot.fly({ ...to, zoom });
}

function lookAtMiddle(store: Store, painter: Painter): void {
  const view = painter.views()[0];
  if (view === undefined) return;
  const { cloud, matrix, size } = view;
  let best = -1;
  let bestAway = Infinity;
  for (let i = 0; i < cloud.to.count; i++) {
    const { x, y } = spotOf(cloud, matrix, size, i, { x: 0, y: 0, w: 1 });
    const away = (x - size.width / 2) ** 2 + (y - size.height / 2) ** 2;
    if (away < bestAway) [best, bestAway] = [i, away];
  }
  store.look(best);
}

export function selectMatches(store: Store): void {
  const found = store.found.peek();
  if (found.points.length === 0) return;
  store.select(found.points.slice().sort());
  store.pass({ panel: "selection" });
}

export function selectNeighbours(store: Store): void {
  const point = store.point.peek();
  if (point < 0) return;
  store.select(join(Int32Array.of(point), Int32Array.from(shownNeighbours(store)), "add"));
  store.pass({ panel: "selection" });
}

function letGo(store: Store): boolean {
  const { fields } = store;
  if (fields.query.peek().text !== "") store.set({ query: { ...fields.query.peek(), text: "" } });
  else if (fields.selected.peek() !== null) store.set({ selected: null });
  else if (fields.word.peek() !== "") store.ask({ word: "" });
  else return false;
  return true;
}
