/** Answers without a kernel, among the words that a saved page holds: the same formulas as nlpwidgets.embeddings. */

import type {
  Answer,
  Baselines,
  Completions,
  Plane,
  PlanePoint,
  Solved,
  Terms,
  Typed,
  WordFact,
  WorkingSet,
} from "../../protocol/analogy_solver.gen";
import { unpack } from "../../protocol/codec";
import { nearest } from "./spelling";

export type Method = Solved["method"];
export const METHODS: readonly Method[] = ["3cosadd", "3cosmul", "pairdirection"];

/** Keeps 3CosMul from dividing by zero; the value of gensim. */
const EPSILON = 1e-6;
const COMPLETIONS = 8;
const BOXES = ["a", "b", "c", "d"] as const;

export interface Local {
  readonly words: readonly string[];
  readonly rows: ArrayLike<number>;
  readonly size: number;
  /** Row-major, of length 1. */
  readonly vectors: Float32Array;
  readonly at: ReadonlyMap<string, number>;
}

export interface Shown {
  readonly facts: readonly WordFact[];
  readonly solved: readonly Solved[];
  readonly plane: Plane | null;
  readonly baselines: Baselines | null;
}

export function openSet(set: WorkingSet): Local {
  const { shape, values } = unpack(set.vectors);
  return {
    words: set.words,
    rows: unpack(set.rows).values,
    size: shape[1] ?? 0,
    vectors: values as Float32Array,
    at: new Map(set.words.map((word, k) => [word, k])),
  };
}

export function solve(set: Local, terms: Terms, options: { k: number; excludeInputs: boolean }): Shown {
  const facts = BOXES.filter((box) => terms[box] !== "").map((box) => factOf(set, box, terms[box]));
  const found = (["a", "b", "c"] as const).map((box) => set.at.get(terms[box]));
  const [a, b, c] = found;
  if (a === undefined || b === undefined || c === undefined) {
    return { facts, solved: [], plane: null, baselines: null };
  }
  const expected = terms.d === "" ? undefined : set.at.get(terms.d);
  const solved = METHODS.map((method) => {
    const scores = scoresOf(set, method, a, b, c);
    return ranking(set, method, scores, { inputs: [a, b, c], expected, ...options });
  });
  const answer = expected ?? set.at.get(solved[0]?.answers[0]?.word ?? "");
  return {
    facts,
    solved,
    plane: planeOf(set, [a, b, c, answer]),
    baselines: { nearest: nearestTo(set, c, options.excludeInputs ? [a, b, c] : [c], options.k), random: [] },
  };
}

/** The words of the page that begin with the text, most frequent first. */
export function complete(set: Local, { box, text }: Typed): Completions {
  const found = set.words.filter((word) => word.startsWith(text));
  const exact = found.indexOf(text);
  if (exact > 0) found.unshift(...found.splice(exact, 1));
  return { box, text, words: found.slice(0, COMPLETIONS), total: found.length };
}

function factOf(set: Local, box: WordFact["box"], word: string): WordFact {
  const at = set.at.get(word);
  if (at !== undefined) return { box, word, row: set.rows[at] ?? -1, ngrams: [], suggestions: [] };
  return { box, word, row: -1, ngrams: [], suggestions: nearest(set.words, word, 3) };
}

function cosines(set: Local, to: ArrayLike<number>): Float64Array {
  const { vectors, size, words } = set;
  const found = new Float64Array(words.length);
  for (let row = 0; row < words.length; row += 1) {
    let sum = 0;
    for (let k = 0; k < size; k += 1) sum += (vectors[row * size + k] ?? 0) * (to[k] ?? 0);
    found[row] = sum;
  }
  return found;
}

function vector(set: Local, row: number): Float32Array {
  return set.vectors.subarray(row * set.size, (row + 1) * set.size);
}

function scoresOf(set: Local, method: Method, a: number, b: number, c: number): Float64Array {
  const [va, vb, vc] = [a, b, c].map((row) => vector(set, row)) as [Float32Array, Float32Array, Float32Array];
  if (method === "3cosmul") {
    const [toA, toB, toC] = [va, vb, vc].map((to) => cosines(set, to).map((x) => (1 + x) / 2)) as Float64Array[];
    return (toB as Float64Array).map((x, row) => (x * (toC?.[row] ?? 0)) / ((toA?.[row] ?? 0) + EPSILON));
  }
  if (method === "3cosadd")
    return cosines(
      set,
      unit(va, (x, k) => (vb[k] ?? 0) - x + (vc[k] ?? 0)),
    );
  const offset = unit(va, (x, k) => (vb[k] ?? 0) - x);
  const along = cosines(set, offset);
  const toC = cosines(set, vc);
  const base = along[c] ?? 0;
  return along.map((x, row) => {
    const length = Math.sqrt(Math.max(0, 2 - 2 * (toC[row] ?? 0)));
    return row === c || length < 1e-3 ? 0 : (x - base) / length;
  });
}

