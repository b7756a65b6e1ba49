/** Text by code points, as Python counts it; JavaScript counts UTF-16 units. */

export interface Text {
  readonly value: string;
  /** Code points. */
  readonly length: number;
  /** From code point `start` to `stop`, which default to the ends and are kept within them. */
  slice(start?: number, stop?: number): string;
  /** UTF-16 offset of a code point. */
  toUnits(point: number): number;
  /** Code point that holds a UTF-16 offset. */
  toPoints(unit: number): number;
}

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

export function codePoints(value: string): Text {
  return PAIR.test(value) ? withPairs(value) : withoutPairs(value);
}

function withoutPairs(value: string): Text {
  const { length } = value;
  const within = (at: number) => Math.max(0, Math.min(length, at));
  return {
    value,
    length,
    slice: (start = 0, stop = length) => value.slice(within(start), within(stop)),
    toUnits: within,
    toPoints: within,
  };
}

function withPairs(value: string): Text {
  const offsets: number[] = [];
  let unit = 0;
  for (const character of value) {
    offsets.push(unit);
    unit += character.length;
  }
  const { length } = offsets;
  offsets.push(unit);
  const toUnits = (point: number) => offsets[Math.max(0, Math.min(length, point))] as number;
  return {
    value,
    length,
    slice: (start = 0, stop = length) => value.slice(toUnits(start), toUnits(stop)),
    toUnits,
    toPoints(wish) {
      let [low, high] = [0, length];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((offsets[middle] as number) <= wish) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}
