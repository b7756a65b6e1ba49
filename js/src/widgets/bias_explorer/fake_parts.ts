/** What the made-up kernel sends of each panel. */

import type {
  Association,
  BiasExplorerProps,
  BiasPlane,
  Candidates,
  Compared,
  Placed,
  Question,
  Reading,
  Test,
} from "../../protocol/bias_explorer.gen";
import { pack } from "../../protocol/codec";
import { debiased, inside, nearest, projected, removed, stepped } from "./fake_debiasing";
import { dot, mean, PAIRS, plus, random, SHARES, unit, type Vector, type Vectors } from "./fake_vectors";

type Props = BiasExplorerProps;

const POSITIONS = Array.from({ length: 101 }, (_, k) => k / 100);
/** Partitions beyond which some are drawn. */
const ALL = 2000;
const DRAWN = 10_000;

export const floats = (rows: readonly Vector[], width: number) =>
  pack({ shape: [rows.length, width], values: Float32Array.from(rows.flat()) });

const flags = (words: readonly string[], exempt: readonly string[]) =>
  pack({ shape: [words.length], values: Uint8Array.from(words, (word) => Number(exempt.includes(word))) });

const rowsOf = (vectors: Vectors, words: readonly string[]): Vector[] =>
  words.map((word) => vectors.get(word) as Vector);

/** Words with and without a vector. */
function known(vectors: Vectors, words: readonly string[]): { found: string[]; lost: string[] } {
  return { found: words.filter((word) => vectors.has(word)), lost: words.filter((word) => !vectors.has(word)) };
}

/** The mean length of the projections of the words that are not exempt. */
export function directBiasOf(
  vectors: Vectors,
  words: readonly string[],
  exempt: readonly string[],
  directions: readonly Vector[],
): number | null {
  const lengths = words
    .filter((word) => !exempt.includes(word) && vectors.has(word))
    .map((word) => Math.hypot(...inside(vectors.get(word) as Vector, directions)));
  return lengths.length === 0 ? null : lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
}

export function place(vectors: Vectors, { words, exempt }: Props, directions: readonly Vector[]): Placed {
  const { found, lost } = known(vectors, words);
  return {
    words: found,
    parallel: floats(
      rowsOf(vectors, found).map((row) => inside(row, directions)),
      directions.length,
    ),
    exempt: flags(found, exempt),
    share: pack({ shape: [found.length], values: Float32Array.from(found, (word) => SHARES.get(word) ?? Number.NaN) }),
    lost,
  };
}

export function associate(
  vectors: Vectors,
  test: Test,
  exempt: readonly string[],
  directions: readonly Vector[],
): Association {
  const [x, y, a, b] = [test.x, test.y, test.a, test.b].map((words) => known(vectors, words)) as [
    ReturnType<typeof known>,
    ReturnType<typeof known>,
    ReturnType<typeof known>,
    ReturnType<typeof known>,
  ];
  const [targets, attributes] = [
    [...x.found, ...y.found],
    [...a.found, ...b.found],
  ];
  const [rows, columns] = [rowsOf(vectors, targets), rowsOf(vectors, attributes)];
  const ways = partitions(x.found.length, y.found.length);
  return {
    x: x.found,
    y: y.found,
    a: a.found,
    b: b.found,
    lost: [x, y, a, b].flatMap(({ lost }) => lost),
    cosines: floats(
      rows.map((row) => columns.map((column) => dot(row, column))),
      columns.length,
    ),
    targets: floats(
      rows.map((row) => inside(row, directions)),
      directions.length,
    ),
    attributes: floats(
      columns.map((row) => inside(row, directions)),
      directions.length,
    ),
    target_exempt: flags(targets, exempt),
    attribute_exempt: flags(attributes, exempt),
    partitions: ways.packed,
    exact: ways.exact,
    problem: [x, y, a, b].some(({ found }) => found.length < 2) ? "Each list needs two words with vectors." : "",
  };
}

/** All partitions where they are few, the test's own first; else some by chance. */
function partitions(x: number, y: number) {
  const count = x + y;
  const ways: number[][] = [];
  const extend = (way: number[], left: number) => {
    if (ways.length > ALL) return;
    if (way.length === count) ways.push(way);
    else {
      if (left > 0) extend([...way, 1], left - 1);
      if (count - way.length > left) extend([...way, 0], left);
    }
  };
  extend([], x);
  const exact = ways.length <= ALL;
  if (!exact) {
    const next = random(11);
    ways.length = 0;
    for (let k = 0; k < DRAWN; k++) {
      const keys = Array.from({ length: count }, (_, at) => ({ at, key: next() })).sort(
        (one, other) => one.key - other.key,
      );
      const way = new Array<number>(count).fill(0);
      for (const { at } of keys.slice(0, x)) way[at] = 1;
      ways.push(way);
    }
  }
  return { packed: pack({ shape: [ways.length, count], values: Uint8Array.from(ways.flat()) }), exact };
}

