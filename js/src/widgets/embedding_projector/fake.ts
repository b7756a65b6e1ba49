/** An imitation of the kernel for the dev page and the tests. */

import { type PackedArray, pack } from "../../protocol/codec";
import type {
  Changes,
  Column,
  EmbeddingProjectorEmit,
  EmbeddingProjectorProps,
  Frame,
  Neighbours,
  Options,
  Values,
} from "../../protocol/embedding_projector.gen";
import { cosine, type FakeVectors, fakeVectors, nearest, placesOf, quantised, SIZE, TOPIC_NAMES } from "./fake_vectors";

type Props = EmbeddingProjectorProps;
type Patch = Partial<EmbeddingProjectorEmit>;

export const OPTIONS: Options = {
  method: "pca",
  dimensions: 2,
  metric: "cosine",
  perplexity: 30,
  n_neighbors: 15,
  min_dist: 0.1,
  iterations: 750,
  seed: 0,
};

export const COLUMNS: Column[] = [
  { name: "topic", kind: "category", low: 0, high: 0, categories: TOPIC_NAMES },
  { name: "frequency", kind: "number", low: 1, high: 5000, categories: [] },
  { name: "sentiment", kind: "number", low: -1.5, high: 2, categories: [] },
  { name: "trustworthiness", kind: "number", low: 0.6, high: 1, categories: [] },
];

export function packWords(words: readonly string[]): PackedArray {
  const values = new TextEncoder().encode(words.join("\n"));
  return pack({ shape: [values.length], values });
}

export function ints(values: readonly number[]): PackedArray {
  return pack({ shape: [values.length], values: Int32Array.from(values) });
}

export function fakeFrame(
  all: FakeVectors,
  options: Options,
  number: number,
  other?: FakeVectors,
  progress = 1,
): Frame {
  const { method, dimensions, iterations } = options;
  const places = (one: FakeVectors) => quantised(placesOf(one, method, dimensions, progress), dimensions);
  const shape = [all.words.length, dimensions];
  const { values, far } = places(all);
  const iterated = method === "tsne" || method === "umap";
  return {
    number,
    method,
    iteration: iterated ? Math.round(progress * iterations) : 0,
    points: pack({ shape, values }),
    second: other === undefined ? null : pack({ shape, values: places(other).values }),
    low: Array(dimensions).fill(-far),
    high: Array(dimensions).fill(far),
    explained: method === "pca" ? [0.172, 0.121, 0.094].slice(0, dimensions) : [],
    divergence: method === "tsne" ? 5 - 3.158 * progress : null,
  };
}

export function fakeProps(given: Partial<Props> = {}, count = 1200, second = false): Props {
  const all = fakeVectors(count);
  const other = second ? fakeVectors(count, 2) : undefined;
  const start: Props = {
    assess: false,
    axes: [],
    browse: { offset: 0, count: 50, ascending: false },
    camera: { x: 0, y: 0, zoom: 1, yaw: 0.6, pitch: 0.4 },
    changes: null,
    color_by: "",
    color_values: null,
    columns: COLUMNS,
    density: "auto",
    error: "",
    frame: null,
    k: 10,
    labels: true,
    arrangement: "single",
    morph: 0,
    neighbours: null,
    options: OPTIONS,
    panel: "neighbours",
    point_size: 1,
    quality: null,
    query: { text: "", mode: "prefix" },
    run: "idle",
    running: { message: "", iteration: 0, iterations: 0, seconds: 0 },
    selected: null,
    size_by: "",
    size_values: null,
    source: {
      name: "wiki 2014",
      second: second ? "reviews" : "",
      words: 4 * count,
      shown: count,
      size: 100,
    },
    source_code: "import nlpwidgets as nw\n\nprojector = nw.EmbeddingProjector()",
    status: { state: "ready", message: "", progress: -1 },
    stored: null,
    theme: "auto",
    tool: "pan",
    word: "",
    words: packWords(all.words),
    ...given,
  };
  return { ...start, ...derive(start, all, other, 1), ...given };
}

