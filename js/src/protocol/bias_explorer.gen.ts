// Generated from the Python traits by js/generate_types.py; do not edit.

import type { Status } from "./base.gen";
import type { PackedArray } from "./codec";

/** The words of the test chosen, so that the page can compute it at any strength. */
export interface Association {
  x: string[];
  y: string[];
  a: string[];
  /** The words that have a vector. */
  b: string[];
  lost: string[];
  /** float32 (x + y, a + b), before anything is removed. */
  cosines: PackedArray;
  /** float32 (x + y, dims): components along the directions. */
  targets: PackedArray;
  /** float32 (a + b, dims). */
  attributes: PackedArray;
  /** uint8 (x + y,). */
  target_exempt: PackedArray;
  /** uint8 (a + b,). */
  attribute_exempt: PackedArray;
  /**
   * uint8 (partitions, x + y): 1 where a word falls to X in a permutation; all of them where `exact`, the first
   * being the test itself.
   */
  partitions: PackedArray;
  exact: boolean;
  /** Why there is no test, in a sentence: too few words known. */
  problem: string;
}

/** The plane of the first direction and the words chosen. */
export interface BiasPlane {
  words: PlaneWord[];
  /** Those of `steps` that these words take part in. */
  steps: Step[];
  lost: string[];
  /** What is special; empty otherwise. */
  note: string;
}

/** What the kernel made of one wish; as many as wishes, in their order. */
export interface Built {
  name: string;
  /** Directions that were found, at most those asked for; 0 when it could not be built. */
  dims: number;
  /** Shares of the sets' variance by principal component, largest first, at most ten. */
  explained: number[];
  /** Share of the sets' variance that lies in the subspace. */
  share: number;
  /** Which of its sets were used. */
  used: number[];
  /** Words of its sets that have no vector; sets with such words are not used. */
  lost: string[];
  /**
   * Direct bias (c = 1) of the words shown that are not exempt, before anything is removed; null without such
   * words.
   */
  bias: number | null;
  /** Why it could not be built, in a sentence; empty when it was. */
  problem: string;
}

/**
 * The words that are among the best answers at one of the slider's positions, so that the page can rank them at
 * each.
 */
export interface Candidates {
  /** a, b and c are not among them. */
  words: string[];
  /** float32 (words, 3): with a, b and c, before anything is removed. */
  cosines: PackedArray;
  /** float32 (words, dims). */
  parallel: PackedArray;
  /** uint8 (words,). */
  exempt: PackedArray;
  /** float32 (3, dims): components of a, b and c. */
  given: PackedArray;
  /** uint8 (3,). */
  given_exempt: PackedArray;
  /** float32 (3, 3): between a, b and c. */
  given_cosines: PackedArray;
  /** Words of the vocabulary, the most frequent ones, that may be answers. */
  searched: number;
  /** Those of a, b and c that have no vector; there are no candidates then. */
  lost: string[];
}

/** One line of the table of methods. */
export interface Compared {
  method: "none" | "slider" | "linear" | "hard" | "soft" | "inlp";
  /** Options that matter, as `λ = 0.2`. */
  note: string;
  bias: number | null;
  /** WEAT effect size d of the test chosen; null without, as all that cannot be measured. */
  effect: number | null;
  p: number | null;
  analogies: number | null;
  similarity: number | null;
  kept: number | null;
  clusters: number | null;
  classifier: number | null;
  seconds: number;
}

/** One set of word vectors. */
export interface Embedding {
  name: string;
  words: number;
  size: number;
  /** Whether words that are not in the vocabulary get a vector from their character n-grams (fastText). */
  ngrams: boolean;
}

/** What can be chosen without typing. */
export interface Lists {
  subspaces: SubspaceWish[];
  words: Record<string, string[]>;
  tests: Test[];
}

