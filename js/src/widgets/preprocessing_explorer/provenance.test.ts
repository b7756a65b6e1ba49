import { describe, expect, it } from "vitest";
import { backward, forward, lineage, type Rows, type Span, touches, union } from "./provenance";

/** A small generator of numbers, the same at every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

interface Made {
  readonly rows: Rows;
  readonly length: number;
}

/** Rows of a made-up step on a text of `length` characters: kept, removed, replaced and inserted stretches. */
function makeStep(length: number, roll: (sides: number) => number): Made {
  if (roll(6) === 0) return { rows: null, length };
  const rows: number[] = [];
  let [from, to] = [0, 0];
  const add = (old: number, now: number, oneByOne: number) => {
    rows.push(from, from + old, to, to + now, oneByOne);
    from += old;
    to += now;
  };
  while (from < length) {
    const size = 1 + roll(Math.min(4, length - from));
    const kind = roll(5);
    if (kind <= 1) add(size, size, 1);
    else if (kind === 2) add(size, 0, 0);
    else if (kind === 3) add(size, 1 + roll(4), 0);
    else add(0, 1 + roll(2), 0);
  }
  return { rows: Int32Array.from(rows), length: to };
}

/** The same by brute force: for every character after the step, the set of characters it comes from. */
function sources({ rows, length }: Made): Set<number>[] {
  if (rows === null) return Array.from({ length }, (_, k) => new Set([k]));
  const found: Set<number>[] = [];
  for (let row = 0; row < rows.length; row += 5) {
    const [fromStart, fromStop, start, stop, oneByOne] = rows.subarray(row, row + 5) as unknown as number[] & {
      length: 5;
    };
    for (let k = start as number; k < (stop as number); k++) {
      const set = new Set<number>();
      if (oneByOne === 1) set.add((fromStart as number) + k - (start as number));
      else for (let j = fromStart as number; j < (fromStop as number); j++) set.add(j);
      found[k] = set;
    }
  }
  return found;
}

function characters(spans: readonly Span[]): number[] {
  return spans.flatMap(([start, stop]) => Array.from({ length: stop - start }, (_, k) => start + k));
}

const SEEDS = Array.from({ length: 60 }, (_, k) => k + 1);

describe.each(SEEDS)("steps made from %i", (seed) => {
  const roll = dice(seed);
  const lengths = [4 + roll(20)];
  const steps = Array.from({ length: 1 + roll(5) }, () => {
    const step = makeStep(lengths.at(-1) as number, roll);
    lengths.push(step.length);
    return step;
  });

  it("lights what brute force finds, from any stretch of any text", () => {
    const tables = steps.map(sources);
    for (const [at, length] of lengths.entries()) {
      for (let trial = 0; trial < 12; trial++) {
        const start = roll(length + 1);
        const stop = start + roll(length - start + 1);
        const wanted: Set<number>[] = [];
        wanted[at] = new Set(characters([[start, stop]]));
        for (let k = at; k > 0; k--) {
          wanted[k - 1] = new Set([...(wanted[k] as Set<number>)].flatMap((c) => [...(tables[k - 1]?.[c] ?? [])]));
        }
        for (let k = at; k < steps.length; k++) {
          const lit = wanted[k] as Set<number>;
          const table = tables[k] as Set<number>[];
          wanted[k + 1] = new Set(table.flatMap((from, c) => ([...from].some((one) => lit.has(one)) ? [c] : [])));
        }
        const found = lineage(
          steps.map(({ rows }) => rows),
          at,
          [start, stop],
        );
        expect(found.map(characters)).toEqual(wanted.map((set) => [...set].sort((a, b) => a - b)));
      }
    }
  });
});

describe("one step", () => {
  // "don't" → "do not"
  const rows = Int32Array.from([0, 2, 0, 2, 1, 2, 5, 2, 6, 0]);

  it("keeps characters apart where it can and stretches together where it cannot", () => {
    expect(backward(rows, [[1, 2]])).toEqual([[1, 2]]);
    expect(backward(rows, [[3, 4]])).toEqual([[2, 5]]);
    expect(forward(rows, [[4, 5]])).toEqual([[2, 6]]);
    expect(forward(rows, [[0, 5]])).toEqual([[0, 6]]);
  });

  it("gives back the very spans when nothing changed", () => {
    const spans: Span[] = [[3, 5]];
    expect(forward(null, spans)).toBe(spans);
    expect(backward(null, spans)).toBe(spans);
  });

  it("finds nothing for what was removed, and nothing behind what was inserted", () => {
    expect(forward(Int32Array.from([0, 3, 0, 0, 0]), [[0, 3]])).toEqual([]);
    expect(backward(Int32Array.from([0, 0, 0, 2, 0]), [[0, 2]])).toEqual([]);
  });
});

describe("spans", () => {
  it("become one where they overlap or touch", () => {
    expect(
      union([
        [4, 6],
        [0, 2],
        [2, 3],
        [5, 9],
      ]),
    ).toEqual([
      [0, 3],
      [4, 9],
    ]);
  });

  it("touch what they share a character with", () => {
    expect(touches([[2, 4]], 3, 5)).toBe(true);
    expect(touches([[2, 4]], 4, 5)).toBe(false);
  });
});
