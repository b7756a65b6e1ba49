import { describe, expect, it } from "vitest";
import { bake, type Cloud, coordinate, eachSpot, type Positions, spotOf, still } from "./point_cloud";
import { buildGrid, nearestByScan, nearestInGrid } from "./point_grid";
import { type Camera, viewMatrix } from "./view_matrix";

const SIZE = { width: 640, height: 400 };

/** The same numbers at every run. */
function scatter(count: number, dimensions: number, seed = 7): Positions {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 16;
  };
  return { values: Uint16Array.from({ length: count * dimensions }, next), count, dimensions };
}

const CAMERAS: Camera[] = [
  { x: 0, y: 0, zoom: 1, yaw: 0.6, pitch: 0.4 },
  { x: 0.3, y: -0.2, zoom: 6, yaw: -1, pitch: 0.1 },
  { x: -0.7, y: 0.7, zoom: 40, yaw: 2, pitch: -0.8 },
];

describe.each([2, 3])("points in %i dimensions", (dimensions) => {
  const positions = scatter(3000, dimensions);
  const clouds: [string, Cloud][] = [
    ["at rest", still(positions)],
    ["on their way", { from: scatter(3000, dimensions, 9), to: positions, share: 0.3 }],
  ];

  it.each(clouds)("%s: visits all that are in sight, in order, where each is", (_, cloud) => {
    for (const camera of CAMERAS) {
      const matrix = viewMatrix(camera, SIZE, dimensions);
      const visited = new Map<number, [number, number]>();
      let last = -1;
      eachSpot(cloud, matrix, SIZE, 10, (i, x, y) => {
        expect(i).toBeGreaterThan(last);
        last = i;
        visited.set(i, [x, y]);
        return undefined;
      });
      let inSight = 0;
      for (let i = 0; i < 3000; i++) {
        const { x, y } = spotOf(cloud, matrix, SIZE, i, { x: 0, y: 0, w: 1 });
        const seen = x > -9.9 && x < 649.9 && y > -9.9 && y < 409.9;
        if (seen) inSight++;
        if (seen) expect(visited.get(i)?.[0]).toBeCloseTo(x, 2);
        if (seen) expect(visited.get(i)?.[1]).toBeCloseTo(y, 2);
        if (x < -10.1 || x > 650.1 || y < -10.1 || y > 410.1) expect(visited.has(i)).toBe(false);
      }
      expect(inSight).toBeGreaterThan(0);
    }
  });

  it.each(clouds)("%s: finds the nearest as looking at each does", (name, cloud) => {
    for (const camera of CAMERAS) {
      const matrix = viewMatrix(camera, SIZE, dimensions);
      const grid = dimensions === 2 && name === "at rest" ? buildGrid(positions) : null;
      for (const [x, y] of [
        [320, 200],
        [100, 50],
        [600, 390],
        [5, 5],
      ] as const) {
        const away = (i: number) => {
          const at = spotOf(cloud, matrix, SIZE, i, { x: 0, y: 0, w: 1 });
          return Math.hypot(at.x - x, at.y - y);
        };
        const best = [...Array(3000).keys()].reduce((a, b) => (away(b) < away(a) ? b : a));
        const found = nearestByScan(cloud, matrix, SIZE, x, y, 8);
        if (away(best) > 8) expect(found).toBe(-1);
        // Of points about as near, the one in front is taken.
        else expect(away(found)).toBeLessThan(Math.sqrt(away(best) ** 2 + 0.51));
        if (grid !== null) expect(nearestInGrid(grid, matrix, SIZE, x, y, 8)).toBe(away(best) > 8 ? -1 : best);
      }
    }
  });
});

describe("points on their way", () => {
  const from: Positions = { values: Uint16Array.of(0, 65535), count: 1, dimensions: 2 };
  const to: Positions = { values: Uint16Array.of(65535, 32768), count: 1, dimensions: 2 };

  it("are between where they come from and where they go", () => {
    expect(coordinate({ from, to, share: 0 }, 0, 0)).toBe(-1);
    expect(coordinate({ from, to, share: 0.25 }, 0, 0)).toBeCloseTo(-0.5, 9);
    expect(coordinate({ from, to, share: 1 }, 0, 0)).toBe(1);
    expect(coordinate(still(to), 0, 2)).toBe(0);
  });

  it("can be stopped there", () => {
    expect([...bake({ from, to, share: 0.25 }).values]).toEqual([16384, 57343]);
    expect(bake({ from, to, share: 1 })).toBe(to);
    expect(bake({ from, to, share: 0 })).toBe(from);
  });

  it("stop where asked to", () => {
    const many = still(scatter(1000, 2));
    const matrix = viewMatrix({ x: 0, y: 0, zoom: 0.6, yaw: 0, pitch: 0 }, SIZE, 2);
    const visit = (options: object, stop = Number.POSITIVE_INFINITY) => {
      const seen: number[] = [];
      eachSpot(many, matrix, SIZE, 0, (i) => seen.push(i) < stop, options);
      return seen;
    };
    expect(visit({})).toHaveLength(1000);
    expect(visit({ limit: 10 })).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(visit({ step: 300 })).toEqual([0, 300, 600, 900]);
    expect(visit({}, 3)).toEqual([0, 1, 2]);
  });
});
