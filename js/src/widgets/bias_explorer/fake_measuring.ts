/** What the made-up kernel measures, by brute force on the vectors before and after. */

import type { Measured, Pair } from "../../protocol/bias_explorer.gen";
import { pack } from "../../protocol/codec";
import { debiased, inside, nearest } from "./fake_debiasing";
import { dot, mean, PAIRS, plus, random, unit, type Vector, type Vectors } from "./fake_vectors";

/** Biased words of each side, and neighbours that are looked at. */
const SIDE = 40;
const NEIGHBOURS = 10;

interface Given {
  readonly vectors: Vectors;
  readonly directions: readonly Vector[];
  readonly exempt: readonly string[];
  readonly strength: number;
  readonly word: string;
}

export function measure({ vectors, directions, exempt, strength, word }: Given): Measured {
  const after = debiased(vectors, directions, exempt, strength);
  const direction = directions[0] as Vector;
  const component = (one: string) => dot(vectors.get(one) as Vector, direction);
  const order = [...vectors.keys()]
    .filter((one) => !exempt.includes(one))
    .sort((one, other) => component(other) - component(one));
  const count = Math.min(SIDE, Math.floor(order.length / 2));
  const biased = [...order.slice(0, count), ...order.slice(order.length - count)];
  const both = <T>(measured: (from: Vectors) => T) => ({ before: measured(vectors), after: measured(after) });
  const right = (from: Vectors): Pair["before"] => {
    const questions = PAIRS.flatMap(([a, b]) =>
      PAIRS.flatMap(([c, d]) => (a !== c && [a, b, c, d].every((one) => from.has(one)) ? [[a, b, c, d] as const] : [])),
    );
    const found = questions.filter(([a, b, c, d]) => {
      const [x, y, z] = [a, b, c].map((one) => from.get(one) as Vector) as [Vector, Vector, Vector];
      return nearest(from, plus(plus(y, x, -1), z), 1, [a, b, c])[0] === d;
    });
    return found.length / questions.length;
  };
  return {
    strength,
    analogies: both(right),
    asked: PAIRS.length * (PAIRS.length - 1),
    questions: "made-up pairs",
    similarity: { before: null, after: null },
    ratings: "",
    kept: kept(vectors, after),
    clusters: both((from) => clusters(biased.map((one) => from.get(one) as Vector))),
    classifier: both((from) => classifier(biased.map((one) => from.get(one) as Vector))),
    biased: biased.length,
    correlation: both((from) =>
      pearson(
        biased.map(component),
        biased.map((one) => {
          const near = nearest(from, from.get(one) as Vector, NEIGHBOURS, [one]);
          return near.filter((other) => component(other) > 0).length / near.length;
        }),
      ),
    ),
    neighbours: vectors.has(word) ? neighbours(word) : null,
  };

  function neighbours(of: string) {
    const [first, second] = [vectors, after].map((from) => nearest(from, from.get(of) as Vector, NEIGHBOURS, [of]));
    const all = [...(first ?? []), ...(second ?? [])];
    return {
      word: of,
      before: first ?? [],
      after: second ?? [],
      parallel: pack({
        shape: [2, all.length / 2],
        values: Float32Array.from(all, (one) => inside(vectors.get(one) as Vector, directions)[0] as number),
      }),
    };
  }
}

/** Share of rows that k-means with two clusters puts with their own half; begun at the two that are farthest apart. */
function clusters(rows: readonly Vector[]): number {
  const apart = (one: Vector, other: Vector) => -dot(one, other);
  let centres: readonly Vector[] = [rows[0] as Vector, rows[0] as Vector];
  for (const one of rows) {
    for (const other of rows) {
      if (apart(one, other) > apart(centres[0] as Vector, centres[1] as Vector)) centres = [one, other];
    }
  }
  let own: number[] = [];
  for (let turn = 0; turn < 30; turn++) {
    own = rows.map((row) => (dot(row, centres[0] as Vector) >= dot(row, centres[1] as Vector) ? 0 : 1));
    centres = [0, 1].map((side) => {
      const mine = rows.filter((_, k) => own[k] === side);
      return mine.length === 0 ? (centres[side] as Vector) : unit(mean(mine));
    });
  }
  const half = rows.length / 2;
  const right = own.filter((side, k) => side === (k < half ? 0 : 1)).length / rows.length;
  return Math.max(right, 1 - right);
}

/** Accuracy on every second row of the means of the others. */
function classifier(rows: readonly Vector[]): number {
  const half = rows.length / 2;
  const taught = rows.filter((_, k) => k % 2 === 0);
  const sides = [mean(taught.slice(0, half / 2)), mean(taught.slice(half / 2))] as const;
  const normal = plus(sides[0], sides[1], -1);
  const middle = dot(normal, plus(sides[0], sides[1])) / 2;
  const asked = rows.map((row, k) => ({ row, k })).filter(({ k }) => k % 2 === 1);
  return asked.filter(({ row, k }) => dot(row, normal) > middle === k < half).length / asked.length;
}

/** Spearman's correlation of the cosines of random pairs. */
function kept(before: Vectors, after: Vectors): number {
  const words = [...before.keys()];
  const next = random(3);
  const pairs = Array.from({ length: 400 }, () => [0, 1].map(() => words[Math.floor(next() * words.length)] as string));
  const cosines = (from: Vectors) =>
    pairs.map(([one = "", other = ""]) => dot(from.get(one) as Vector, from.get(other) as Vector));
  return pearson(ranks(cosines(before)), ranks(cosines(after)));
}

function ranks(values: readonly number[]): number[] {
  const found = new Array<number>(values.length);
  const order = values.map((value, at) => ({ value, at })).sort((one, other) => one.value - other.value);
  for (const [rank, { at }] of order.entries()) found[at] = rank;
  return found;
}

function pearson(x: readonly number[], y: readonly number[]): number {
  const centred = (values: readonly number[]) => {
    const middle = values.reduce((sum, one) => sum + one, 0) / values.length;
    return values.map((one) => one - middle);
  };
  return dot(unit(centred(x)), unit(centred(y)));
}