/** What only the kernel can measure, at the strength it holds. */
export interface Measured {
  strength: number;
  /** Accuracy over the questions, 0 to 1. */
  analogies: Pair;
  asked: number;
  /** Which file of questions. */
  questions: string;
  /** Spearman's correlation with human ratings; null where no ratings were given. */
  similarity: Pair;
  ratings: string;
  /** Spearman's correlation of the cosines of random pairs of frequent words, before and after. */
  kept: number | null;
  /**
   * Share of the most biased words that k-means with two clusters puts with their own side (Gonen & Goldberg
   * 2019).
   */
  clusters: Pair;
  /** Accuracy of a linear classifier for the side of words it has not seen. */
  classifier: Pair;
  /** Words on both sides together. */
  biased: number;
  /**
   * Pearson's, of a word's component along the direction before removal, and the share of its neighbours that lie
   * on the first side.
   */
  correlation: Pair;
  neighbours: Neighbourhood | null;
}

/** The words shown, along the directions of the active subspace. */
export interface Placed {
  /** Those of `words` that have a vector, in that order. */
  words: string[];
  /** float32 (words, dims): components of the vectors, at length 1, along the directions. */
  parallel: PackedArray;
  /** uint8 (words,): 1 where nothing is removed. */
  exempt: PackedArray;
  /** float32 (words,): percentage of women in the profession; NaN where not known, and all where no list has any. */
  share: PackedArray;
  /** Those of `words` that have no vector. */
  lost: string[];
}

/** An analogy, a : b :: c : ?, without the answer. */
export interface Question {
  a: string;
  b: string;
  c: string;
}

/**
 * A sentence and its counterpart with the words swapped, read by a sentiment model from word vectors debiased as
 * shown.
 */
export interface Reading {
  sentence: string;
  swapped: string;
  model: string;
  swaps: Swap[];
  /** float32 (2, 101): P(positive) of the sentence and its counterpart at strengths 0, 0.01, … 1. */
  probabilities: PackedArray;
  /** Why there is nothing to read, in a sentence. */
  problem: string;
}

/** How far the comparison of methods is. */
export interface Run {
  message: string;
  /** 0 to 1; -1 when nothing runs. */
  progress: number;
}

/** A step taken by hand in the picture of the plane. */
export interface Step {
  kind: "neutralize" | "equalize";
  words: string[];
}

/** A subspace as the reader wants it. */
export interface SubspaceWish {
  name: string;
  /** What the groups are called, as many as each set has words: `female`, `male`. */
  groups: string[];
  method: "pca" | "mean_difference" | "two_means" | "classifier";
  dims: number;
  sets: WordSet[];
}

/** A word embedding association test: whether the targets X and Y are nearer to the attributes A or B. */
export interface Test {
  name: string;
  x_name: string;
  y_name: string;
  a_name: string;
  b_name: string;
  x: string[];
  y: string[];
  a: string[];
  b: string[];
}

/** Nearest neighbours of one word, by their bias before anything was removed. */
export interface Neighbourhood {
  word: string;
  before: string[];
  after: string[];
  /**
   * float32 (2, neighbours): component along the first direction, before removal, of the neighbours before and
   * after.
   */
  parallel: PackedArray;
}

/** A number before anything is removed, and at the strength that was measured; null where there is none. */
export interface Pair {
  before: number | null;
  after: number | null;
}

/** A word in the picture of the plane, before and after each step. */
export interface PlaneWord {
  word: string;
  /**
   * float32 (steps + 1, 3): along the first direction, along the picture's other axis, and the distance from the
   * plane.
   */
  path: PackedArray;
}

/** A word of the sentence that has a counterpart in the pairs. */
export interface Swap {
  /** Code points from the beginning of the sentence. */
  start: number;
  word: string;
  other: string;
}

/** One definitional pair or set: a chip of the direction builder. */
export interface WordSet {
  /** One word per group, in the order of the groups: `she`, `he`; or `church`, `mosque`, `synagogue`. */
  words: string[];
  /** 0 or more; a set of weight 0 is switched off. */
  weight: number;
}

