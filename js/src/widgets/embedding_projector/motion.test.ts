import { describe, expect, it } from "vitest";
import { coordinate } from "../../marks/point_cloud";
import { pack } from "../../protocol/codec";
import type { Frame } from "../../protocol/embedding_projector.gen";
import { Motion } from "./motion";
import { Pace } from "./pace";
import { viewsOf } from "./views";

const frame = (number: number, points: number[], dimensions = 2, second: number[] | null = null): Frame => {
  const packed = (values: number[]) =>
    pack({ shape: [values.length / dimensions, dimensions], values: Uint16Array.from(values) });
  return {
    number,
    method: "tsne",
    iteration: number,
    points: packed(points),
    second: second === null ? null : packed(second),
    low: [],
    high: [],
    explained: [],
    divergence: null,
  };
};
const x = (motion: Motion, now: number, i = 0) => coordinate(motion.clouds(now).first, i, 0);

describe("frames", () => {
  it("are shown at once where there was none, and filled with motion later", () => {
    const motion = new Motion();
    motion.show(frame(1, [0, 0, 65535, 0]), 1000, false);
    expect(motion.isMoving(1000)).toBe(false);
    expect(x(motion, 1000)).toBe(-1);
    motion.show(frame(2, [65535, 0, 65535, 0]), 1200, false);
    expect(x(motion, 1200)).toBe(-1);
    expect(x(motion, 1300)).toBeCloseTo(0, 3);
    expect(x(motion, 1400)).toBe(1);
    expect(motion.isMoving(1400)).toBe(false);
    expect(x(motion, 1400, 1)).toBe(1);
  });

  it("go on from where the points are when the next comes early", () => {
    const motion = new Motion();
    motion.show(frame(1, [0, 0]), 0, false);
    motion.show(frame(2, [65535, 0]), 400, false);
    const before = x(motion, 500);
    motion.show(frame(3, [0, 0]), 500, false);
    expect(x(motion, 500)).toBeCloseTo(before, 3);
    expect(x(motion, 2000)).toBe(-1);
  });

  it("jump for readers who want less motion, for other words, and into the third dimension", () => {
    const motion = new Motion();
    motion.show(frame(1, [0, 0]), 0, false);
    motion.show(frame(2, [65535, 0]), 300, true);
    expect(x(motion, 300)).toBe(1);
    motion.show(frame(3, [0, 0, 0, 0]), 600, false);
    expect(motion.isMoving(600)).toBe(false);
    motion.show(frame(4, [0, 0, 0, 0, 0, 0], 3), 900, false);
    expect([motion.isMoving(900), motion.dimensions, motion.count]).toEqual([false, 3, 2]);
    motion.show(null, 1000, false);
    expect(motion.count).toBe(0);
  });
});

describe("the pictures", () => {
  const motion = new Motion();
  motion.show(frame(1, [0, 0], 2, [65535, 65535]), 0, false);
  const camera = { x: 0, y: 0, zoom: 1, yaw: 0, pitch: 0 };
  const size = { width: 801, height: 400 };
  const views = (arrangement: "single" | "side" | "morph", morph = 0) =>
    viewsOf(motion, { arrangement, morph }, camera, size, 0);

  it("stand side by side, each with its own points", () => {
    const [left, right] = views("side");
    expect([left?.left, left?.size.width, right?.left, right?.size.width]).toEqual([0, 400, 401, 400]);
    expect(left && coordinate(left.cloud, 0, 0)).toBe(-1);
    expect(right && coordinate(right.cloud, 0, 0)).toBe(1);
  });

  it("move from one embedding to the other", () => {
    const at = (morph: number) => {
      const [view] = views("morph", morph);
      return view === undefined ? Number.NaN : coordinate(view.cloud, 0, 0);
    };
    expect(at(0)).toBe(-1);
    expect(at(0.75)).toBeCloseTo(0.5, 5);
    expect(at(1)).toBe(1);
    expect(views("single")).toHaveLength(1);
  });

  it("are one picture without a second embedding", () => {
    const alone = new Motion();
    alone.show(frame(1, [0, 0]), 0, false);
    expect(viewsOf(alone, { arrangement: "side", morph: 1 }, camera, size, 0)).toHaveLength(1);
  });
});

describe("the pace", () => {
  it("draws all at rest, fewer while slow, more again when quick", () => {
    const pace = new Pace();
    const million = 1_000_000;
    let now = 0;
    const draw = (after: number, moving = true, count = million) => {
      now += after;
      return pace.count(count, moving, now);
    };
    expect(draw(0, false)).toBe(million);
    expect(draw(1000)).toBeLessThan(million);
    for (let k = 0; k < 8; k++) draw(400);
    const slow = draw(400);
    expect(slow).toBeLessThan(60_000);
    expect(slow).toBeGreaterThanOrEqual(20_000);
    expect(draw(400, false)).toBe(million);
    for (let k = 0; k < 200; k++) draw(10);
    expect(draw(10)).toBe(million);
    expect(draw(10, true, 500)).toBe(500);
  });
});
