/** The page's formulas against debiasing the vectors themselves. */

import { describe, expect, it } from "vitest";
import contract from "../../../../tests/contract/bias_explorer.json";
import type { Association, BiasExplorerProps, Candidates } from "../../protocol/bias_explorer.gen";
import { pack } from "../../protocol/codec";
import { decode } from "../../protocol/page";
import { removed } from "./fake_debiasing";
import { dot, random, unit, type Vector } from "./fake_vectors";
import { along, answersAt, componentsAt, correlation, directBias, openQuestion, openTest, weatAt } from "./math";

const STRENGTHS = [0, 0.13, 0.5, 0.99, 1];
const SIZE = 7;

/** Vectors of length 1, and orthonormal directions. */
function made(words: number, dims: number, seed: number) {
  const next = random(seed);
  const vector = () => unit(Array.from({ length: SIZE }, () => next() - 0.5));
  const directions: Vector[] = [];
  while (directions.length < dims) {
    const fresh = vector();
    const rest = directions.reduce<Vector>(
      (left, one) => left.map((x, k) => x - dot(fresh, one) * (one[k] as number)),
      fresh,
    );
    directions.push(unit(rest));
  }
  const vectors = Array.from({ length: words }, vector);
  const exempt = vectors.map(() => (next() < 0.3 ? 1 : 0));
  return { vectors, directions, exempt };
}

const floats = (rows: readonly Vector[], width: number) =>
  pack({ shape: [rows.length, width], values: Float32Array.from(rows.flat()) });
const flags = (values: readonly number[]) => pack({ shape: [values.length], values: Uint8Array.from(values) });

describe.each([1, 2, 3])("with %i dimensions", (dims) => {
  const { vectors, directions, exempt } = made(24, dims, dims);
  const inside = (rows: readonly Vector[]) => rows.map((row) => directions.map((one) => dot(row, one)));
  const at = (k: number, strength: number) => removed(vectors[k] as Vector, directions, exempt[k] ? 0 : strength);

  it.each(STRENGTHS)("components at %d are those of the debiased vectors", (strength) => {
    const words = along(floats(inside(vectors), dims), flags(exempt));
    const found = componentsAt(words, strength);
    for (let k = 0; k < vectors.length; k++) {
      expect(found[k]).toBeCloseTo(dot(at(k, strength), directions[0] as Vector), 5);
    }
    const lengths = vectors
      .map((_, k) => Math.hypot(...directions.map((one) => dot(at(k, strength), one))))
      .filter((_, k) => !exempt[k]);
    expect(directBias(words, strength)).toBeCloseTo(lengths.reduce((sum, one) => sum + one, 0) / lengths.length, 5);
  });

  it.each(STRENGTHS)("the test at %d is that of the debiased vectors", (strength) => {
    const [targets, attributes] = [vectors.slice(0, 8), vectors.slice(8, 14)];
    // every partition into four and four, the test's own first
    const ways = Array.from({ length: 256 }, (_, bits) => Array.from({ length: 8 }, (_, k) => (bits >> k) & 1))
      .filter((way) => way.reduce((sum, one) => sum + one, 0) === 4)
      .sort((one, other) => other.join("").localeCompare(one.join("")));
    const names = (prefix: string, count: number) => Array.from({ length: count }, (_, k) => `${prefix}${k}`);
    const given: Association = {
      x: names("x", 4),
      y: names("y", 4),
      a: names("a", 2),
      b: names("b", 4),
      lost: [],
      cosines: floats(
        targets.map((one) => attributes.map((other) => dot(one, other))),
        6,
      ),
      targets: floats(inside(targets), dims),
      attributes: floats(inside(attributes), dims),
      target_exempt: flags(exempt.slice(0, 8)),
      attribute_exempt: flags(exempt.slice(8, 14)),
      partitions: pack({ shape: [ways.length, 8], values: Uint8Array.from(ways.flat()) }),
      exact: true,
      problem: "",
    };
    const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    const own = targets.map((_, i) => {
      const cosine = (j: number) => dot(at(i, strength), at(8 + j, strength));
      return mean([0, 1].map(cosine)) - mean([2, 3, 4, 5].map(cosine));
    });
    const statistic = (way: readonly number[]) => own.reduce((sum, one, k) => sum + (way[k] ? one : -one), 0);
    const observed = statistic(ways[0] as number[]);
    const centre = mean(own);
    const deviation = Math.sqrt(own.reduce((sum, one) => sum + (one - centre) ** 2, 0) / 7);
    const found = weatAt(openTest(given) as NonNullable<ReturnType<typeof openTest>>, strength);
    for (const [k, one] of own.entries()) expect(found.associations[k]).toBeCloseTo(one, 5);
    expect(found.statistic).toBeCloseTo(observed, 5);
    expect(found.effect).toBeCloseTo((mean(own.slice(0, 4)) - mean(own.slice(4))) / deviation, 4);
    expect(found.p).toBeCloseTo(ways.filter((way) => statistic(way) > observed + 1e-9).length / 70, 9);
  });

  it.each(STRENGTHS)("answers at %d are those of the debiased vectors", (strength) => {
    const [given, others] = [vectors.slice(0, 3), vectors.slice(3)];
    const asked: Candidates = {
      words: others.map((_, k) => `w${k}`),
      cosines: floats(
        others.map((one) => given.map((other) => dot(one, other))),
        3,
      ),
      parallel: floats(inside(others), dims),
      exempt: flags(exempt.slice(3)),
      given: floats(inside(given), dims),
      given_exempt: flags(exempt.slice(0, 3)),
      given_cosines: floats(
        given.map((one) => given.map((other) => dot(one, other))),
        3,
      ),
      searched: 24,
      lost: [],
    };
    const [a, b, c] = [0, 1, 2].map((k) => at(k, strength)) as [Vector, Vector, Vector];
    const target = unit(b.map((value, k) => value - (a[k] as number) + (c[k] as number)));
    const wanted = others
      .map((_, k) => ({ word: `w${k}`, score: dot(at(3 + k, strength), target) }))
      .sort((one, other) => other.score - one.score);
    const found = answersAt(openQuestion(asked) as NonNullable<ReturnType<typeof openQuestion>>, strength, 10);
    expect(found.map(({ word }) => word)).toEqual(wanted.slice(0, 10).map(({ word }) => word));
    for (const [k, { score }] of found.entries()) expect(score).toBeCloseTo(wanted[k]?.score as number, 4);
  });
});

