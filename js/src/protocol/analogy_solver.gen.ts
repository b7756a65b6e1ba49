// Generated from the Python traits by js/generate_types.py; do not edit.

import type { Status } from "./base.gen";
import type { PackedArray } from "./codec";

/** What one gets without analogy. */
export interface Baselines {
  /** Nearest neighbours of c alone, by cosine. */
  nearest: Answer[];
  /** Words drawn by chance, with their 3CosAdd score: what a score says by itself. */
  random: Answer[];
}

/** The failures wanted. */
export interface Browse {
  /** Which of `scores`. */
  score: number;
  /** Empty for all. */
  section: string;
  offset: number;
  count: number;
}

/** What the text in a box may become. */
export interface Completions {
  box: "a" | "b" | "c" | "d";
  /** The text that is completed, to tell outdated answers. */
  text: string;
  /** Most frequent first; the word itself first where it exists. */
  words: string[];
  /** Words in the vocabulary that begin so. */
  total: number;
}

/** How parallel the offsets of a relation are. */
export interface Consistency {
  relation: string;
  pairs: PairOffset[];
  /** Mean cosine between the offsets of two pairs, over all pairs of pairs. */
  mean: number;
  /** The same after the second words were shuffled: what chance gives. */
  shuffled: number;
  /** Words of the relation that are not in the vocabulary. */
  missing: string[];
}

/** One set of word vectors. */
export interface Embedding {
  name: string;
  words: number;
  size: number;
  /** Whether words that are not in the vocabulary get a vector from their character n-grams (fastText). */
  ngrams: boolean;
}

/** The failures that were asked for. */
export interface Failures {
  browse: Browse;
  total: number;
  rows: Failure[];
}

/** The plane through a, b and c (vectors of length 1), and the answer by 3CosAdd, or d, dropped onto it. */
export interface Plane {
  points: PlanePoint[];
  /** What is special: two words are one, all three lie on a line; empty otherwise. */
  note: string;
}

/** A question to begin with. */
export interface Preset {
  relation: string;
  a: string;
  b: string;
  c: string;
  d: string;
}

/** How far the questions are. */
export interface Run {
  message: string;
  /** 0 to 1; -1 when nothing runs. */
  progress: number;
}

/** The questions, answered by one embedding with one method. */
export interface Score {
  embedding: string;
  method: "3cosadd" | "3cosmul" | "pairdirection";
  exclude_inputs: boolean;
  restrict: number;
  file: string;
  /** In the order of the file. */
  sections: Section[];
  all: Section;
  seconds: number;
}

/** The ranking by one method. */
export interface Solved {
  method: "3cosadd" | "3cosmul" | "pairdirection";
  answers: Answer[];
  /** a, b and c with the ranks they would have if they were allowed as answers, best first. */
  hidden: Answer[];
  /** The word in box d; null when the box is empty or the word has no row. */
  expected: Answer | null;
}

/** a : b :: c : d. An empty `d` is what is asked for; a word there is where the reader expects the answer to be. */
export interface Terms {
  a: string;
  b: string;
  c: string;
  d: string;
}

/** What is being typed. */
export interface Typed {
  box: "a" | "b" | "c" | "d";
  text: string;
}

/** A file of questions that the reader chose in the page. */
export interface Upload {
  name: string;
  text: string;
}

/** The word in one box. */
export interface WordFact {
  box: "a" | "b" | "c" | "d";
  /** As it stands in the vocabulary, or as it was typed. */
  word: string;
  /** Its row, 0 for the most frequent word where the vectors are sorted so; -1 when it is not in the vocabulary. */
  row: number;
  /** Where the word is not in the vocabulary and the vector was made of its character n-grams: those. */
  ngrams: string[];
  /** Where the word is unknown: the nearest spellings in the vocabulary, nearest first. */
  suggestions: string[];
}

/** In a saved page: the words among which it answers by itself. */
export interface WorkingSet {
  words: string[];
  /** int32 (words,): row of each in the whole vocabulary. */
  rows: PackedArray;
  /** float16 (words, size): at length 1. */
  vectors: PackedArray;
}

/** One word of the ranking. */
export interface Answer {
  word: string;
  row: number;
  /** From 1, in the ranking shown. */
  rank: number;
  score: number;
}

/** A question that was answered wrongly. */
export interface Failure {
  section: string;
  a: string;
  b: string;
  c: string;
  /** The right answer. */
  d: string;
  /** The answer that was given. */
  answer: string;
  /** Rank of the right answer, from 1. */
  rank: number;
}

