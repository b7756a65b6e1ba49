import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type NdArray, type PackedArray, pack, unpack } from "./codec";
import { decode } from "./page";

interface Golden {
  name: string;
  dtype: PackedArray["dtype"];
  shape: number[];
  base64: string;
  values: (number | string)[];
}

// packed by Python: tests/contract/codec_golden.py
const golden: Golden[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../tests/contract/codec_golden.json"), "utf8"),
);

function packed({ dtype, shape, base64 }: Golden): PackedArray {
  return decode({ dtype, shape, base64 }) as PackedArray;
}

/** The same bytes, `offset` bytes into a larger buffer, as a message brings them. */
function shifted(from: PackedArray, offset: number): PackedArray {
  const buffer = new Uint8Array(from.data.byteLength + offset + 5).fill(0xab);
  buffer.set(new Uint8Array(from.data.buffer, from.data.byteOffset, from.data.byteLength), offset);
  return { ...from, data: new DataView(buffer.buffer, offset, from.data.byteLength) };
}

/** Reads one value with the browser's own DataView, an independent answer. */
function read(data: DataView, dtype: PackedArray["dtype"], index: number): number {
  if (dtype === "float32") return data.getFloat32(4 * index, true);
  if (dtype === "int32") return data.getInt32(4 * index, true);
  return data.getUint8(index);
}

describe("unpack", () => {
  it.each(golden)("reads what Python packed: $name", (one) => {
    const array = unpack(packed(one));
    expect(array.shape).toEqual(one.shape);
    expect([...array.values]).toEqual(one.values.map(Number));
  });

  it.each(golden)("reads it at any offset: $name", (one) => {
    const expected = one.values.map(Number);
    for (let offset = 0; offset < 9; offset += 1) {
      expect([...unpack(shifted(packed(one), offset)).values]).toEqual(expected);
    }
  });

  it("does not copy what is aligned", () => {
    const { data } = packed(golden[0] as Golden);
    expect(unpack({ dtype: "float32", shape: [2, 3], data }).values.buffer).toBe(data.buffer);
  });

  it("refuses what does not fit", () => {
    const data = new DataView(new ArrayBuffer(8));
    expect(() => unpack({ dtype: "float32", shape: [3], data })).toThrow("needs 12 bytes, got 8");
    expect(() => unpack({ dtype: "float64" as "float32", shape: [1], data })).toThrow("unknown wire dtype float64");
  });

  it("reads every float16", () => {
    const bits = Uint16Array.from({ length: 0x10000 }, (_, index) => index);
    const { values } = unpack({ dtype: "float16", shape: [bits.length], data: new DataView(bits.buffer) });
    expect(values[0x0001]).toBe(2 ** -24);
    expect(values[0x03ff]).toBe(1023 * 2 ** -24);
    expect(values[0x0400]).toBe(2 ** -14);
    expect(values[0x3c01]).toBe(1 + 2 ** -10);
    expect(values[0x7bff]).toBe(65504);
    expect(values[0xfc00]).toBe(Number.NEGATIVE_INFINITY);
    expect(Object.is(values[0x8000], -0)).toBe(true);
    for (let index = 1; index < 0x7c00; index += 1) {
      const step = (values[index] as number) - (values[index - 1] as number); // neighbours differ by one unit in the last place
      expect(step).toBe(2 ** (Math.max(((index - 1) >> 10) & 31, 1) - 25));
    }
    for (let index = 0x7c01; index < 0x8000; index += 1) expect(values[index]).toBeNaN();
  });
});

describe("pack", () => {
  const values: NdArray[] = [
    { shape: [2, 2], values: Float32Array.of(1, -2.5, Number.NaN, 1e-20) },
    { shape: [3], values: Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1) },
    { shape: [4], values: Uint8Array.of(0, 1, 254, 255) },
    { shape: [0, 3], values: new Float32Array(0) },
  ];

  it.each(values)("writes little-endian values of shape $shape", (array) => {
    const { dtype, shape, data } = pack(array);
    expect(shape).toEqual(array.shape);
    const back = Array.from(array.values, (_, index) => read(data, dtype, index));
    expect(back).toEqual([...array.values]);
    expect(unpack({ dtype, shape, data })).toEqual({ ...array });
  });

  it("sends a copy exactly as long as its data", () => {
    const whole = Float32Array.of(0, 1, 2, 3, 4);
    const { data } = pack({ shape: [2], values: whole.subarray(1, 3) });
    expect([data.byteOffset, data.byteLength, data.buffer.byteLength]).toEqual([0, 8, 8]);
    whole[1] = 99;
    expect(data.getFloat32(0, true)).toBe(1);
  });

  it("gives back the bytes that Python wrote", () => {
    for (const one of golden.filter(({ dtype }) => dtype !== "float16")) {
      const there = packed(one);
      const back = pack(unpack(there));
      expect(new Uint8Array(back.data.buffer)).toEqual(new Uint8Array(there.data.buffer));
      expect(back).toMatchObject({ dtype: one.dtype, shape: one.shape });
    }
  });
});