function unit(like: Float32Array, value: (x: number, k: number) => number): Float64Array {
  const found = Float64Array.from(like, value);
  const length = Math.hypot(...found);
  return length === 0 ? found : found.map((x) => x / length);
}

interface Wish {
  readonly inputs: readonly number[];
  readonly expected: number | undefined;
  readonly k: number;
  readonly excludeInputs: boolean;
}

function ranking(set: Local, method: Method, scores: Float64Array, wish: Wish): Solved {
  const inputs = new Set(wish.inputs);
  const shut: ReadonlySet<number> = wish.excludeInputs ? inputs : new Set();
  const answer = (row: number, except: ReadonlySet<number>): Answer => ({
    word: set.words[row] ?? "",
    row: set.rows[row] ?? -1,
    rank: rankOf(scores, row, except),
    score: scores[row] ?? 0,
  });
  const none = new Set<number>();
  return {
    method,
    answers: top(scores, wish.k, shut).map((row) => answer(row, shut)),
    hidden: [...inputs].map((row) => answer(row, none)).sort((x, y) => x.rank - y.rank),
    expected: wish.expected === undefined ? null : answer(wish.expected, inputs.has(wish.expected) ? none : shut),
  };
}

/** From 1: how many come before; of equal scores the earlier row. */
function rankOf(scores: Float64Array, row: number, except: ReadonlySet<number>): number {
  const own = scores[row] ?? 0;
  let before = 0;
  for (let other = 0; other < scores.length; other += 1) {
    const score = scores[other] ?? 0;
    if ((score > own || (score === own && other < row)) && !except.has(other)) before += 1;
  }
  return before + 1;
}

function top(scores: Float64Array, k: number, except: ReadonlySet<number>): number[] {
  const rows = Array.from(scores.keys()).filter((row) => !except.has(row));
  rows.sort((x, y) => (scores[y] ?? 0) - (scores[x] ?? 0) || x - y);
  return rows.slice(0, k);
}

function nearestTo(set: Local, row: number, except: readonly number[], k: number): Answer[] {
  const scores = cosines(set, vector(set, row));
  const shut = new Set([row, ...except]);
  return top(scores, k, shut).map((at, rank) => ({
    word: set.words[at] ?? "",
    row: set.rows[at] ?? -1,
    rank: rank + 1,
    score: scores[at] ?? 0,
  }));
}

/** The plane through a, b and c: a at 0, b along the first axis, c at the side of the second. */
function planeOf(set: Local, rows: readonly (number | undefined)[]): Plane {
  const [a, b, c, d] = rows.map((row) => (row === undefined ? null : vector(set, row)));
  const origin = a as Float32Array;
  const minus = (from: Float32Array | null | undefined) => Float64Array.from(origin, (x, k) => (from?.[k] ?? 0) - x);
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, k) => sum + value * (y[k] ?? 0), 0);
  const toB = minus(b);
  const toC = minus(c);
  let first = normal(toB);
  if (first === null) first = normal(toC);
  const zero = new Float64Array(origin.length);
  const e1 = first ?? zero;
  const along = dot(toC, e1);
  const e2 = normal(toC.map((x, k) => x - along * (e1[k] ?? 0))) ?? zero;
  const place = (name: PlanePoint["name"], word: string, from: Float64Array): PlanePoint => {
    const x = dot(from, e1);
    const y = dot(from, e2);
    const rest = from.map((value, k) => value - x * (e1[k] ?? 0) - y * (e2[k] ?? 0));
    return { name, word, x, y, distance: Math.hypot(...rest) };
  };
  const word = (row: number | undefined) => (row === undefined ? "" : (set.words[row] ?? ""));
  const inPlane = (name: PlanePoint["name"], text: string, from: Float64Array) => ({
    ...place(name, text, from),
    distance: 0,
  });
  const points = [
    inPlane("a", word(rows[0]), zero),
    inPlane("b", word(rows[1]), toB),
    inPlane("c", word(rows[2]), toC),
    inPlane(
      "target",
      "",
      toB.map((x, k) => x + (toC[k] ?? 0)),
    ),
  ];
  if (d !== null && d !== undefined) points.push(place("answer", word(rows[3]), minus(d)));
  return { points, note: noteOf(rows, e2 === zero) };
}

function normal(vector: Float64Array): Float64Array | null {
  const length = Math.hypot(...vector);
  return length < 1e-6 ? null : vector.map((x) => x / length);
}

function noteOf([a, b, c]: readonly (number | undefined)[], flat: boolean): string {
  if (a === b) return "a and b are the same word: there is no direction to follow";
  if (a === c) return "a and c are the same word: the answer they point at is b";
  if (b === c) return "b and c are the same word";
  return flat ? "the three words lie on one line" : "";
}
