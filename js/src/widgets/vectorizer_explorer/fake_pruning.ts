/** Curves of what pruning leaves, counted threshold by threshold. */

import type { Pruning } from "../../protocol/vectorizer_explorer.gen";
import { floats, ints } from "./fake";
import type { FakeMatrix } from "./fake_matrix";

export function fakePruning({ all, documents }: FakeMatrix): Pruning {
  const entries = [...all.values()];
  const tokens = entries.reduce((sum, { total }) => sum + total, 0) || 1;
  const kept = (keep: (df: number) => boolean) => {
    const left = entries.filter(({ df }) => keep(df));
    return [left.length, left.reduce((sum, { total }) => sum + total, 0) / tokens] as const;
  };
  const low = [1, 2, 3, 4, 5, 7, 10, 15, 20, 30].filter((df) => df <= Math.max(1, documents));
  const high = [0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1];
  const min = low.map((threshold) => kept((df) => df >= threshold));
  const max = high.map((share) => kept((df) => df <= share * documents));
  return {
    min_df: ints(low),
    min_terms: ints(min.map(([terms]) => terms)),
    min_tokens: floats(min.map(([, share]) => share)),
    max_df: floats(high),
    max_terms: ints(max.map(([terms]) => terms)),
    max_tokens: floats(max.map(([, share]) => share)),
    terms: entries.length,
  };
}
