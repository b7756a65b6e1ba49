import { describe, expect, it } from "vitest";
import type { Terms } from "../../protocol/analogy_solver.gen";
import { unpack } from "../../protocol/codec";
import { fakeSet } from "./fake";
import { complete, openSet, solve } from "./local";
import { distance, nearest } from "./spelling";

const packed = fakeSet();
const set = openSet(packed);
const flat = unpack(packed.vectors).values;
const size = set.size;
const vector = (word: string) => Array.from(flat.slice(row(word) * size, (row(word) + 1) * size));
const row = (word: string) => set.words.indexOf(word);
const dot = (x: number[], y: number[]) => x.reduce((sum, value, k) => sum + value * (y[k] as number), 0);
const cosine = (x: number[], y: number[]) => dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
const add = (x: number[], y: number[], sign = 1) => x.map((value, k) => value + sign * (y[k] as number));
const TERMS: Terms = { a: "man", b: "king", c: "woman", d: "" };

/** By the definitions, word by word. */
function bruteForce(method: string, word: string): number {
  const [a, b, c, d] = [TERMS.a, TERMS.b, TERMS.c, word].map(vector) as [number[], number[], number[], number[]];
  if (method === "3cosadd") return cosine(d, add(add(b, a, -1), c));
  if (method === "3cosmul") {
    const moved = (x: number[]) => (1 + cosine(d, x)) / 2;
    return (moved(b) * moved(c)) / (moved(a) + 1e-6);
  }
  return word === TERMS.c ? 0 : cosine(add(d, c, -1), add(b, a, -1));
}

describe("answers without a kernel", () => {
  it.each(["3cosadd", "3cosmul", "pairdirection"])(
    "score and rank each word by %s as its definition says",
    (method) => {
      for (const excludeInputs of [true, false]) {
        const { solved } = solve(set, TERMS, { k: 50, excludeInputs });
        const found = solved.find((one) => one.method === method);
        const words = set.words.filter((word) => !excludeInputs || !["man", "king", "woman"].includes(word));
        const wanted = words
          .map((word) => ({ word, score: bruteForce(method, word) }))
          .sort((x, y) => y.score - x.score);
        expect(found?.answers.map(({ word }) => word)).toEqual(wanted.map(({ word }) => word));
        for (const [k, { score }] of wanted.entries()) expect(found?.answers[k]?.score).toBeCloseTo(score, 5);
        expect(found?.answers.map(({ rank }) => rank)).toEqual(wanted.map((_, k) => k + 1));
      }
    },
  );

  it("ranks the inputs among all words, and the expected answer among those allowed", () => {
    const { solved } = solve(set, { ...TERMS, d: "princess" }, { k: 3, excludeInputs: true });
    const allowed = solve(set, TERMS, { k: 50, excludeInputs: false }).solved;
    for (const [k, { hidden, expected, answers }] of solved.entries()) {
      const all = allowed[k]?.answers.map(({ word }) => word) ?? [];
      for (const { word, rank } of hidden) expect(rank).toBe(all.indexOf(word) + 1);
      const left = all.filter((word) => !["man", "king", "woman"].includes(word));
      expect(expected?.rank).toBe(left.indexOf("princess") + 1);
      expect(answers).toHaveLength(3);
    }
  });

  it("places the words in their plane at true distances", () => {
    const { plane } = solve(set, { ...TERMS, d: "queen" }, { k: 3, excludeInputs: true });
    const at = (name: string) =>
      plane?.points.find((point) => point.name === name) as { x: number; y: number; distance: number };
    const length = (x: number[]) => Math.sqrt(dot(x, x));
    const far = (p: { x: number; y: number }, q: { x: number; y: number }) => Math.hypot(p.x - q.x, p.y - q.y);
    const [man, king, woman, queen] = ["man", "king", "woman", "queen"].map(vector) as [
      number[],
      number[],
      number[],
      number[],
    ];
    expect(far(at("a"), at("b"))).toBeCloseTo(length(add(king, man, -1)), 5);
    expect(far(at("b"), at("c"))).toBeCloseTo(length(add(king, woman, -1)), 5);
    const target = add(add(king, man, -1), woman);
    const answer = at("answer");
    expect(Math.hypot(far(answer, at("target")), answer.distance)).toBeCloseTo(length(add(queen, target, -1)), 5);
    expect(Math.hypot(far(answer, at("a")), answer.distance)).toBeCloseTo(length(add(queen, man, -1)), 5);
  });

  it.each([
    ["man", "man", "woman", "no direction"],
    ["man", "king", "man", "answer they point at is b"],
    ["man", "king", "king", "b and c"],
  ])("says what is special about %s, %s and %s", (a, b, c, words) => {
    const { plane } = solve(set, { a, b, c, d: "" }, { k: 3, excludeInputs: true });
    expect(plane?.note).toContain(words);
    for (const { x, y, distance: far } of plane?.points ?? []) expect([x, y, far].every(Number.isFinite)).toBe(true);
  });

  it("has no answer for a word that is not there, but the nearest spellings", () => {
    const { solved, facts, plane } = solve(set, { ...TERMS, b: "kign" }, { k: 3, excludeInputs: true });
    expect(solved).toEqual([]);
    expect(plane).toBeNull();
    expect(facts.find(({ box }) => box === "b")).toMatchObject({ row: -1, suggestions: ["king"] });
  });

  it("completes a word, itself first", () => {
    expect(complete(set, { box: "a", text: "quick" })).toMatchObject({ words: ["quick", "quicker"], total: 2 });
    expect(complete(set, { box: "a", text: "zzz" })).toMatchObject({ words: [], total: 0 });
  });
});

describe("spelling", () => {
  it.each([
    ["king", "king", 0],
    ["kign", "king", 1],
    ["kings", "king", 1],
    ["ring", "king", 1],
    ["", "king", 4],
    ["ca", "abc", 3],
  ])("%s and %s are %i apart", (x, y, far) => {
    expect(distance(x, y)).toBe(far);
    expect(distance(y, x)).toBe(far);
  });

  it("offers near words only, nearest first", () => {
    expect(nearest(["cat", "cart", "carts", "dog"], "cart", 5)).toEqual(["cart", "cat", "carts"]);
  });
});
