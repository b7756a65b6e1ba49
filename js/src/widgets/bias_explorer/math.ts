/**
 * What the slider changes, computed from what the kernel sent once. A vector w of length 1 with the components p in the
 * subspace becomes w − s p at length 1; so of two such vectors, with the shares s and t removed,
 * (v − s p)·(w − t q) = v·w − (s + t − s t) p·q and ‖v − s p‖² = 1 − (2 s − s²) ‖p‖². Of exempt words nothing is removed.
 */

import type { Association, Candidates, Placed } from "../../protocol/bias_explorer.gen";
import { unpack } from "../../protocol/codec";

/** Length below which nothing of a vector is left. */
const NOTHING = 1e-6;
/** Of the sum of all associations: statistics that differ by less are equal. */
const ROUNDING = 1e-9;

/** Words, by their components in the subspace. */
export interface Along {
  readonly count: number;
  readonly dims: number;
  /** (count, dims). */
  readonly parallel: ArrayLike<number>;
  readonly exempt: ArrayLike<number>;
  /** Squared length of each word's projection. */
  readonly inside: Float64Array;
}

export function along(parallel: Placed["parallel"], exempt: Placed["exempt"]): Along {
  const { shape, values } = unpack(parallel);
  const [count = 0, dims = 0] = shape;
  const inside = new Float64Array(count);
  for (let k = 0; k < count; k++) inside[k] = dot(values, k, values, k, dims);
  return { count, dims, parallel: values, exempt: unpack(exempt).values, inside };
}

/** The share that is removed from word k. */
export function shareOf(words: Along, k: number, strength: number): number {
  return words.exempt[k] ? 0 : strength;
}

/** The length of word k before it is brought back to 1. */
function leftOf(words: Along, k: number, strength: number): number {
  const share = shareOf(words, k, strength);
  return Math.sqrt(Math.max(0, 1 - (2 * share - share * share) * (words.inside[k] as number)));
}

/** The component of each word along the first direction. */
export function componentsAt(words: Along, strength: number): Float64Array {
  const found = new Float64Array(words.count);
  for (let k = 0; k < words.count; k++) {
    const left = leftOf(words, k, strength);
    const kept = 1 - shareOf(words, k, strength);
    if (left > NOTHING) found[k] = (kept * (words.parallel[k * words.dims] as number)) / left;
  }
  return found;
}

/** Direct bias with c = 1 (Bolukbasi et al. 2016): the mean length of the projections of words that are not exempt; NaN without any. */
export function directBias(words: Along, strength: number): number {
  let [total, count] = [0, 0];
  for (let k = 0; k < words.count; k++) {
    if (words.exempt[k]) continue;
    const left = leftOf(words, k, strength);
    if (left > NOTHING) total += ((1 - strength) * Math.sqrt(words.inside[k] as number)) / left;
    count++;
  }
  return total / count;
}

/** Pearson's correlation over the places where both are known; NaN where one of them is the same everywhere. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): { value: number; count: number } {
  let [count, sumX, sumY, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < x.length; k++) {
    const [one, other] = [x[k] as number, y[k] as number];
    if (Number.isNaN(one) || Number.isNaN(other)) continue;
    count++;
    sumX += one;
    sumY += other;
  }
  const [meanX, meanY] = [sumX / count, sumY / count];
  for (let k = 0; k < x.length; k++) {
    const [one, other] = [(x[k] as number) - meanX, (y[k] as number) - meanY];
    if (Number.isNaN(one) || Number.isNaN(other)) continue;
    xx += one * one;
    yy += other * other;
    xy += one * other;
  }
  const size = Math.sqrt(xx * yy);
  return { value: size > 1e-12 ? xy / size : Number.NaN, count };
}

/** A test that is ready to be computed at any strength. */
export interface OpenTest {
  readonly sizes: readonly [x: number, y: number, a: number, b: number];
  readonly targets: Along;
  readonly attributes: Along;
  /** (targets, attributes). */
  readonly cosines: ArrayLike<number>;
  /** (partitions, targets). */
  readonly partitions: ArrayLike<number>;
  readonly exact: boolean;
}

export interface Weat {
  /** s(w, A, B) of each target, those of X first. */
  readonly associations: Float64Array;
  readonly statistic: number;
  /** Effect size d, with the standard deviation of a sample; NaN where all targets are alike. */
  readonly effect: number;
  readonly p: number;
  readonly partitions: number;
  /** Whether these are all there are. */
  readonly exact: boolean;
}

export function openTest(found: Association): OpenTest | null {
  if (found.problem !== "") return null;
  return {
    sizes: [found.x.length, found.y.length, found.a.length, found.b.length],
    targets: along(found.targets, found.target_exempt),
    attributes: along(found.attributes, found.attribute_exempt),
    cosines: unpack(found.cosines).values,
    partitions: unpack(found.partitions).values,
    exact: found.exact,
  };
}