/** One pair of a relation. */
export interface PairOffset {
  a: string;
  b: string;
  /** Of its offset b - a with the mean offset of the other pairs. */
  cosine: number;
}

/** A point of the picture. */
export interface PlanePoint {
  name: "a" | "b" | "c" | "target" | "answer";
  /** Empty for the target b - a + c. */
  word: string;
  x: number;
  y: number;
  /** From the plane; 0 for a, b, c and the target, which lie in it. */
  distance: number;
}

/** One section of the questions, or all of them. */
export interface Section {
  name: string;
  correct: number;
  /** Questions of which all four words are in the vocabulary. */
  asked: number;
  /** Questions in the file. */
  total: number;
}

/** All traits of AnalogySolver. */
export interface AnalogySolverProps {
  /** Answers without analogy; null while a, b or c has no vector. Written by: kernel. */
  readonly baselines: Baselines | null;
  /** The failures wanted; the kernel answers with `failures`. Written by: front. */
  readonly browse: Browse | null;
  /** What the text being typed may become. Written by: kernel. */
  readonly completions: Completions | null;
  /** The offsets of the relation; null without one. Written by: kernel. */
  readonly consistency: Consistency | null;
  /** Name of the embedding that answers. Written by: both. */
  readonly embedding: string;
  /** The word vectors to choose from. Written by: kernel. */
  readonly embeddings: Embedding[];
  /** The last error of a callback, in words for the reader; empty when all is well. Written by: kernel. */
  readonly error: string;
  /**
   * The questions are being answered; set it to begin, unset it to cancel. The kernel unsets it at the end.
   * Written by: both.
   */
  readonly evaluate: boolean;
  /** Do not allow a, b and c as answers. Written by: both. */
  readonly exclude_inputs: boolean;
  /** The words in the boxes that are not empty. Written by: kernel. */
  readonly facts: WordFact[];
  /** The failures that were asked for; null before. Written by: kernel. */
  readonly failures: Failures | null;
  /** How many answers. Written by: both. */
  readonly k: number;
  /** The method with which questions are answered by the hundred. Written by: both. */
  readonly method: "3cosadd" | "3cosmul" | "pairdirection";
  /** Panel below the answers. Written by: front. */
  readonly panel: "plane" | "baselines" | "questions";
  /** The parallelogram; null while a, b or c has no vector. Written by: kernel. */
  readonly plane: Plane | null;
  /** Questions to begin with. Written by: kernel. */
  readonly presets: Preset[];
  /** Name of the file of questions, or `examples`. Written by: kernel. */
  readonly questions: string;
  /** The relation whose offsets are compared; empty for none. Written by: both. */
  readonly relation: string;
  /** Only the first so many words may be answers; 0 for all. Written by: both. */
  readonly restrict: number;
  /** How far the questions are, while `evaluate` is set. Written by: kernel. */
  readonly running: Run;
  /** Questions answered so far, newest last. Written by: kernel. */
  readonly scores: Score[];
  /** The rankings by 3CosAdd, 3CosMul and PairDirection; empty while a, b or c has no vector. Written by: kernel. */
  readonly solved: Solved[];
  /** Python that makes the widget; the page adds what was chosen in it. Written by: kernel. */
  readonly source_code: string;
  /** What the kernel is doing. Written by: kernel. */
  readonly status: Status;
  /** a : b :: c : d. Written by: both. */
  readonly terms: Terms;
  /** Colours: those of the host page, or always light or dark. Written by: both. */
  readonly theme: "auto" | "light" | "dark";
  /** What is being typed; the kernel answers with `completions`. Written by: front. */
  readonly typed: Typed | null;
  /** A file of questions chosen in the page; the kernel reads it and unsets this. Written by: front. */
  readonly upload: Upload | null;
  /** In a saved page: the words among which it answers; null in a notebook. Written by: kernel. */
  readonly working_set: WorkingSet | null;
}

/** What the page may write of AnalogySolver. */
export type AnalogySolverEmit = Pick<AnalogySolverProps, "browse" | "embedding" | "evaluate" | "exclude_inputs" | "k" | "method" | "panel" | "relation" | "restrict" | "terms" | "theme" | "typed" | "upload">;

export const keys = [
  "baselines",
  "browse",
  "completions",
  "consistency",
  "embedding",
  "embeddings",
  "error",
  "evaluate",
  "exclude_inputs",
  "facts",
  "failures",
  "k",
  "method",
  "panel",
  "plane",
  "presets",
  "questions",
  "relation",
  "restrict",
  "running",
  "scores",
  "solved",
  "source_code",
  "status",
  "terms",
  "theme",
  "typed",
  "upload",
  "working_set",
] as const;
