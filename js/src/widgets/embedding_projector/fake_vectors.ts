/** Made-up words and vectors: topics as clusters, in ten dimensions. */

const TOPICS = [
  "king queen prince princess royal crown throne palace emperor duke knight castle noble reign lord empire monarch",
  "film movie scene actor actress director script plot camera drama comedy thriller cast role screen sequel audience",
  "dog cat horse bird fish wolf lion tiger mouse rabbit cow sheep bear fox snake goat puppy kitten",
  "one two three four five six seven eight nine ten twenty hundred thousand million dozen half third",
  "paris london berlin rome madrid vienna moscow tokyo beijing cairo athens lisbon oslo warsaw dublin prague",
  "run walk jump swim climb crawl march stroll sprint wander race hurry rush dance step ride drive fly",
  "good great fine excellent superb brilliant wonderful nice lovely perfect bad awful terrible dull poor weak horrible",
  "music song band guitar piano violin album concert melody rhythm jazz opera singer orchestra drum chorus",
  "bread butter cheese milk apple orange banana soup rice meat sugar salt pepper coffee tea wine beer honey",
  "car train ship plane bicycle truck bus engine wheel road bridge station harbour airport tunnel rail",
] as const;

export const SIZE = 10;
export const TOPIC_NAMES = [
  "court",
  "film",
  "animals",
  "numbers",
  "cities",
  "motion",
  "praise",
  "music",
  "food",
  "travel",
];

/** The same numbers at every run. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface FakeVectors {
  readonly words: string[];
  /** (count, SIZE). */
  readonly vectors: Float32Array;
  readonly topics: Int32Array;
}

const SYLLABLES = "ba ke li mo nu ra se ti vo wa da fe gi ho ju pa re si to zu an el in or us th st ing er ly".split(
  " ",
);

export function fakeVectors(count: number, seed = 1): FakeVectors {
  const random = randomFrom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const known = TOPICS.map((line) => line.split(" "));
  const centres = TOPICS.map(() => Array.from({ length: SIZE }, normal));
  const words: string[] = [];
  const vectors = new Float32Array(count * SIZE);
  const topics = new Int32Array(count);
  const seen = new Set<string>();
  for (let i = 0; i < count; i++) {
    const topic = i % TOPICS.length;
    let word = known[topic]?.[Math.floor(i / TOPICS.length)] ?? "";
    while (word === "" || seen.has(word)) {
      const length = 2 + Math.floor(3 * random());
      word = Array.from({ length }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join("");
      if (seen.has(word)) word += `${Math.floor(random() * 1000)}`;
    }
    seen.add(word);
    words.push(word);
    topics[i] = random() < 0.03 ? -1 : topic;
    const spread = 0.35 + 0.4 * random();
    for (let k = 0; k < SIZE; k++) vectors[i * SIZE + k] = (centres[topic]?.[k] ?? 0) + spread * normal();
  }
  return { words, vectors, topics };
}

export function cosine(a: FakeVectors, i: number, b: FakeVectors, k: number): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let d = 0; d < SIZE; d++) {
    const [x, y] = [a.vectors[i * SIZE + d] as number, b.vectors[k * SIZE + d] as number];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return dot / Math.sqrt(aa * bb || 1);
}

/** Indices of the nearest by cosine, nearest first. */
export function nearest(all: FakeVectors, point: number, k: number): number[] {
  const cosines = all.words.map((_, i) => (i === point ? -2 : cosine(all, point, all, i)));
  return [...cosines.keys()].sort((a, b) => (cosines[b] ?? 0) - (cosines[a] ?? 0)).slice(0, k);
}

/** uint16 (count, dimensions) on one scale for all dimensions, and the ends of that scale. */
export function quantised(points: Float32Array, dimensions: number): { values: Uint16Array; far: number } {
  const far = points.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const values = Uint16Array.from(points, (value) => Math.round(((value / far + 1) / 2) * 65535));
  return { values: values.subarray(0, Math.floor(values.length / dimensions) * dimensions), far };
}

/** Places for a method: PCA is here the first dimensions; others pull the topics apart, the more the later. */
export function placesOf(all: FakeVectors, method: string, dimensions: number, progress: number): Float32Array {
  const count = all.words.length;
  const places = new Float32Array(count * dimensions);
  for (let i = 0; i < count; i++) {
    const topic = i % TOPICS.length;
    for (let k = 0; k < dimensions; k++) {
      const own = all.vectors[i * SIZE + k] as number;
      const extra = all.vectors[i * SIZE + k + 3] as number;
      const angle = (2 * Math.PI * topic) / TOPICS.length;
      const centre = k === 0 ? Math.cos(angle) : k === 1 ? Math.sin(angle) : ((topic * 7) % 10) / 5 - 1;
      const apart = method === "umap" ? 9 : 6;
      const settled = centre * apart + 0.9 * extra * (1 + 0.3 * Math.abs(own));
      places[i * dimensions + k] = method === "pca" ? own : own + progress * (settled - own);
    }
  }
  return places;
}
