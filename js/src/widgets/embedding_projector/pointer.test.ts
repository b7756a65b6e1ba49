import { signal } from "@preact/signals";
import { afterEach, describe, expect, it } from "vitest";
import { spotOf } from "../../marks/point_cloud";
import { unproject } from "../../marks/view_matrix";
import { unpack } from "../../protocol/codec";
import type { EmbeddingProjectorEmit, EmbeddingProjectorProps } from "../../protocol/embedding_projector.gen";
import { fakeProps, OPTIONS } from "./fake";
import { flyTo } from "./keyboard";
import { Motion } from "./motion";
import type { Painter } from "./painter";
import { createHand } from "./pointer";
import { createStore } from "./state";
import { viewsOf } from "./views";

let end = () => {};
afterEach(() => end());

const SIZE = { width: 800, height: 500 };

function scene(given: Partial<EmbeddingProjectorProps> = {}, second = false) {
  const emitted: Partial<EmbeddingProjectorEmit>[] = [];
  const store = createStore(fakeProps(given, 400, second), (patch) => emitted.push(patch), { live: true });
  store.size.value = SIZE;
  store.calm.value = true;
  const motion = new Motion();
  motion.show(store.fields.frame.peek(), 0, true);
  const stage = document.createElement("div");
  stage.tabIndex = 0;
  document.body.append(stage);
  const views = () =>
    viewsOf(
      motion,
      { arrangement: store.fields.arrangement.peek(), morph: store.fields.morph.peek() },
      store.pilot.camera.peek(),
      SIZE,
      1,
    );
  const painter: Painter = {
    motion,
    polygon: signal([]),
    densityTop: signal(0),
    fallback: signal(0),
    views,
    diameter: () => 4,
    invalidate: () => {},
    destroy: () => {},
  };
  const hand = createHand(stage, painter, store);
  end = () => {
    hand.end();
    store.end();
    stage.remove();
  };
  const send = (type: string, x: number, y: number, more: PointerEventInit = {}) =>
    stage.dispatchEvent(
      new PointerEvent(type, { pointerId: 1, clientX: x, clientY: y, bubbles: true, button: 0, buttons: 1, ...more }),
    );
  const drag = (places: [number, number][], more: PointerEventInit = {}) => {
    const [first, ...rest] = places;
    send("pointerdown", ...(first as [number, number]), more);
    for (const place of rest) send("pointermove", ...place, more);
    send("pointerup", ...(places.at(-1) as [number, number]), more);
  };
  const spot = (i: number, view = 0) => {
    const one = views()[view];
    if (one === undefined) throw new Error("no such picture");
    const { x, y } = spotOf(one.cloud, one.matrix, one.size, i, { x: 0, y: 0, w: 1 });
    return { x: x + one.left, y };
  };
  return { store, painter, stage, hand, emitted, send, drag, spot };
}

