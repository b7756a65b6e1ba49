/** An imitation of the kernel for the dev page and the tests: a few words whose vectors are made so that analogies hold. */

import type {
  AnalogySolverEmit,
  AnalogySolverProps,
  Browse,
  Consistency,
  Failures,
  Preset,
  Score,
  WorkingSet,
} from "../../protocol/analogy_solver.gen";
import { type PackedArray, pack } from "../../protocol/codec";
import { complete, type Local, openSet, solve } from "./local";

type Props = AnalogySolverProps;
type Patch = Partial<AnalogySolverEmit>;

const SIZE = 12;
/** Words by what they are made of: some axes, and a grain of their own. */
const MEANINGS: Readonly<Record<string, readonly number[]>> = {
  man: [0, 1],
  woman: [0],
  king: [2, 1],
  queen: [2],
  prince: [2, 1, 3],
  princess: [2, 3],
  boy: [1, 3],
  girl: [3],
  uncle: [1, 4],
  aunt: [4],
  paris: [5, 6],
  france: [6],
  rome: [5, 7],
  italy: [7],
  athens: [5, 8],
  greece: [8],
  throne: [2, 9],
  apple: [10],
  pear: [10, 9],
  quick: [11],
  quicker: [11, 9],
};
const PRESETS: readonly Preset[] = [
  { relation: "gender", a: "man", b: "king", c: "woman", d: "" },
  { relation: "capital", a: "france", b: "paris", c: "italy", d: "" },
];

export function fakeSet(): WorkingSet {
  const words = Object.keys(MEANINGS);
  const rows = words.map((word, seed) => {
    const raw = Array.from({ length: SIZE }, (_, k) => 0.15 * Math.sin(7.3 * seed + 3.1 * k));
    for (const axis of MEANINGS[word] ?? []) raw[axis] = (raw[axis] ?? 0) + 1;
    const length = Math.hypot(...raw);
    return raw.map((x) => x / length);
  });
  return {
    words,
    rows: pack({ shape: [words.length], values: Int32Array.from(words.keys()) }),
    vectors: pack({ shape: [words.length, SIZE], values: Float32Array.from(rows.flat()) }) as PackedArray,
  };
}

export function fakeScore(embedding = "small", shift = 0): Score {
  const section = (name: string, asked: number, total: number, share: number) => ({
    name,
    correct: Math.round(asked * share),
    asked,
    total,
  });
  const sections = [
    section("capital-common-countries", 462, 506, 0.62 - shift),
    section("family", 306, 506, 0.55 + shift),
    section("gram3-comparative", 1190, 1332, 0.68 - shift),
    section("currency", 0, 866, 0),
  ];
  const sum = (field: "correct" | "asked" | "total") => sections.reduce((total, one) => total + one[field], 0);
  return {
    embedding,
    method: "3cosadd",
    exclude_inputs: true,
    restrict: 0,
    file: "questions-words.txt",
    sections,
    all: { name: "", correct: sum("correct"), asked: sum("asked"), total: sum("total") },
    seconds: 1.5,
  };
}

/** Traits of a solver on these words; any of them may be given. */
export function fakeProps(given: Partial<Props> = {}): Props {
  const start: Props = {
    baselines: null,
    browse: null,
    completions: null,
    consistency: null,
    embedding: "small",
    embeddings: [
      { name: "small", words: Object.keys(MEANINGS).length, size: SIZE, ngrams: false },
      { name: "GloVe", words: 400_000, size: 300, ngrams: false },
    ],
    error: "",
    evaluate: false,
    exclude_inputs: true,
    facts: [],
    failures: null,
    k: 10,
    method: "3cosadd",
    panel: "plane",
    plane: null,
    presets: [...PRESETS],
    questions: "examples",
    relation: "",
    restrict: 0,
    running: { message: "", progress: -1 },
    scores: [],
    solved: [],
    source_code: "import nlpwidgets as nw\n\nsolver = nw.AnalogySolver()",
    status: { state: "ready", message: "", progress: -1 },
    terms: { a: "man", b: "king", c: "woman", d: "" },
    theme: "auto",
    typed: null,
    upload: null,
    working_set: null,
    ...given,
  };
  return { ...start, ...derive(openSet(fakeSet()), start), ...given };
}

export function fakeKernel(props: Props) {
  const set = openSet(fakeSet());
  let now = props;
  return (patch: Patch): Partial<Props> => {
    now = { ...now, ...patch };
    const answers = answer(set, now, patch);
    now = { ...now, ...answers };
    return answers;
  };
}

function answer(set: Local, now: Props, patch: Patch): Partial<Props> {
  if (patch.typed !== undefined) return { completions: patch.typed === null ? null : complete(set, patch.typed) };
  if (patch.browse !== undefined && patch.browse !== null) return { failures: fakeFailures(patch.browse) };
  if (patch.evaluate)
    return { evaluate: false, scores: [...now.scores, fakeScore(now.embedding, 0.03 * now.scores.length)] };
  return derive(set, now);
}

function derive(set: Local, props: Props): Partial<Props> {
  const { facts, solved, plane, baselines } = solve(set, props.terms, {
    k: props.k,
    excludeInputs: props.exclude_inputs,
  });
  const random = ["apple", "quick", "athens"].map((word, k) => ({ word, row: k, rank: k + 1, score: 0.02 * (k - 1) }));
  return {
    facts: [...facts],
    solved: [...solved],
    plane,
    baselines: baselines === null ? null : { ...baselines, random },
    consistency: props.relation === "" ? null : fakeConsistency(props.relation),
  };
}

function fakeConsistency(relation: string): Consistency {
  const pairs = [
    { a: "man", b: "king", cosine: 0.71 },
    { a: "woman", b: "queen", cosine: 0.64 },
    { a: "boy", b: "prince", cosine: -0.12 },
  ];
  return { relation, pairs, mean: 0.41, shuffled: 0.02, missing: ["duke"] };
}

export function fakeFailures(browse: Browse): Failures {
  const all = Array.from({ length: 57 }, (_, k) => ({
    section: "family",
    a: "man",
    b: "king",
    c: `word${k}`,
    d: "queen",
    answer: "throne",
    rank: 2 + k,
  }));
  return { browse, total: all.length, rows: all.slice(browse.offset, browse.offset + browse.count) };
}
