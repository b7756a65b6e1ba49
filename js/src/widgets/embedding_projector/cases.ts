/** Cases for the dev page that Python's contract does not hold, some with a kernel made up here. */

import type { EmbeddingProjectorEmit, EmbeddingProjectorProps } from "../../protocol/embedding_projector.gen";
import { fakeKernel, fakeProps, fakeStored, ints, OPTIONS } from "./fake";

type Props = EmbeddingProjectorProps;

const TSNE = { ...OPTIONS, method: "tsne" } as const;

export const cases: Readonly<Record<string, () => Props>> = {
  sample: () => fakeProps({ word: "king" }),
  plain: () => fakeProps(),
  topics: () => fakeProps({ options: TSNE, color_by: "topic", size_by: "frequency", word: "piano" }, 3000),
  sentiment: () => fakeProps({ options: TSNE, color_by: "sentiment" }, 3000),
  deep: () => fakeProps({ options: { ...TSNE, dimensions: 3 }, color_by: "topic", word: "paris" }, 3000),
  search: () => fakeProps({ query: { text: "s", mode: "prefix" } }, 3000),
  selection: () =>
    fakeProps({ selected: ints([...Array(140).keys()].map((k) => 10 * k + 1)), panel: "selection" }, 2000),
  running: () =>
    fakeProps({
      options: TSNE,
      run: "running",
      running: { message: "t-SNE", iteration: 340, iterations: 750, seconds: 12 },
    }),
  axes: () => fakeProps({ options: { ...OPTIONS, method: "axes" }, axes: ["king - man", "good - bad"] }),
  quality: () =>
    fakeProps({
      panel: "quality",
      word: "king",
      quality: { k: 10, trustworthiness: 0.918, continuity: 0.941, preserved: 0.32, sample: 1000, frame: 1 },
    }),
  side: () => fakeProps({ options: TSNE, arrangement: "side", word: "king", color_by: "topic" }, 2000, true),
  morph: () =>
    fakeProps({ options: TSNE, arrangement: "morph", morph: 0.4, panel: "changes", word: "king" }, 2000, true),
  crowded: () => fakeProps({ options: TSNE }, 100_000),
  crowded_deep: () => fakeProps({ options: { ...TSNE, dimensions: 3 }, density: "points" }, 100_000),
  million: () => fakeProps({ options: TSNE }, 1_000_000),
  stored: () => fakeProps({ options: TSNE, stored: fakeStored(800), neighbours: null, word: "dog" }, 800),
  empty: () => fakeProps({ word: "" }, 0),
  error: () => fakeProps({ error: "“kingg” is not in the vocabulary; did you mean “king”?" }),
  working: () =>
    fakeProps({ status: { state: "working", message: "reading 400,000 vectors", progress: 0.4 }, frame: null }),
};

/** What answers the page, by case. */
export const kernels: Readonly<
  Record<string, (props: Props) => (patch: Partial<EmbeddingProjectorEmit>) => Partial<Props>>
> = Object.fromEntries(
  Object.keys(cases)
    .filter((name) => !["stored", "empty", "running", "working", "million"].includes(name))
    .map((name) => [name, fakeKernel]),
);