/** Answers what the page writes: the traits that follow. */
export function fakeKernel(props: Props) {
  const count = props.source.shown;
  const all = fakeVectors(count);
  const other = props.source.second === "" ? undefined : fakeVectors(count, 2);
  let now = props;
  return (patch: Patch): Partial<Props> => {
    now = { ...now, ...patch };
    const answer: { -readonly [K in keyof Props]?: Props[K] } = {};
    const number = (now.frame?.number ?? 0) + 1;
    const { method } = now.options;
    const slow = method === "tsne" || method === "umap";
    if ((patch.options !== undefined && !slow) || patch.axes !== undefined) {
      const wrong = now.axes.find((text) => text.includes("zzz"));
      if (method === "axes" && wrong !== undefined) answer.error = `“${wrong}”: “zzz” is not in the vocabulary`;
      else Object.assign(answer, { frame: fakeFrame(all, now.options, number, other), quality: null, error: "" });
    }
    if (patch.run === "running") {
      const done = { message: "", iteration: now.options.iterations, iterations: now.options.iterations, seconds: 3 };
      Object.assign(answer, { frame: fakeFrame(all, now.options, number, other), run: "idle", running: done });
    }
    if (patch.assess) {
      answer.assess = false;
      answer.quality = { k: now.k, trustworthiness: 0.918, continuity: 0.941, preserved: 0.32, sample: 1000, frame: 1 };
    }
    if (patch.word !== undefined && patch.word !== "" && !all.words.includes(patch.word)) {
      answer.error = `“${patch.word}” is not in the vocabulary`;
    }
    const follows = derive(now, all, other, number);
    if (patch.word !== undefined || patch.k !== undefined) answer.neighbours = follows.neighbours ?? null;
    if (patch.color_by !== undefined) answer.color_values = follows.color_values ?? null;
    if (patch.size_by !== undefined) answer.size_values = follows.size_values ?? null;
    if (patch.browse !== undefined) answer.changes = follows.changes ?? null;
    now = { ...now, ...answer };
    return answer;
  };
}

function derive(props: Props, all: FakeVectors, other: FakeVectors | undefined, number: number): Partial<Props> {
  return {
    frame: props.frame ?? fakeFrame(all, props.options, number, other),
    color_values: columnValues(props.color_by, all),
    size_values: columnValues(props.size_by, all),
    neighbours: props.word === "" ? null : neighboursOf(props, all, other),
    changes: other === undefined ? null : changesOf(props, all, other),
  };
}

function columnValues(name: string, all: FakeVectors): Values | null {
  const count = all.words.length;
  const shape = [count];
  if (name === "topic") return { name, values: pack({ shape, values: all.topics }) };
  if (!COLUMNS.some((column) => column.name === name)) return null;
  const values = Float32Array.from({ length: count }, (_, i) => {
    if (i % 40 === 39) return Number.NaN;
    if (name === "frequency") return Math.max(1, 5000 / (1 + i / 20));
    const own = all.vectors[i * SIZE + 1] as number;
    return name === "sentiment" ? Math.max(-1.5, Math.min(2, own)) : 0.6 + 0.4 / (1 + Math.exp(-own));
  });
  return { name, values: pack({ shape, values }) };
}

function neighboursOf(
  { word, k, quality }: Props,
  all: FakeVectors,
  other: FakeVectors | undefined,
): Neighbours | null {
  const point = all.words.indexOf(word);
  if (point < 0) return null;
  const near = (where: FakeVectors) =>
    nearest(where, point, k).map((i, rank) => ({
      word: rank === 4 ? `${where.words[i]}'s` : (where.words[i] ?? ""),
      point: rank === 4 ? -1 : i,
      cosine: cosine(where, point, where, i),
    }));
  const known = quality !== null;
  return {
    word,
    point,
    neighbours: near(all),
    second: other === undefined ? [] : near(other),
    trustworthiness: known ? 0.87 : null,
    continuity: known ? 0.93 : null,
  };
}

function changesOf({ browse, k }: Props, all: FakeVectors, other: FakeVectors): Changes {
  const rows = all.words.map((word, point) => {
    const same = cosine(all, point, other, point);
    return { word, point, change: Math.max(0, Math.min(1, 0.5 - 0.5 * same)), residual: Math.sqrt(2 - 2 * same) };
  });
  rows.sort((a, b) => (browse.ascending ? a.change - b.change : b.change - a.change) || a.point - b.point);
  return {
    k,
    offset: browse.offset,
    total: rows.length,
    rows: rows.slice(browse.offset, browse.offset + browse.count),
  };
}

/** As a saved page holds it: neighbours of each point. */
export function fakeStored(count: number, k = 10): NonNullable<Props["stored"]> {
  const all = fakeVectors(count);
  const points = new Int32Array(count * k);
  const cosines = new Float32Array(count * k);
  for (let i = 0; i < count; i++) {
    for (const [rank, near] of nearest(all, i, k).entries()) {
      points[i * k + rank] = near;
      cosines[i * k + rank] = cosine(all, i, all, near);
    }
  }
  return { points: pack({ shape: [count, k], values: points }), cosines: pack({ shape: [count, k], values: cosines }) };
}
