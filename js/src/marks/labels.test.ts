import { describe, expect, it } from "vitest";
import { LabelPlacer, LINE } from "./labels";

const SPACE = { width: 600, height: 400, margin: 100 };

function overlaps(placer: LabelPlacer): number {
  let found = 0;
  const { placed } = placer;
  for (let a = 0; a < placed.length; a++) {
    for (let b = a + 1; b < placed.length; b++) {
      const [one, other] = [placed[a], placed[b]];
      if (one === undefined || other === undefined) continue;
      const apart = one.x + one.width <= other.x || other.x + other.width <= one.x || Math.abs(one.y - other.y) >= LINE;
      if (!apart) found++;
    }
  }
  return found;
}

describe("words beside points", () => {
  it("never touch, however many there are and wherever they stand", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const placer = new LabelPlacer(SPACE);
      let state = seed;
      const next = () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
      };
      for (let i = 0; i < 800; i++) {
        const [x, y] = [next() * 900 - 150, next() * 600 - 100];
        placer.place(i, x, y, 5, () => 20 + (i % 90), i < 40);
      }
      expect(placer.placed.length).toBeGreaterThan(30);
      expect(overlaps(placer)).toBe(0);
    }
  });

  it("go to those that come first", () => {
    const placer = new LabelPlacer(SPACE);
    expect(placer.place(0, 100, 100, 4, () => 50)).toBe(true);
    expect(placer.place(1, 104, 103, 4, () => 50)).toBe(false);
    expect(placer.place(2, 100, 140, 4, () => 50)).toBe(true);
    expect(placer.placed.map(({ point }) => point)).toEqual([0, 2]);
  });

  it("stand on the other side where that is the only room for one that matters", () => {
    const placer = new LabelPlacer(SPACE);
    placer.place(0, 100, 100, 4, () => 50, true);
    expect(placer.place(1, 98, 101, 4, () => 50, true)).toBe(true);
    expect(placer.placed[1]?.x).toBeLessThan(50);
    // At the right edge it goes to the left, too.
    expect(placer.place(2, 590, 300, 4, () => 80, true)).toBe(true);
    expect((placer.placed[2]?.x ?? 0) + 80).toBeLessThanOrEqual(600);
  });

  it("stay while the picture is moved by some px", () => {
    const points = Array.from({ length: 300 }, (_, i) => [(i * 137) % 600, (i * 61) % 400] as const);
    const at = (dx: number, dy: number) => {
      const placer = new LabelPlacer(SPACE);
      for (const [i, [x, y]] of points.entries()) placer.place(i, x + dx, y + dy, 4, () => 44);
      return placer.placed.map(({ point }) => point);
    };
    // All are within the margin before and after: nothing changes among them.
    expect(at(7.3, -3.6)).toEqual(at(0, 0));
  });

  it("keep out of what is reserved", () => {
    const placer = new LabelPlacer(SPACE);
    placer.reserve(90, 90, 200, 110);
    expect(placer.place(0, 100, 100, 4, () => 30)).toBe(false);
    expect(placer.place(0, 100, 140, 4, () => 30)).toBe(true);
  });

  it("asks for no width where there is surely no room", () => {
    const placer = new LabelPlacer(SPACE);
    placer.place(0, 100, 100, 4, () => 50);
    let asked = 0;
    for (let k = 0; k < 50; k++) {
      placer.place(1, 102, 101, 4, () => {
        asked++;
        return 40;
      });
    }
    expect(asked).toBe(0);
  });
});