/** The word embedding association test (Caliskan et al. 2017). */
export function weatAt(test: OpenTest, strength: number): Weat {
  const { targets, attributes, cosines, sizes } = test;
  const [x, , a, b] = sizes;
  const count = targets.count;
  const wide = attributes.count;
  const dims = targets.dims;
  const scales = Float64Array.from({ length: wide }, (_, j) => scaleOf(attributes, j, strength));
  const associations = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const own = shareOf(targets, i, strength);
    const scale = scaleOf(targets, i, strength);
    let [toA, toB] = [0, 0];
    for (let j = 0; j < wide; j++) {
      const other = shareOf(attributes, j, strength);
      const lost = (own + other - own * other) * dot(targets.parallel, i, attributes.parallel, j, dims);
      const cosine = ((cosines[i * wide + j] as number) - lost) * scale * (scales[j] as number);
      if (j < a) toA += cosine;
      else toB += cosine;
    }
    associations[i] = toA / a - toB / b;
  }
  return { associations, exact: test.exact, ...statisticsOf(associations, x, test.partitions) };
}

function statisticsOf(associations: Float64Array, x: number, partitions: ArrayLike<number>) {
  const count = associations.length;
  let [total, first, size] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const one = associations[i] as number;
    total += one;
    size += Math.abs(one);
    if (i < x) first += one;
  }
  const observed = 2 * first - total;
  const mean = total / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += ((associations[i] as number) - mean) ** 2;
  const deviation = Math.sqrt(squares / (count - 1));
  const ways = partitions.length / count;
  const limit = observed + ROUNDING * size;
  let above = 0;
  for (let way = 0; way < ways; way++) {
    let inX = 0;
    const begin = way * count;
    for (let i = 0; i < count; i++) inX += (partitions[begin + i] as number) * (associations[i] as number);
    if (2 * inX - total > limit) above++;
  }
  const difference = first / x - (total - first) / (count - x);
  return {
    statistic: observed,
    effect: deviation > ROUNDING * size ? difference / deviation : Number.NaN,
    p: above / ways,
    partitions: ways,
  };
}

/** An analogy that is ready to be answered at any strength. */
export interface OpenQuestion {
  readonly words: readonly string[];
  readonly candidates: Along;
  readonly given: Along;
  /** (candidates, 3) and (3, 3). */
  readonly cosines: ArrayLike<number>;
  readonly among: ArrayLike<number>;
}

export interface Answer {
  readonly word: string;
  readonly score: number;
}

export function openQuestion(found: Candidates): OpenQuestion | null {
  if (found.lost.length > 0) return null;
  return {
    words: found.words,
    candidates: along(found.parallel, found.exempt),
    given: along(found.given, found.given_exempt),
    cosines: unpack(found.cosines).values,
    among: unpack(found.given_cosines).values,
  };
}

const SIGNS = [-1, 1, 1] as const;

/** The best answers to a : b :: c : ? by 3CosAdd: the cosine of each candidate with b − a + c, all at length 1. */
export function answersAt(question: OpenQuestion, strength: number, most: number): Answer[] {
  const { words, candidates, given, cosines, among } = question;
  const dims = given.dims;
  const scales = SIGNS.map((_, k) => scaleOf(given, k, strength));
  const product = (cosine: number, s: number, t: number, both: number) => cosine - (s + t - s * t) * both;
  let squared = 0;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const both = dot(given.parallel, i, given.parallel, j, dims);
      const [s, t] = [shareOf(given, i, strength), shareOf(given, j, strength)];
      const cosine = product(among[3 * i + j] as number, s, t, both) * (scales[i] as number) * (scales[j] as number);
      squared += (SIGNS[i] as number) * (SIGNS[j] as number) * cosine;
    }
  }
  const length = Math.sqrt(Math.max(squared, 1e-30));
  const scores = new Float64Array(candidates.count);
  for (let k = 0; k < candidates.count; k++) {
    const own = shareOf(candidates, k, strength);
    let score = 0;
    for (let i = 0; i < 3; i++) {
      const both = dot(candidates.parallel, k, given.parallel, i, dims);
      const cosine = product(cosines[3 * k + i] as number, own, shareOf(given, i, strength), both);
      score += (SIGNS[i] as number) * cosine * (scales[i] as number);
    }
    scores[k] = (score * scaleOf(candidates, k, strength)) / length;
  }
  return Array.from(scores, (score, k) => ({ word: words[k] as string, score }))
    .sort((one, other) => other.score - one.score)
    .slice(0, most);
}

/** One by the length that is left; 0 where nothing is. */
function scaleOf(words: Along, k: number, strength: number): number {
  const left = leftOf(words, k, strength);
  return left > NOTHING ? 1 / left : 0;
}

function dot(x: ArrayLike<number>, i: number, y: ArrayLike<number>, j: number, dims: number): number {
  let total = 0;
  for (let k = 0; k < dims; k++) total += (x[i * dims + k] as number) * (y[j * dims + k] as number);
  return total;
}
