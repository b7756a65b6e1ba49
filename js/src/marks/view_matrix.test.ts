import { describe, expect, it } from "vitest";
import {
  betweenCameras,
  type Camera,
  fitBox,
  orbitBy,
  panBy,
  project,
  unproject,
  unprojectFlat,
  viewMatrix,
  ZOOM_RANGE,
  zoomAt,
} from "./view_matrix";

const SIZE = { width: 800, height: 500 };
const CAMERA: Camera = { x: 0.2, y: -0.1, zoom: 3, yaw: 0.7, pitch: 0.3 };
const spot = (camera: Camera, dimensions: number, x: number, y: number, z = 0) => ({
  ...project(viewMatrix(camera, SIZE, dimensions), SIZE, x, y, z, { x: 0, y: 0, w: 1 }),
});

describe("the view", () => {
  it("has the centre in the middle, and up is up", () => {
    expect(spot(CAMERA, 2, 0.2, -0.1).x).toBeCloseTo(400, 3);
    expect(spot(CAMERA, 2, 0.2, -0.1).y).toBeCloseTo(250, 3);
    expect(spot(CAMERA, 2, 0.2, 0.1).y).toBeLessThan(250);
  });

  it("shows all of the picture at zoom 1, with equal scales", () => {
    const whole = { ...CAMERA, x: 0, y: 0, zoom: 1 };
    const [a, b] = [spot(whole, 2, -1, -1), spot(whole, 2, 1, 1)];
    expect(a.y).toBeLessThanOrEqual(500);
    expect(b.y).toBeGreaterThanOrEqual(0);
    expect(b.x - a.x).toBeCloseTo(a.y - b.y, 3);
  });

  it("keeps a turned cube in sight but for its corners, and what is near is larger", () => {
    for (const yaw of [0, 0.5, 1, 2, 4]) {
      for (const pitch of [-1.5, -0.6, 0, 0.6]) {
        const camera = { x: 0, y: 0, zoom: 1, yaw, pitch };
        for (const x of [-1, 1]) {
          for (const y of [-1, 1]) {
            for (const z of [-1, 1]) {
              const at = spot(camera, 3, x, y, z);
              expect(at.y).toBeGreaterThan(-70);
              expect(at.y).toBeLessThan(570);
              expect(at.w).toBeGreaterThan(0.4);
            }
          }
        }
      }
    }
    const straight = { x: 0, y: 0, zoom: 1, yaw: 0, pitch: 0 };
    expect(spot(straight, 3, 0.5, 0, 0.9).x).toBeGreaterThan(spot(straight, 3, 0.5, 0, -0.9).x);
    expect(spot(straight, 3, 0.5, 0, 0.9).w).toBeLessThan(1);
  });

  it("turns the right side away with a positive yaw, as the hand moves it", () => {
    const turned = orbitBy({ x: 0, y: 0, zoom: 1, yaw: 0, pitch: 0 }, 50, 0);
    // The front goes where the hand goes.
    expect(spot(turned, 3, 0, 0, 1).x).toBeGreaterThan(400);
    const tilted = orbitBy({ x: 0, y: 0, zoom: 1, yaw: 0, pitch: 0 }, 0, 50);
    expect(spot(tilted, 3, 0, 0, 1).y).toBeGreaterThan(250);
  });

  it.each([2, 3])("goes back from the screen to the picture in %i dimensions", (dimensions) => {
    const flat = { ...CAMERA, yaw: 0, pitch: 0 };
    const at = spot(flat, dimensions, 0.31, -0.22);
    const back = unproject(flat, SIZE, dimensions, at.x, at.y);
    expect(back.x).toBeCloseTo(0.31, 4);
    expect(back.y).toBeCloseTo(-0.22, 4);
  });

  it("goes back from the matrix alone", () => {
    const at = spot(CAMERA, 2, 0.31, -0.22);
    const [x, y] = unprojectFlat(viewMatrix(CAMERA, SIZE, 2), SIZE, at.x, at.y);
    expect(x).toBeCloseTo(0.31, 4);
    expect(y).toBeCloseTo(-0.22, 4);
  });
});

describe("moving", () => {
  it("zooms about the pointer, within bounds", () => {
    const before = unproject(CAMERA, SIZE, 2, 120, 400);
    const near = zoomAt(CAMERA, SIZE, 2, 2.5, 120, 400);
    expect(near.zoom).toBeCloseTo(7.5);
    const after = unproject(near, SIZE, 2, 120, 400);
    expect(after.x).toBeCloseTo(before.x, 9);
    expect(after.y).toBeCloseTo(before.y, 9);
    expect(zoomAt(CAMERA, SIZE, 2, 1e9, 0, 0).zoom).toBe(ZOOM_RANGE[1]);
    expect(zoomAt(CAMERA, SIZE, 2, 1e-9, 0, 0).zoom).toBe(ZOOM_RANGE[0]);
  });

  it("pans by what the hand moves", () => {
    const a = spot(CAMERA, 2, 0.1, 0.1);
    const b = spot(panBy(CAMERA, SIZE, 2, 30, -20), 2, 0.1, 0.1);
    expect(b.x - a.x).toBeCloseTo(30, 2);
    expect(b.y - a.y).toBeCloseTo(-20, 2);
  });

  it("cannot lose the picture, nor turn it upside down", () => {
    expect(Math.abs(panBy(CAMERA, SIZE, 2, 1e6, 0).x)).toBeLessThanOrEqual(1.5);
    expect(orbitBy(CAMERA, 0, 1e6).pitch).toBeLessThanOrEqual(Math.PI / 2);
  });

  it("flies from one camera to another, the short way round", () => {
    const to = { x: -0.4, y: 0.5, zoom: 40, yaw: 0.7 + 1.8 * Math.PI, pitch: -0.2 };
    const at = (share: number) => betweenCameras(CAMERA, to, share);
    for (const key of ["x", "y", "zoom", "pitch"] as const) {
      expect(at(0)[key]).toBeCloseTo(CAMERA[key], 9);
      expect(at(1)[key]).toBeCloseTo(to[key], 9);
    }
    expect(at(1).yaw).toBeCloseTo(0.7 - 0.2 * Math.PI, 9);
    expect(at(0.5).zoom).toBeCloseTo(Math.sqrt(3 * 40), 6);
  });

  it("fits points into sight", () => {
    const box = { left: 100, top: 200, right: 180, bottom: 240 };
    const near = fitBox(CAMERA, SIZE, 2, box);
    const corner = unproject(CAMERA, SIZE, 2, 100, 200);
    const there = spot(near, 2, corner.x, corner.y);
    expect(there.x).toBeGreaterThan(0);
    expect(there.y).toBeGreaterThan(0);
    expect(near.zoom).toBeGreaterThan(CAMERA.zoom);
  });
});
