/** Cases for the dev page that Python's contract does not hold, with a kernel made up here. */

import type { AnalogySolverEmit, AnalogySolverProps } from "../../protocol/analogy_solver.gen";
import { fakeFailures, fakeKernel, fakeProps, fakeScore, fakeSet } from "./fake";

type Props = AnalogySolverProps;

export const cases: Readonly<Record<string, () => Props>> = {
  sample: () => fakeProps(),
  guess: () => fakeProps({ terms: { a: "man", b: "king", c: "woman", d: "pear" } }),
  allowed: () => fakeProps({ exclude_inputs: false }),
  unknown: () => fakeProps({ terms: { a: "man", b: "kimg", c: "woman", d: "" } }),
  empty: () => fakeProps({ terms: { a: "", b: "", c: "", d: "" } }),
  baselines: () => fakeProps({ panel: "baselines", relation: "gender" }),
  running: () =>
    fakeProps({ panel: "questions", evaluate: true, running: { message: "section 3 of 14, gram3", progress: 0.3 } }),
  scores: () =>
    fakeProps({
      panel: "questions",
      questions: "questions-words.txt",
      scores: [fakeScore(), fakeScore("GloVe", 0.08)],
      failures: fakeFailures({ score: 1, section: "", offset: 0, count: 20 }),
    }),
  saved: () => fakeProps({ working_set: fakeSet() }),
  error: () => fakeProps({ error: "line 3 of questions.txt has 3 words; a question has 4" }),
};

/** What answers the page, by case. */
export const kernels: Readonly<
  Record<string, (props: Props) => (patch: Partial<AnalogySolverEmit>) => Partial<Props>>
> = Object.fromEntries(
  Object.keys(cases)
    .filter((name) => name !== "saved")
    .map((name) => [name, fakeKernel]),
);