it("a word that lies in the subspace altogether has nothing left", () => {
  const words = along(floats([[1], [-1]], 1), flags([0, 1]));
  expect([...componentsAt(words, 1)]).toEqual([0, -1]);
  expect(directBias(words, 1)).toBe(0);
});

/** The kernel's numbers, computed again by the page. */
describe("the contract", () => {
  const cases = decode(contract) as Record<string, BiasExplorerProps>;

  it("holds the direct bias that the page computes", () => {
    for (const props of Object.values(cases)) {
      const own = props.built.find(({ name }) => name === props.subspace);
      if (props.placed === null || own === undefined) continue;
      expect(directBias(along(props.placed.parallel, props.placed.exempt), 0)).toBeCloseTo(own.bias as number, 5);
    }
  });

  it("holds the test and the bias of the slider's line in the table of methods", () => {
    const { compared, association, placed, strength } = cases.methods as BiasExplorerProps;
    const open = openTest(association as Association);
    for (const [method, at] of [
      ["none", 0],
      ["slider", strength],
    ] as const) {
      const line = compared.find((one) => one.method === method);
      const found = weatAt(open as NonNullable<typeof open>, at);
      expect(found.effect).toBeCloseTo(line?.effect as number, 4);
      expect(found.p).toBeCloseTo(line?.p as number, 6);
      const words = along(placed?.parallel as never, placed?.exempt as never);
      expect(directBias(words, at)).toBeCloseTo(line?.bias as number, 5);
    }
  });
});

describe("correlation", () => {
  it("is Pearson's, over what is known", () => {
    const { value, count } = correlation([1, 2, 3, 4, 9], [2, 1, 4, 3, Number.NaN]);
    expect(count).toBe(4);
    expect(value).toBeCloseTo(0.6, 12);
  });

  it("is none where all are alike", () => {
    expect(correlation([0, 0, 0], [1, 2, 3]).value).toBeNaN();
    expect(correlation([], []).value).toBeNaN();
  });
});
