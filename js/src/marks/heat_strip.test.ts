import { describe, expect, it } from "vitest";
import { ramp } from "../theme/colors";
import { cellColors, columnGap, type HeatStrip, hatchedRuns, nanWord, stripLayout } from "./heat_strip";

const lut = ramp([
  [0, 0, 0],
  [255, 255, 255],
]);
const gap = [200, 200, 200] as const;

function strip(patch: Partial<HeatStrip>): HeatStrip {
  return {
    values: Float32Array.from([0, 0.25, 0.5, 0.75, 1, 1, 0, 0]),
    units: 4,
    rowAt: Int32Array.from([0, 1]),
    order: Int32Array.from([0, 1, 2, 3]),
    layout: stripLayout(4, 1, 64, 144),
    top: 0,
    start: 0,
    end: 2,
    columnWidth: 44,
    ratio: 1,
    low: 0,
    high: 1,
    lut,
    gap,
    hatch: [0, 0, 0],
    ...patch,
  };
}

/** Red channel of every cell, row by row. */
function reds(pixels: Uint32Array): number[] {
  return [...pixels].map((pixel) => pixel & 255);
}

describe("stripLayout", () => {
  it("gives units whole pixels", () => {
    expect(stripLayout(64, 0, 64, 144)).toMatchObject({ unitsPerRow: 1, rowHeight: 1, rows: 64, height: 64 });
    expect(stripLayout(24, 0, 128, 144)).toMatchObject({ unitsPerRow: 1, rowHeight: 5, rows: 24, height: 120 });
  });

  it("lets units share a row when there are more of them than pixels", () => {
    expect(stripLayout(1024, 0, 64, 144)).toMatchObject({ unitsPerRow: 16, rowHeight: 1, rows: 64, visible: 64 });
    expect(stripLayout(100, 0, 64, 144)).toMatchObject({ unitsPerRow: 2, rows: 50, height: 50 });
  });

  it("shows a window of the units when they are zoomed", () => {
    expect(stripLayout(64, 8, 64, 144)).toMatchObject({ rowHeight: 8, rows: 64, visible: 18, height: 144 });
    expect(stripLayout(4, 16, 64, 144)).toMatchObject({ visible: 4, height: 64 });
    expect(stripLayout(1024, 0.25, 64, 144)).toMatchObject({ unitsPerRow: 4, rows: 256, visible: 144 });
  });
});

describe("cellColors", () => {
  it("puts time across and units down", () => {
    expect(reds(cellColors(strip({})))).toEqual([0, 255, 64, 255, 128, 0, 191, 0]);
  });

  it("follows the order of the units and the window", () => {
    const order = Int32Array.from([3, 2, 1, 0]);
    expect(reds(cellColors(strip({ order, start: 0, end: 1 })))).toEqual([191, 128, 64, 0]);
    const layout = stripLayout(4, 16, 64, 32);
    expect(layout.visible).toBe(2);
    expect(reds(cellColors(strip({ layout, top: 2, start: 0, end: 1 })))).toEqual([128, 191]);
  });

  it("averages units that share a row", () => {
    const layout = stripLayout(4, 0.5, 64, 144);
    expect(reds(cellColors(strip({ layout })))).toEqual([32, 255, 159, 0]);
  });

  it("keeps values outside the scale at its ends", () => {
    expect(reds(cellColors(strip({ low: 0.4, high: 0.6, start: 0, end: 1 })))).toEqual([0, 0, 128, 255]);
  });

  it("leaves gaps transparent and gives NaN a colour of its own", () => {
    const values = Float32Array.from([Number.NaN, 0.25, 0.5, 0.75, 1, 1, 0, 0]);
    const pixels = cellColors(strip({ values, rowAt: Int32Array.from([0, -1]) }));
    expect([pixels[1], pixels[3]]).toEqual([0, 0]);
    expect(pixels[0]).toBe(nanWord(gap));
    expect([...lut]).not.toContain(nanWord(gap));
    expect(hatchedRuns(pixels, 2, 4, nanWord(gap))).toEqual([
      [0, 0, 1],
      [1, 0, 4],
    ]);
  });
});

describe("columnGap", () => {
  it("takes space only from wide columns", () => {
    expect([columnGap(2), columnGap(7), columnGap(8), columnGap(50)]).toEqual([0, 0, 1, 1]);
  });
});
