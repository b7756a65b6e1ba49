import { describe, expect, it } from "vitest";
import { parseColor, ramp, word } from "./colors";

describe("colours", () => {
  it("reads what browsers compute", () => {
    expect(parseColor("rgb(213, 94, 0)")).toEqual([213, 94, 0]);
    expect(parseColor("rgba(213, 94, 0, 0.5)")).toEqual([213, 94, 0]);
    expect(parseColor("color(srgb 1 0.5 0)")).toEqual([255, 127.5, 0]);
    expect(parseColor("#d55e00")).toEqual([213, 94, 0]);
    expect(parseColor("")).toBeNull();
    expect(parseColor("inherit")).toBeNull();
  });

  it("runs through its stops", () => {
    const lut = ramp([
      [0, 0, 200],
      [100, 100, 100],
      [200, 0, 0],
    ]);
    expect(lut[0]).toBe(word([0, 0, 200]) >>> 0);
    expect(lut[255]).toBe(word([200, 0, 0]) >>> 0);
    expect([(lut[128] as number) & 255, ((lut[128] as number) >> 8) & 255]).toEqual([100, 100]);
  });

  it("writes pixels as ImageData stores them", () => {
    const bytes = new Uint8Array(Uint32Array.of(word([1, 2, 3])).buffer);
    expect([...bytes]).toEqual([1, 2, 3, 255]);
  });
});