describe("dragging", () => {
  it("moves a flat picture with the hand", () => {
    const { drag, spot } = scene();
    const before = spot(7);
    drag([
      [300, 300],
      [320, 290],
      [350, 260],
    ]);
    expect(spot(7).x - before.x).toBeCloseTo(50, 2);
    expect(spot(7).y - before.y).toBeCloseTo(-40, 2);
  });

  it("turns a deep one, and with Shift moves it", () => {
    const { store, drag } = scene({ options: { ...OPTIONS, dimensions: 3 } });
    const before = store.pilot.camera.peek();
    const path: [number, number][] = [
      [300, 300],
      [360, 300],
    ];
    drag(path);
    expect(store.pilot.camera.peek().yaw).toBeGreaterThan(before.yaw);
    expect(store.pilot.camera.peek().x).toBe(before.x);
    drag(path, { shiftKey: true });
    expect(store.pilot.camera.peek().x).toBeLessThan(before.x);
  });

  it("selects what the lasso or the rectangle holds; Shift adds, Alt takes away", () => {
    const { store, drag, spot, emitted } = scene({ tool: "rectangle" });
    const inside = (x0: number, y0: number, x1: number, y1: number) =>
      [...Array(400).keys()].filter((i) => {
        const { x, y } = spot(i);
        return x > x0 && x < x1 && y > y0 && y < y1;
      });
    const [left, right] = [inside(200, 100, 400, 400), inside(400, 100, 600, 400)];
    drag([
      [200, 100],
      [400, 400],
    ]);
    expect([...store.selected.peek()]).toEqual(left);
    expect(store.fields.panel.peek()).toBe("selection");
    drag(
      [
        [400, 100],
        [600, 400],
      ],
      { shiftKey: true },
    );
    expect([...store.selected.peek()]).toEqual([...left, ...right].sort((a, b) => a - b));
    store.pass({ tool: "lasso" });
    drag(
      [
        [200, 100],
        [400, 100],
        [400, 400],
        [200, 400],
      ],
      { altKey: true },
    );
    expect([...store.selected.peek()]).toEqual(right);
    const last = emitted.findLast((patch) => patch.selected)?.selected;
    expect([...(last ? unpack(last).values : [])]).toEqual(right);
    drag([
      [1, 1],
      [10, 1],
      [10, 10],
    ]);
    expect(store.fields.selected.peek()).toBeNull();
  });

  it("selects in the picture it began in", () => {
    const { store, drag, spot } = scene({ tool: "rectangle", arrangement: "side" }, true);
    drag([
      [410, 10],
      [790, 490],
    ]);
    const wanted = [...Array(400).keys()].filter((i) => {
      const { x, y } = spot(i, 1);
      return x > 410 && x < 790 && y > 10 && y < 490;
    });
    expect([...store.selected.peek()]).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(300);
  });

  it("with two fingers zooms and moves", () => {
    const { store, send } = scene();
    send("pointerdown", 300, 250, { pointerId: 1 });
    send("pointerdown", 500, 250, { pointerId: 2 });
    send("pointermove", 200, 250, { pointerId: 1 });
    send("pointermove", 600, 250, { pointerId: 2 });
    expect(store.pilot.camera.peek().zoom).toBeCloseTo(2, 5);
    expect(store.pilot.camera.peek().x).toBeCloseTo(0, 2);
    send("pointerup", 200, 250, { pointerId: 1 });
    send("pointerup", 600, 250, { pointerId: 2 });
    expect(store.fields.word.peek()).toBe("");
  });
});

describe("a click", () => {
  it("looks at the point it hits, and at none far from all", () => {
    const { store, drag, spot } = scene();
    const { x, y } = spot(12);
    drag([[x, y]]);
    const hit = store.words.peek().indexOf(store.fields.word.peek());
    expect(Math.hypot(spot(hit).x - x, spot(hit).y - y)).toBeLessThan(0.5);
    const before = store.fields.word.peek();
    drag([[2, 2]]);
    expect(store.fields.word.peek()).toBe(before);
  });
});

describe("the wheel", () => {
  it("lets the page scroll until the picture has the focus or Ctrl is held", () => {
    const { store, stage, hand } = scene();
    const turn = (more: WheelEventInit = {}) => {
      const event = new WheelEvent("wheel", { deltaY: -100, bubbles: true, cancelable: true });
      // The wheel events of happy-dom are no mouse events.
      Object.assign(event, { clientX: 200, clientY: 150, ctrlKey: false, ...more });
      stage.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(turn()).toBe(false);
    expect(hand.hint.peek()).toBe(true);
    expect(store.pilot.camera.peek().zoom).toBe(1);
    const under = () => unproject(store.pilot.camera.peek(), SIZE, 2, 200, 150);
    const before = under();
    expect(turn({ ctrlKey: true })).toBe(true);
    expect(hand.hint.peek()).toBe(false);
    const once = store.pilot.camera.peek().zoom;
    expect(once).toBeGreaterThan(1);
    expect(under().x).toBeCloseTo(before.x, 6);
    stage.focus();
    expect(turn()).toBe(true);
    expect(store.pilot.camera.peek().zoom).toBeGreaterThan(once);
  });
});

describe("flying", () => {
  it("brings points into sight", () => {
    const { store, painter, spot } = scene();
    const points = [3, 40, 77];
    flyTo(store, painter, points);
    for (const i of points) {
      const { x, y } = spot(i);
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(800);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(500);
    }
    flyTo(store, painter, [5]);
    expect(spot(5).x).toBeCloseTo(400, 1);
    expect(spot(5).y).toBeCloseTo(250, 1);
    const still = store.pilot.camera.peek();
    flyTo(store, painter, [-1, 9999]);
    expect(store.pilot.camera.peek()).toBe(still);
  });
});