/** All traits of BiasExplorer. */
export interface BiasExplorerProps {
  /** The words of the test. Written by: kernel. */
  readonly association: Association | null;
  /** What became of `subspaces`, in their order. Written by: kernel. */
  readonly built: Built[];
  /** What the page needs to answer the question at any strength. Written by: kernel. */
  readonly candidates: Candidates | null;
  /**
   * The methods are being compared; set it to begin, unset it to cancel. The kernel unsets it at the end. Written
   * by: both.
   */
  readonly compare: boolean;
  /** The table of methods; empty before `compare`. Written by: kernel. */
  readonly compared: Compared[];
  /** The word vectors; they are never changed. Written by: kernel. */
  readonly embedding: Embedding;
  /** The last error of a callback, in words for the reader; empty when all is well. Written by: kernel. */
  readonly error: string;
  /** Words from which nothing is removed: those that are gendered by definition. Written by: both. */
  readonly exempt: string[];
  /** Directions that INLP removes one after the other (Ravfogel et al. 2020). Written by: both. */
  readonly iterations: number;
  /** Weight of removing against keeping in soft debiasing (Bolukbasi et al. 2016). Written by: both. */
  readonly lambda_: number;
  /** Subspaces, words and tests to begin with. Written by: kernel. */
  readonly lists: Lists;
  /**
   * What only the kernel measures; outdated while its strength is not `strength`, null while it begins anew.
   * Written by: kernel.
   */
  readonly measured: Measured | null;
  /** The word whose neighbours are shown before and after; empty for none. Written by: both. */
  readonly neighbours_of: string;
  /** Order of the words: along the direction, as given, by the real share. Written by: front. */
  readonly order: "projection" | "list" | "share";
  /** Panel below the words. Written by: front. */
  readonly panel: "test" | "analogy" | "plane" | "sentence" | "stays" | "methods";
  /**
   * The words along the active subspace; null while it cannot be built, as all that follows from it. Written by:
   * kernel.
   */
  readonly placed: Placed | null;
  /** The picture of the plane; null without words in it. Written by: kernel. */
  readonly plane: BiasPlane | null;
  /** Words in the picture of the plane: one, or a set to equalize. Written by: both. */
  readonly plane_words: string[];
  /** a : b :: c : ? Written by: both. */
  readonly question: Question | null;
  /** The sentence, read at every position of the slider; null while it is being read. Written by: kernel. */
  readonly reading: Reading | null;
  /** How far `compare` is. Written by: kernel. */
  readonly running: Run;
  /** The sentence that the sentiment model reads. Written by: both. */
  readonly sentence: string;
  /** Python that makes the widget; the page adds what was chosen in it. Written by: kernel. */
  readonly source_code: string;
  /** What the kernel is doing. Written by: kernel. */
  readonly status: Status;
  /** What was done to words in the picture of the plane, in order. Written by: both. */
  readonly steps: Step[];
  /** Share of the component that is removed, 0 to 1. Written by: both. */
  readonly strength: number;
  /** Name of the active one: what the slider removes. Written by: both. */
  readonly subspace: string;
  /** The subspaces kept side by side. Written by: both. */
  readonly subspaces: SubspaceWish[];
  /** The word embedding association test. Written by: both. */
  readonly test: Test | null;
  /** Colours: those of the host page, or always light or dark. Written by: both. */
  readonly theme: "auto" | "light" | "dark";
  /** The words along the direction. Written by: both. */
  readonly words: string[];
}

/** What the page may write of BiasExplorer. */
export type BiasExplorerEmit = Pick<BiasExplorerProps, "compare" | "exempt" | "iterations" | "lambda_" | "neighbours_of" | "order" | "panel" | "plane_words" | "question" | "sentence" | "steps" | "strength" | "subspace" | "subspaces" | "test" | "theme" | "words">;

export const keys = [
  "association",
  "built",
  "candidates",
  "compare",
  "compared",
  "embedding",
  "error",
  "exempt",
  "iterations",
  "lambda_",
  "lists",
  "measured",
  "neighbours_of",
  "order",
  "panel",
  "placed",
  "plane",
  "plane_words",
  "question",
  "reading",
  "running",
  "sentence",
  "source_code",
  "status",
  "steps",
  "strength",
  "subspace",
  "subspaces",
  "test",
  "theme",
  "words",
] as const;
