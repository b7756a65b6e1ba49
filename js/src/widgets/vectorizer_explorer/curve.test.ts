import { expect, it } from "vitest";
import { featureStep, featureSteps, maxCurve, minCurve, nearest } from "./curve";
import { DEFAULTS } from "./fake";
import { countTexts } from "./fake_matrix";
import { fakePruning } from "./fake_pruning";
import { shareOf } from "./pruning";

it("reads the curves as they were counted", () => {
  const pruning = fakePruning(countTexts(["a b c", "a b", "a"], DEFAULTS));
  const low = minCurve(pruning);
  expect(low.thresholds).toEqual([1, 2, 3]);
  expect(low.terms).toEqual([3, 2, 1]);
  expect(low.tokens.map((share) => Math.round(6 * share))).toEqual([6, 5, 3]);
  expect(maxCurve(pruning).terms.at(-1)).toBe(3);
});

it("finds the threshold of an option", () => {
  expect([0, 2, 6, 99].map((value) => nearest([1, 2, 5, 10], value))).toEqual([0, 1, 2, 3]);
});

it("sends shares as they were meant, not as float32 has them", () => {
  expect(shareOf(Math.fround(0.1))).toBe(0.1);
  expect(shareOf(1)).toBe(1);
});

it("offers numbers of terms up to all", () => {
  const steps = featureSteps(244);
  expect(steps).toEqual([10, 20, 50, 100, 200, 0]);
  expect([0, 100, 90].map((value) => featureStep(steps, value))).toEqual([5, 3, 3]);
  expect(featureSteps(4)).toEqual([0]);
});
