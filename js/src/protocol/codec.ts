/** The array codec: the twin of nlpwidgets/widgets/_wire.py. */

/** An array on the wire; `data` holds C-ordered little-endian values. */
export interface PackedArray {
  dtype: "float32" | "float16" | "int32" | "uint16" | "uint8";
  shape: number[];
  data: DataView;
}

export type Values = Float32Array | Int32Array | Uint16Array | Uint8Array;

/** A dense row-major array. */
export interface NdArray<V extends Values = Values> {
  readonly shape: readonly number[];
  readonly values: V;
}

const ITEM_SIZE = { float32: 4, float16: 2, int32: 4, uint16: 2, uint8: 1 } as const;

/**
 * Values of a packed array. Bytes may arrive at any offset inside a larger buffer, so they are copied when they are
 * not aligned. float16 becomes float32.
 */
export function unpack(packed: PackedArray): NdArray {
  const { dtype, shape, data } = packed;
  const size = ITEM_SIZE[dtype];
  if (size === undefined) throw new Error(`unknown wire dtype ${String(dtype)}`);
  const count = shape.reduce((product, n) => product * n, 1);
  if (data.byteLength !== count * size) {
    throw new Error(
      `an array of shape ${shape.join("×")} and dtype ${dtype} needs ${count * size} bytes, got ${data.byteLength}`,
    );
  }
  const aligned = data.byteOffset % size === 0;
  const buffer = aligned ? data.buffer : data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  const offset = aligned ? data.byteOffset : 0;
  if (dtype === "float32") return { shape, values: new Float32Array(buffer as ArrayBuffer, offset, count) };
  if (dtype === "int32") return { shape, values: new Int32Array(buffer as ArrayBuffer, offset, count) };
  if (dtype === "uint16") return { shape, values: new Uint16Array(buffer as ArrayBuffer, offset, count) };
  if (dtype === "uint8") return { shape, values: new Uint8Array(buffer as ArrayBuffer, offset, count) };
  return { shape, values: Float32Array.from(new Uint16Array(buffer as ArrayBuffer, offset, count), halfToFloat) };
}

/** A copy exactly as long as its data: hosts send the whole buffer behind a view. */
export function pack(array: NdArray): PackedArray {
  const { values, shape } = array;
  const copy = values.slice();
  return {
    dtype: dtypeOf(values),
    shape: [...shape],
    data: new DataView(copy.buffer, copy.byteOffset, copy.byteLength),
  };
}

function dtypeOf(values: Values): PackedArray["dtype"] {
  if (values instanceof Float32Array) return "float32";
  if (values instanceof Int32Array) return "int32";
  return values instanceof Uint16Array ? "uint16" : "uint8";
}

function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * 2 ** -14 * (fraction / 1024);
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}