/** All words that are among the ten best at one of the slider's positions. */
export function answers(
  vectors: Vectors,
  { a, b, c }: Question,
  exempt: readonly string[],
  directions: readonly Vector[],
): Candidates {
  const given = [a, b, c];
  const lost = given.filter((word) => !vectors.has(word));
  const words = new Set<string>();
  if (lost.length === 0) {
    for (const strength of POSITIONS) {
      const now = debiased(vectors, directions, exempt, strength);
      const [x, y, z] = rowsOf(now, given) as [Vector, Vector, Vector];
      for (const word of nearest(now, plus(plus(y, x, -1), z), 10, given)) words.add(word);
    }
  }
  const found = [...words];
  const [rows, three] = [rowsOf(vectors, found), lost.length > 0 ? [] : rowsOf(vectors, given)];
  const cosines = (from: readonly Vector[]) =>
    floats(
      from.map((row) => three.map((one) => dot(row, one))),
      3,
    );
  return {
    words: found,
    cosines: cosines(rows),
    parallel: floats(
      rows.map((row) => inside(row, directions)),
      directions.length,
    ),
    exempt: flags(found, exempt),
    given: floats(
      three.map((row) => inside(row, directions)),
      directions.length,
    ),
    given_exempt: flags(given, exempt),
    given_cosines: cosines(three),
    searched: vectors.size,
    lost,
  };
}

export function plane(vectors: Vectors, { plane_words, steps }: Props, directions: readonly Vector[]): BiasPlane {
  const { found, lost } = known(vectors, plane_words);
  const own = steps.filter(({ words }) => words.some((word) => found.includes(word)));
  if (found.length === 0) return { words: [], steps: own, lost, note: "" };
  const middle = mean(rowsOf(vectors, found));
  const direction = directions[0] as Vector;
  const beside = unit(plus(middle, projected(middle, directions), -1));
  const states = [vectors];
  for (const step of own) states.push(stepped(states.at(-1) as Vectors, step, directions));
  return {
    words: found.map((word) => ({
      word,
      path: floats(
        states.map((state) => {
          const row = state.get(word) as Vector;
          const [x, y] = [dot(row, direction), dot(row, beside)];
          return [x, y, Math.sqrt(Math.max(0, 1 - x * x - y * y))];
        }),
        3,
      ),
    })),
    steps: own,
    lost,
    note: "",
  };
}

/** A sentence and its counterpart, read by a model that has learned nothing: a random weight, and the mean of the vectors. */
export function read(vectors: Vectors, sentence: string, directions: readonly Vector[]): Reading {
  const other = new Map(PAIRS.flatMap(([one, two]) => [[one, two] as const, [two, one] as const]));
  const swaps: Reading["swaps"] = [];
  let at = 0;
  const swapped = sentence.split(/(\W+)/).map((part) => {
    const to = other.get(part.toLowerCase());
    const start = at;
    at += [...part].length;
    if (to === undefined) return part;
    const shown = part[0] === part[0]?.toLowerCase() ? to : `${to[0]?.toUpperCase()}${to.slice(1)}`;
    swaps.push({ start, word: part, other: shown });
    return shown;
  });
  const next = random(5);
  const weight = directions[0]?.map((value) => 2 * (next() - 0.5) + 3 * value) as Vector;
  const curve = (text: string) =>
    POSITIONS.map((strength) => {
      const rows = rowsOf(vectors, known(vectors, text.toLowerCase().split(/\W+/)).found);
      if (rows.length === 0) return 0.5;
      const score = dot(mean(rows.map((row) => removed(row, directions, strength))), weight);
      return 1 / (1 + Math.exp(-3 * score));
    });
  const text = swapped.join("");
  return {
    sentence,
    swapped: text,
    model: "made up",
    swaps,
    probabilities: floats([curve(sentence), curve(text)], 101),
    problem: swaps.length === 0 ? "No word of the sentence has a counterpart in the pairs." : "",
  };
}

/** The methods that are simple enough to be made up. */
export function compare(vectors: Vectors, props: Props, directions: readonly Vector[]): Compared[] {
  const { words, exempt, strength } = props;
  const line = (method: Compared["method"], at: number, spared: readonly string[]): Compared => {
    const now = debiased(vectors, directions, spared, at);
    return {
      method,
      note: method === "slider" ? `strength ${at}` : "",
      bias: directBiasOf(now, words, exempt, directions),
      effect: null,
      p: null,
      analogies: null,
      similarity: null,
      kept: null,
      clusters: null,
      classifier: null,
      seconds: 0.1,
    };
  };
  return [line("none", 0, []), line("slider", strength, exempt), line("linear", 1, []), line("hard", 1, exempt)];
}
