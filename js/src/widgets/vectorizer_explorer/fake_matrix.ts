/** A small document–term matrix counted from texts, as an imitation of the kernel's; for the dev page and the tests. */

import type { Options } from "../../protocol/vectorizer_explorer.gen";
import { type Scheme, smoothIdf, sublinearTf, weight } from "./weights";

/** One place of a term in a text. */
export interface FakePlace {
  readonly term: string;
  readonly start: number;
  readonly stop: number;
}

export interface FakeMatrix {
  readonly documents: number;
  readonly terms: readonly string[];
  readonly df: readonly number[];
  readonly lengths: readonly number[];
  /** Smooth and sublinear, by document. */
  readonly norms: readonly (readonly [number, number])[];
  /** Count by column, by document. */
  readonly rows: readonly ReadonlyMap<number, number>[];
  readonly droppedTerms: number;
  readonly droppedTokens: number;
  /** Before pruning, by term: df and occurrences. */
  readonly all: ReadonlyMap<string, { df: number; total: number }>;
}

/** Terms of a text in order of their places; n-grams of words are joined by single spaces. */
export function placesOf(text: string, { unit, ngram_min, ngram_max, case: kept }: Options): FakePlace[] {
  const value = kept === "lower" ? text.toLowerCase() : text;
  const pieces =
    unit === "word"
      ? [...value.matchAll(/[\p{L}\p{N}_]+/gu)].map((match) => ({
          text: match[0],
          start: match.index,
          stop: match.index + match[0].length,
        }))
      : [...value].map((character, k) => ({ text: character, start: k, stop: k + 1 }));
  const places: FakePlace[] = [];
  for (let k = 0; k < pieces.length; k++) {
    for (let n = ngram_min; n <= ngram_max && k + n <= pieces.length; n++) {
      const gram = pieces.slice(k, k + n);
      places.push({
        term: gram.map((piece) => piece.text).join(unit === "word" ? " " : ""),
        start: gram[0]?.start ?? 0,
        stop: gram.at(-1)?.stop ?? 0,
      });
    }
  }
  return places;
}

export function countTexts(texts: readonly string[], options: Options): FakeMatrix {
  const counts = texts.map((text) => {
    const row = new Map<string, number>();
    for (const { term } of placesOf(text, options)) row.set(term, (row.get(term) ?? 0) + 1);
    return row;
  });
  const all = new Map<string, { df: number; total: number }>();
  for (const row of counts) {
    for (const [term, count] of row) {
      const known = all.get(term) ?? { df: 0, total: 0 };
      all.set(term, { df: known.df + 1, total: known.total + count });
    }
  }
  const N = texts.length;
  const total = (term: string) => all.get(term)?.total ?? 0;
  const kept = [...all.keys()].filter((term) => {
    const df = all.get(term)?.df ?? 0;
    return df >= options.min_df && df <= options.max_df * N;
  });
  if (options.max_features > 0) kept.sort((a, b) => total(b) - total(a)).splice(options.max_features);
  const terms = kept.sort();
  const column = new Map(terms.map((term, k) => [term, k]));
  const df = terms.map((term) => all.get(term)?.df ?? 0);
  const rows = counts.map((row) => {
    const found = [...row].flatMap(([term, count]): [number, number][] => {
      const k = column.get(term);
      return k === undefined ? [] : [[k, options.binary ? 1 : count]];
    });
    return new Map(found);
  });
  return {
    documents: N,
    terms,
    df,
    lengths: counts.map((row) => [...row.values()].reduce((sum, count) => sum + count, 0)),
    norms: rows.map((row) => {
      let [plain, sub] = [0, 0];
      for (const [k, count] of row) {
        const idf = smoothIdf(N, df[k] as number);
        plain += (count * idf) ** 2;
        sub += (sublinearTf(count) * idf) ** 2;
      }
      return [Math.sqrt(plain), Math.sqrt(sub)] as const;
    }),
    rows,
    droppedTerms: all.size - terms.length,
    droppedTokens: [...all].reduce((sum, [term, { total: n }]) => sum + (column.has(term) ? 0 : n), 0),
    all,
  };
}

/** A row in a weighting. */
export function weightsOf(matrix: FakeMatrix, document: number, scheme: Scheme): Map<number, number> {
  const [norm = 0, normSublinear = 0] = matrix.norms[document] ?? [];
  const length = matrix.lengths[document] ?? 0;
  return new Map(
    [...(matrix.rows[document] ?? [])].map(([k, count]) => [
      k,
      weight(scheme, { count, length, df: matrix.df[k] ?? 0, documents: matrix.documents, norm, normSublinear }),
    ]),
  );
}

/** Cosine of two rows, and what each shared column adds. */
export function cosine(
  a: ReadonlyMap<number, number>,
  b: ReadonlyMap<number, number>,
): { similarity: number; parts: [number, number][] } {
  const length = (row: ReadonlyMap<number, number>) => Math.hypot(...row.values());
  const both = length(a) * length(b);
  if (both === 0) return { similarity: 0, parts: [] };
  const parts = [...a].flatMap(([k, value]): [number, number][] => {
    const other = b.get(k);
    return other === undefined ? [] : [[k, (value * other) / both]];
  });
  parts.sort((x, y) => y[1] - x[1]);
  return { similarity: parts.reduce((sum, [, part]) => sum + part, 0), parts };
}
