/** Debiasing of the made-up vectors by brute force: on the vectors themselves, where the page uses formulas. */

import type { Step, SubspaceWish } from "../../protocol/bias_explorer.gen";
import { dot, mean, plus, times, unit, type Vector, type Vectors } from "./fake_vectors";

export interface Subspace {
  readonly directions: readonly Vector[];
  readonly explained: readonly number[];
  readonly used: readonly number[];
  readonly lost: readonly string[];
}

/** The subspace of a wish: principal components of the centred sets, or the difference of the groups' means. */
export function subspaceOf(vectors: Vectors, { sets, method, dims }: SubspaceWish): Subspace | null {
  const lost = [...new Set(sets.flatMap(({ words }) => words).filter((word) => !vectors.has(word)))];
  const used = sets.flatMap(({ words, weight }, at) =>
    weight > 0 && words.every((word) => vectors.has(word)) ? [at] : [],
  );
  if (used.length === 0) return null;
  const centred = used.flatMap((at) => {
    const rows = (sets[at]?.words ?? []).map((word) => vectors.get(word) as Vector);
    const middle = mean(rows);
    return rows.map((row) => times(plus(row, middle, -1), Math.sqrt(sets[at]?.weight ?? 1)));
  });
  const all = centred.reduce((sum, row) => sum + dot(row, row), 0);
  const { components, variances } = principal(centred, Math.min(centred.length - used.length, 6));
  const firsts = used.map((at) => vectors.get(sets[at]?.words[0] as string) as Vector);
  const seconds = used.map((at) => vectors.get(sets[at]?.words[1] as string) as Vector);
  const found = method === "pca" ? components.slice(0, dims) : [unit(plus(mean(firsts), mean(seconds), -1))];
  const first = centred[0] as Vector;
  return {
    directions: found.map((one) => (dot(one, first) < 0 ? times(one, -1) : one)),
    explained: variances.map((one) => one / all),
    used,
    lost,
  };
}

/** Principal components by power iteration, each on what the ones before left. */
function principal(rows: readonly Vector[], count: number) {
  const components: Vector[] = [];
  const variances: number[] = [];
  let left = rows;
  for (let k = 0; k < count; k++) {
    let found = unit(left.reduce((most, row) => (dot(row, row) > dot(most, most) ? row : most)));
    for (let turn = 0; turn < 200; turn++) {
      found = unit(
        left.reduce<Vector>(
          (sum, row) => plus(sum, row, dot(row, found)),
          found.map(() => 0),
        ),
      );
    }
    const own = found;
    variances.push(left.reduce((sum, row) => sum + dot(row, own) ** 2, 0));
    components.push(own);
    left = left.map((row) => plus(row, own, -dot(row, own)));
  }
  return { components, variances };
}

export const inside = (vector: Vector, directions: readonly Vector[]): number[] =>
  directions.map((one) => dot(vector, one));

/** The part of a vector that lies in the subspace. */
export function projected(vector: Vector, directions: readonly Vector[]): Vector {
  return directions.reduce<Vector>(
    (sum, one) => plus(sum, one, dot(vector, one)),
    vector.map(() => 0),
  );
}

/** A share of the part in the subspace removed, at length 1 again. */
export function removed(vector: Vector, directions: readonly Vector[], share: number): Vector {
  return unit(plus(vector, projected(vector, directions), -share));
}

/** All vectors at a strength; nothing is removed from exempt words. */
export function debiased(
  vectors: Vectors,
  directions: readonly Vector[],
  exempt: readonly string[],
  strength: number,
): Vectors {
  const spared = new Set(exempt);
  return new Map(
    [...vectors].map(([word, row]) => [word, spared.has(word) ? row : removed(row, directions, strength)]),
  );
}

/** One step by hand (Bolukbasi et al. 2016, §5.2), of the words that have vectors. */
export function stepped(vectors: Vectors, { kind, words }: Step, directions: readonly Vector[]): Vectors {
  const next = new Map(vectors);
  const rows = words.filter((word) => vectors.has(word)).map((word) => vectors.get(word) as Vector);
  if (kind === "neutralize") {
    for (const word of words) {
      const row = vectors.get(word);
      if (row !== undefined) next.set(word, removed(row, directions, 1));
    }
    return next;
  }
  if (rows.length < 2) return next;
  const middle = mean(rows);
  const own = projected(middle, directions);
  const rest = plus(middle, own, -1);
  const height = Math.sqrt(Math.max(0, 1 - dot(rest, rest)));
  for (const word of words) {
    const row = vectors.get(word);
    if (row !== undefined) next.set(word, plus(rest, unit(plus(projected(row, directions), own, -1)), height));
  }
  return next;
}

/** The words nearest to a vector, those given left out. */
export function nearest(vectors: Vectors, target: Vector, count: number, without: readonly string[]): string[] {
  return [...vectors]
    .filter(([word]) => !without.includes(word))
    .map(([word, row]) => ({ word, score: dot(row, target) }))
    .sort((one, other) => other.score - one.score)
    .slice(0, count)
    .map(({ word }) => word);
}
