import { describe, expect, it } from "vitest";
import { ramp } from "../theme/colors";
import { countPoints, densityColors, isCrowded, roundUp } from "./density";
import { isInside, join, pointsInside, rectangle } from "./lasso";
import { type Positions, spotOf, still } from "./point_cloud";
import { viewMatrix } from "./view_matrix";

const SIZE = { width: 300, height: 200 };
const LUT = ramp([
  [255, 255, 255],
  [0, 0, 0],
]);

function grid(side: number): Positions {
  const at = (k: number) => Math.round((k / (side - 1)) * 65535);
  const values = Uint16Array.from({ length: 2 * side * side }, (_, k) =>
    at(k % 2 === 0 ? (k >> 1) % side : Math.floor((k >> 1) / side)),
  );
  return { values, count: side * side, dimensions: 2 };
}

const CLOUD = still(grid(50));
const WHOLE = viewMatrix({ x: 0, y: 0, zoom: 1, yaw: 0, pitch: 0 }, SIZE, 2);

describe("counting points", () => {
  it("counts each point in sight once", () => {
    const all = countPoints(CLOUD, WHOLE, SIZE, 4);
    expect(all.visible).toBe(2500);
    expect(all.counts.reduce((sum, count) => sum + count, 0)).toBe(2500);
    expect(all.most).toBe(Math.max(...all.counts));
    expect(all.occupied).toBe(all.counts.filter((count) => count > 0).length);
  });

  it("counts points in their cells", () => {
    const { counts, columns } = countPoints(CLOUD, WHOLE, SIZE, 10);
    const wanted = new Uint32Array(counts.length);
    for (let i = 0; i < 2500; i++) {
      const { x, y } = spotOf(CLOUD, WHOLE, SIZE, i, { x: 0, y: 0, w: 1 });
      const cell = Math.floor(y / 10) * columns + Math.floor(x / 10);
      wanted[cell] = (wanted[cell] ?? 0) + 1;
    }
    expect([...counts]).toEqual([...wanted]);
  });

  it("estimates from every fourth point", () => {
    expect(countPoints(CLOUD, WHOLE, SIZE, 4, 4).visible).toBe(2500);
  });

  it("rounds the scale up to numbers that stay while the picture moves", () => {
    expect([1, 5, 6, 11, 20, 21, 499, 501].map(roundUp)).toEqual([5, 5, 10, 20, 20, 50, 500, 1000]);
  });

  it("colours by the logarithm, and nothing where there is nothing", () => {
    const density = {
      columns: 4,
      rows: 1,
      cell: 1,
      counts: Uint32Array.of(0, 1, 10, 1000),
      most: 1000,
      occupied: 3,
      visible: 1011,
    };
    const [none, one, ten, many] = densityColors(density, 1000, LUT);
    expect(none).toBe(0);
    expect(many).toBe(LUT[255]);
    expect((one as number) & 255).toBeGreaterThan((ten as number) & 255);
    expect((ten as number) & 255).toBe(255 - Math.round((255 * Math.log(11)) / Math.log(1001)));
  });

  it("stays crowded a little longer than it takes to become so", () => {
    const density = (visible: number, occupied: number) =>
      isCrowded({ columns: 1, rows: 1, cell: 1, counts: new Uint32Array(1), most: 1, visible, occupied }, false);
    expect(density(10_000, 3000)).toBe(true);
    expect(density(10_000, 4000)).toBe(false);
    const still = {
      columns: 1,
      rows: 1,
      cell: 1,
      counts: new Uint32Array(1),
      most: 1,
      visible: 10_000,
      occupied: 4000,
    };
    expect(isCrowded(still, true)).toBe(true);
    expect(isCrowded({ ...still, visible: 100, occupied: 1 }, false)).toBe(false);
  });
});

describe("the lasso", () => {
  it("knows inside from outside, also in a bay", () => {
    const horseshoe = [0, 0, 10, 0, 10, 10, 7, 10, 7, 3, 3, 3, 3, 10, 0, 10];
    expect(isInside(horseshoe, 1, 8)).toBe(true);
    expect(isInside(horseshoe, 5, 8)).toBe(false);
    expect(isInside(horseshoe, 5, 1)).toBe(true);
    expect(isInside(horseshoe, 11, 1)).toBe(false);
  });

  it("finds the points inside, as looking at each does", () => {
    const polygon = [80, 20, 220, 60, 180, 190, 120, 90];
    const found = pointsInside(CLOUD, WHOLE, SIZE, polygon);
    const wanted = [...Array(2500).keys()].filter((i) => {
      const { x, y } = spotOf(CLOUD, WHOLE, SIZE, i, { x: 0, y: 0, w: 1 });
      return isInside(polygon, x, y);
    });
    expect(wanted.length).toBeGreaterThan(50);
    expect([...found]).toEqual(wanted);
    expect(pointsInside(CLOUD, WHOLE, SIZE, rectangle(0, 0, 300, 200))).toHaveLength(2500);
    expect(pointsInside(CLOUD, WHOLE, SIZE, [5, 5, 6, 6])).toHaveLength(0);
  });

  it("replaces, adds and takes away, and stays in order", () => {
    const old = Int32Array.of(2, 5, 100);
    const now = Int32Array.of(5, 11, 20);
    expect([...join(old, now, "replace")]).toEqual([5, 11, 20]);
    expect([...join(old, now, "add")]).toEqual([2, 5, 11, 20, 100]);
    expect([...join(old, now, "remove")]).toEqual([2, 100]);
  });
});
