/** Log-odds of the terms as the weights of a classifier, tested on every fifth document. */

import type { Classified } from "../../protocol/vectorizer_explorer.gen";
import type { FakeMatrix } from "./fake_matrix";
import type { FakeReview } from "./fake_texts";

export function fakeClassifier(matrix: FakeMatrix, reviews: readonly FakeReview[]): Classified {
  const tested = (document: number) => document % 5 === 0;
  const seen = (k: number, label: string) =>
    reviews.filter((review, document) => !tested(document) && review.label === label && matrix.rows[document]?.has(k))
      .length;
  const weights = matrix.terms.map((_, k) => Math.log((seen(k, "positive") + 1) / (seen(k, "negative") + 1)));
  const confusion = [
    [0, 0],
    [0, 0],
  ];
  let test = 0;
  for (const [document, { label }] of reviews.entries()) {
    if (!tested(document)) continue;
    test += 1;
    const sum = [...(matrix.rows[document]?.keys() ?? [])].reduce((total, k) => total + (weights[k] ?? 0), 0);
    const row = confusion[label === "positive" ? 1 : 0] as number[];
    (row[sum > 0 ? 1 : 0] as number) += 1;
  }
  const order = [...weights.keys()].sort((a, b) => (weights[b] as number) - (weights[a] as number));
  const named = (keys: readonly number[]) =>
    keys.map((k) => ({ term: matrix.terms[k] ?? "", weight: weights[k] as number }));
  const right = (confusion[0]?.[0] ?? 0) + (confusion[1]?.[1] ?? 0);
  return {
    classes: ["negative", "positive"],
    train: reviews.length - test,
    test,
    accuracy: right / test,
    majority: 0.5,
    confusion,
    positive: named(order.slice(0, 12)),
    negative: named(order.slice(-12).reverse()),
    seconds: 0.02,
  };
}
