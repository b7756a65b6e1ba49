/** An imitation of the kernel for the dev page and the tests: it debiases its made-up vectors, and knows no formula of the page's. */

import type { BiasExplorerEmit, BiasExplorerProps, Built, Test } from "../../protocol/bias_explorer.gen";
import { type Subspace, subspaceOf } from "./fake_debiasing";
import { measure } from "./fake_measuring";
import { answers, associate, compare, directBiasOf, place, plane, read } from "./fake_parts";
import { fakeVectors, PAIRS, PROFESSIONS, TOPICS, type Vectors } from "./fake_vectors";

type Props = BiasExplorerProps;
type Patch = Partial<BiasExplorerEmit>;

const [FEMALE, MALE] = [0, 1].map((side) => PAIRS.map((pair) => pair[side] as string)) as [string[], string[]];

export const GENDER = {
  name: "gender",
  groups: ["female", "male"],
  method: "pca",
  dims: 1,
  sets: [...PAIRS.map((words) => ({ words: [...words], weight: 1 })), { words: ["duchess", "duke"], weight: 1 }],
} satisfies Props["subspaces"][number];

const TEST: Test = {
  name: "science and art",
  x_name: "science",
  y_name: "art",
  a_name: "male terms",
  b_name: "female terms",
  x: [...TOPICS.x],
  y: [...TOPICS.y, "opera"],
  a: MALE,
  b: FEMALE,
};

/** Traits of an explorer of `more` made-up words beside the named ones; any of them may be given. */
export function fakeProps(given: Partial<Props> = {}, more = 120): Props {
  const vectors = fakeVectors(more);
  const props: Props = {
    association: null,
    built: [],
    candidates: null,
    compare: false,
    compared: [],
    embedding: { name: "made up", words: vectors.size, size: 24, ngrams: false },
    error: "",
    exempt: [...FEMALE, ...MALE],
    iterations: 10,
    lambda_: 0.2,
    lists: { subspaces: [GENDER], words: { professions: [...PROFESSIONS] }, tests: [TEST] },
    measured: null,
    neighbours_of: "nurse",
    order: "projection",
    panel: "test",
    placed: null,
    plane: null,
    plane_words: ["woman", "man"],
    question: { a: "man", b: "doctor", c: "woman" },
    reading: null,
    running: { message: "", progress: -1 },
    sentence: "He is a nurse and his sister is an engineer",
    source_code: "import nlpwidgets as nw\n\nexplorer = nw.BiasExplorer()",
    status: { state: "ready", message: "", progress: -1 },
    steps: [],
    strength: 0,
    subspace: "gender",
    subspaces: [GENDER],
    test: TEST,
    theme: "auto",
    words: [...PROFESSIONS, "astronaut"],
    ...given,
  };
  return { ...props, ...derive(vectors, props), ...given };
}

/** Answers as the kernel does: with all that follows from what the page wrote. */
export function fakeKernel(props: Props): (patch: Patch) => Partial<Props> {
  const vectors = fakeVectors(props.embedding.words - fakeVectors(0).size);
  let now = props;
  return (patch) => {
    now = { ...now, ...patch };
    const slid = Object.keys(patch).join() === "strength";
    const answers = slid ? { measured: measured(vectors, now) } : derive(vectors, now);
    now = { ...now, ...answers };
    return answers;
  };
}

function active(vectors: Vectors, { subspaces, subspace }: Props): Subspace | null {
  const wish = subspaces.find(({ name }) => name === subspace) ?? subspaces[0];
  return wish === undefined ? null : subspaceOf(vectors, wish);
}

function measured(vectors: Vectors, props: Props): Props["measured"] {
  const found = active(vectors, props);
  if (found === null) return null;
  const { exempt, strength, neighbours_of } = props;
  return measure({ vectors, directions: found.directions, exempt, strength, word: neighbours_of });
}

/** All that the kernel sends. */
function derive(vectors: Vectors, props: Props): Partial<Props> {
  const built = props.subspaces.map((wish) => describe(vectors, props, wish));
  const found = active(vectors, props);
  if (found === null) {
    return { built, placed: null, association: null, candidates: null, plane: null, measured: null, reading: null };
  }
  const { directions } = found;
  return {
    built,
    placed: place(vectors, props, directions),
    association: props.test === null ? null : associate(vectors, props.test, props.exempt, directions),
    candidates: props.question === null ? null : answers(vectors, props.question, props.exempt, directions),
    plane: plane(vectors, props, directions),
    reading: read(vectors, props.sentence, directions),
    measured: measured(vectors, props),
    ...(props.compare ? { compare: false, compared: compare(vectors, props, directions) } : {}),
  };
}

function describe(vectors: Vectors, props: Props, wish: Props["subspaces"][number]): Built {
  const found = subspaceOf(vectors, wish);
  if (found === null) {
    const problem = "No set has vectors for all of its words.";
    return { name: wish.name, dims: 0, explained: [], share: 0, used: [], lost: [], bias: null, problem };
  }
  const { directions, explained, used, lost } = found;
  return {
    name: wish.name,
    dims: directions.length,
    explained: [...explained],
    share: explained.slice(0, directions.length).reduce((sum, one) => sum + one, 0),
    used: [...used],
    lost: [...lost],
    bias: directBiasOf(vectors, props.words, props.exempt, directions),
    problem: "",
  };
}
