/** Cases for the dev page that Python's contract does not hold, with a kernel made up here. */

import type { BiasExplorerEmit, BiasExplorerProps, Test } from "../../protocol/bias_explorer.gen";
import { fakeKernel, fakeProps, GENDER } from "./fake";

type Props = BiasExplorerProps;

const many = (from: number, count: number) => Array.from({ length: count }, (_, k) => `word${from + k}`);

/** As much as one looks at: 50 words on each side, and 10,000 partitions. */
const LARGE: Test = {
  name: "large",
  x_name: "these",
  y_name: "those",
  a_name: "some",
  b_name: "others",
  x: many(0, 50),
  y: many(50, 50),
  a: many(100, 50),
  b: many(150, 50),
};

export const cases: Readonly<Record<string, () => Props>> = {
  sample: () => fakeProps(),
  half: () => fakeProps({ strength: 0.5 }),
  all: () => fakeProps({ strength: 1, panel: "stays" }),
  plane: () => fakeProps({ panel: "plane" }),
  sentence: () => fakeProps({ panel: "sentence" }),
  dimensions: () =>
    fakeProps({
      subspaces: [
        { ...GENDER, dims: 3 },
        { ...GENDER, name: "means", method: "mean_difference" },
      ],
    }),
  none: () => fakeProps({ subspaces: [{ ...GENDER, sets: GENDER.sets.slice(-1) }] }),
  large: () => fakeProps({ words: many(0, 300), test: LARGE }, 320),
  crowded: () => fakeProps({ words: many(0, 3000) }, 3000),
  error: () => fakeProps({ error: "“nursse” is not in the vocabulary; did you mean “nurse”?" }),
  working: () => fakeProps({ status: { state: "working", message: "reading 400,000 vectors", progress: 0.4 } }),
};

/** What answers the page, by case. */
export const kernels: Readonly<Record<string, (props: Props) => (patch: Partial<BiasExplorerEmit>) => Partial<Props>>> =
  Object.fromEntries(
    Object.keys(cases)
      .filter((name) => !["crowded", "working"].includes(name))
      .map((name) => [name, fakeKernel]),
  );
