/** Cases for the dev page that Python's contract does not hold, some with a kernel made up here. */

import type { VectorizerExplorerEmit, VectorizerExplorerProps } from "../../protocol/vectorizer_explorer.gen";
import { DEFAULTS, fakeKernel, fakeProps } from "./fake";
import { hugeKernel, hugeProps } from "./fake_huge";

type Props = VectorizerExplorerProps;

export const cases: Readonly<Record<string, () => Props>> = {
  sample: () => fakeProps(),
  sentence: () => fakeProps({ sentence: "the boat was not great but wonderful fun", panel: "sentence" }),
  bigrams: () => fakeProps({ options: { ...DEFAULTS, ngram_max: 2, min_df: 2 }, panel: "pruning" }),
  characters: () =>
    fakeProps({ options: { ...DEFAULTS, unit: "character", ngram_max: 3 }, cell: { document: 3, term: "as " } }),
  huge: () => hugeProps(),
  endless: () => hugeProps(40_000_000, 9_000_000),
  zero_cell: () => fakeProps({ cell: { document: 1, term: "clever" } }),
  pruned_term: () => fakeProps({ options: { ...DEFAULTS, min_df: 30 }, cell: { document: 1, term: "clever" } }),
  training: () =>
    fakeProps({ panel: "classifier", classify: true, training: { message: "epoch 3 of 12", progress: 0.25 } }),
  unlabelled: () => fakeProps({ panel: "classifier", classes: [] }),
  empty: () => fakeProps({ cell: null }, []),
  nothing_left: () => fakeProps({ options: { ...DEFAULTS, min_df: 1000 } }),
  error: () => fakeProps({ error: "“wonderfull” is not in the vocabulary; did you mean “wonderful”?" }),
  working: () => fakeProps({ status: { state: "working", message: "counting 25,000 documents", progress: 0.4 } }),
};

/** What answers the page, by case. */
export const kernels: Readonly<
  Record<string, (props: Props) => (patch: Partial<VectorizerExplorerEmit>) => Partial<Props>>
> = {
  sample: fakeKernel,
  sentence: fakeKernel,
  bigrams: fakeKernel,
  characters: fakeKernel,
  zero_cell: fakeKernel,
  huge: hugeKernel,
  endless: hugeKernel,
};
