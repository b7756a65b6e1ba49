// Generated from the Python traits by js/generate_types.py; do not edit.

import type { Status } from "./base.gen";
import type { PackedArray } from "./codec";

/** A window of the matrix, in the order shown; everything the page needs to show any weighting of its cells. */
export interface Block {
  /** Of matrix and orders; blocks of another version are of no use any more. */
  version: number;
  row: number;
  column: number;
  rows: number;
  columns: number;
  /** int32 (rows,): which document each row is, in the order given. */
  documents: PackedArray;
  /** How each document begins. */
  titles: string[];
  /** The label of each document; empty without labels. */
  labels: string[];
  /** int32 (rows,): terms in each document, with repetition, before pruning: the length of tf = count / length. */
  lengths: PackedArray;
  /**
   * float32 (rows, 2): Euclidean length of each row of count * idf with the smooth idf, and the same with
   * sublinear tf.
   */
  norms: PackedArray;
  terms: string[];
  /** int32 (columns,): df, documents that hold the term. */
  frequencies: PackedArray;
  /** int32 (cells,): row of each cell that is not zero, from 0 within the block. */
  cell_rows: PackedArray;
  /** int32 (cells,): its column, from 0 within the block. */
  cell_columns: PackedArray;
  /** int32 (cells,): how often the term occurs there (1 where binary). */
  counts: PackedArray;
}

/** What is looked at. */
export interface Cell {
  /** As given, from 0. */
  document: number;
  term: string;
}

/** A logistic regression on the TF-IDF matrix. */
export interface Classified {
  /** Negative weights speak for the first, positive ones for the second. */
  classes: string[];
  train: number;
  test: number;
  /** On the test documents. */
  accuracy: number;
  /** Accuracy of always saying the most frequent class. */
  majority: number;
  /** [true class][said class], test documents */
  confusion: number[][];
  /** Largest weights, falling. */
  positive: Weight[];
  /** Smallest weights, rising. */
  negative: Weight[];
  seconds: number;
}

/** A document near the selected one. */
export interface Neighbour {
  document: number;
  title: string;
  label: string;
  /** Cosine of the two rows, in the weighting shown. */
  similarity: number;
  /** The terms that add most to it, ... */
  shared: string[];
  /** ... and what each adds. */
  contributions: number[];
}

/** How texts become counts. */
export interface Options {
  unit: "word" | "character";
  ngram_min: number;
  ngram_max: number;
  case: "lower" | "keep";
  binary: boolean;
  /** Terms in fewer documents are dropped. */
  min_df: number;
  /** Terms in a larger share of the documents are dropped, 0 to 1. */
  max_df: number;
  /** Only so many terms, the most frequent; 0 for all. */
  max_features: number;
}

/** How far a piece of work in the background is. */
export interface Progress {
  message: string;
  /** 0 to 1; -1 when the length of the work is not known. */
  progress: number;
}

/** What is lost when rare or frequent terms are dropped, before any was. Thresholds grow. */
export interface Pruning {
  /** int32 (k,) */
  min_df: PackedArray;
  /** int32 (k,): terms that stay */
  min_terms: PackedArray;
  /** float32 (k,): share of the tokens that stay, 0 to 1 */
  min_tokens: PackedArray;
  /** float32 (m,): share of the documents */
  max_df: PackedArray;
  /** int32 (m,) */
  max_terms: PackedArray;
  /** float32 (m,) */
  max_tokens: PackedArray;
  /** Terms in all. */
  terms: number;
}

/** The selected document, to read. */
export interface Reading {
  document: number;
  /** Where it stands in the order shown. */
  row: number;
  title: string;
  label: string;
  /** Terms, before pruning. */
  length: number;
  /** Of count * idf with the smooth idf. */
  norm: number;
  norm_sublinear: number;
  /** As given. */
  raw: string;
  /** After the preprocessing pipeline; null without one. */
  text: string | null;
  /** The terms of this document, by falling smooth TF-IDF. */
  vocabulary: string[];
  /** int32 (terms,) */
  counts: PackedArray;
  /** int32 (terms,): df */
  frequencies: PackedArray;
  /**
   * int32 (places, 5), rows (term, start, stop, raw_start, raw_stop) in the order of the text: index into
   * `vocabulary`, the characters in `text` (in `raw` without a pipeline), and those of `raw` from which they come.
   */
  places: PackedArray;
  /** `raw` and `text` end early, because the document is very long. */
  cut: boolean;
}

/** The document-term matrix as a whole. */
export interface Size {
  documents: number;
  terms: number;
  nonzero: number;
  /** Terms counted, with repetition, before pruning. */
  tokens: number;
  dropped_terms: number;
  dropped_tokens: number;
}

/** In a saved page: what is there of the matrix without a kernel. */
export interface StoredPart {
  blocks: Block[];
  /** By document. */
  readings: Record<string, Reading>;
  /** By document, in the weighting shown when the page was saved. */
  neighbours: Record<string, Neighbour[]>;
  /** By term. */
  terms: Record<string, TermInfo>;
  /** What is here, in words for the reader. */
  said: string;
}

/** The selected term. */
export interface TermInfo {
  term: string;
  /** Where it stands in the order shown; -1 when it is not in the vocabulary. */
  column: number;
  /** df */
  frequency: number;
  /** Occurrences in all documents. */
  total: number;
  /** Its first places, in the documents where it counts most. */
  occurrences: Occurrence[];
}

/** The reader's sentence, the same shuffled, the same with misspelt words. */
export interface Trial {
  sentence: Sentence;
  shuffled: Sentence;
  misspelt: Sentence;
  /** The shuffled sentence has exactly the same vector. */
  same: boolean;
  /** Cosine between sentence and misspelt sentence; 0 where one of them is all zero. */
  similarity: number;
  /** Documents nearest to the sentence. */
  nearest: Neighbour[];
  /** Class that the classifier gives the sentence; empty without a trained one. */
  verdict: string;
  /** Of that class. */
  probability: number;
}

/** The cells that the page wants, in the order shown. */
export interface Viewport {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

/** One place of the selected term in some document. */
export interface Occurrence {
  document: number;
  title: string;
  before: string;
  match: string;
  after: string;
}

/** The reader's sentence as the matrix sees it. */
export interface Sentence {
  text: string;
  /** Distinct terms, by first place. */
  terms: string[];
  /** int32 (terms,): column in the order shown, -1 for a term outside the vocabulary */
  columns: PackedArray;
  /** int32 (terms,) */
  counts: PackedArray;
  /** float32 (terms,), in the weighting shown; 0 outside the vocabulary */
  weights: PackedArray;
  /** int32 (places, 3), rows (term, start, stop): index into `terms`, characters in `text` */
  places: PackedArray;
}

/** A term and its weight in the classifier. */
export interface Weight {
  term: string;
  weight: number;
}

/** All traits of VectorizerExplorer. */
export interface VectorizerExplorerProps {
  /** The last window that was asked for; null before the first. Written by: kernel. */
  readonly block: Block | null;
  /** Document and term looked at. Written by: both. */
  readonly cell: Cell | null;
  /** Names of the labels; empty without labels. Written by: kernel. */
  readonly classes: string[];
  /**
   * The trained classifier; null before it was asked for, and when the matrix has changed since. Written by:
   * kernel.
   */
  readonly classifier: Classified | null;
  /**
   * The classifier is being trained; set it to begin, unset it to cancel. The kernel unsets it at the end. Written
   * by: both.
   */
  readonly classify: boolean;
  /**
   * Order of the rows: as given, nearest to the selected document first, or by falling weight of the selected
   * term. Written by: both.
   */
  readonly document_order: "given" | "near" | "term";
  /** The last error of a callback, in words for the reader; empty when all is well. Written by: kernel. */
  readonly error: string;
  /** Documents nearest to the selected one, nearest first. Written by: kernel. */
  readonly neighbours: Neighbour[];
  /** How texts become counts; setting them counts again. Written by: both. */
  readonly options: Options;
  /** Panel below the matrix. Written by: front. */
  readonly panel: "formula" | "neighbours" | "pruning" | "sentence" | "classifier";
  /** What dropping rare or frequent terms costs. Written by: kernel. */
  readonly pruning: Pruning;
  /** The selected document; null when none is. Written by: kernel. */
  readonly reading: Reading | null;
  /** Of shuffling and misspelling the sentence. Written by: both. */
  readonly seed: number;
  /** A sentence of the reader's, to try the matrix on. Written by: both. */
  readonly sentence: string;
  /** The matrix as a whole. Written by: kernel. */
  readonly size: Size;
  /** Python that makes the widget; the page adds what was chosen in it. Written by: kernel. */
  readonly source_code: string;
  /** What the kernel is doing. Written by: kernel. */
  readonly status: Status;
  /** In a saved page: the parts that are there; null in a notebook. Written by: kernel. */
  readonly stored: StoredPart | null;
  /** In smooth, 1 + ln(count) in place of the count. Written by: both. */
  readonly sublinear: boolean;
  /** The selected term. Written by: kernel. */
  readonly term_info: TermInfo | null;
  /**
   * Order of the columns: by falling df, by the alphabet, or by falling weight in the selected document. Written
   * by: both.
   */
  readonly term_order: "frequency" | "alphabet" | "document";
  /** Colours: those of the host page, or always light or dark. Written by: both. */
  readonly theme: "auto" | "light" | "dark";
  /** How far the training of the classifier is, while `classify` is set. Written by: kernel. */
  readonly training: Progress;
  /** The reader's sentence, shuffled and misspelt; null without a sentence. Written by: kernel. */
  readonly trial: Trial | null;
  /** Of matrix and orders; a block of another version is outdated. Written by: kernel. */
  readonly version: number;
  /** The cells wanted; the kernel answers with `block`. Written by: front. */
  readonly viewport: Viewport;
  /**
   * What the cells show: count; tf = count / length; textbook = tf ln(N / df); smooth = count (ln((1+N) / (1+df))
   * + 1), rows of length 1. Written by: both.
   */
  readonly weighting: "count" | "tf" | "textbook" | "smooth";
}

/** What the page may write of VectorizerExplorer. */
export type VectorizerExplorerEmit = Pick<VectorizerExplorerProps, "cell" | "classify" | "document_order" | "options" | "panel" | "seed" | "sentence" | "sublinear" | "term_order" | "theme" | "viewport" | "weighting">;

export const keys = [
  "block",
  "cell",
  "classes",
  "classifier",
  "classify",
  "document_order",
  "error",
  "neighbours",
  "options",
  "panel",
  "pruning",
  "reading",
  "seed",
  "sentence",
  "size",
  "source_code",
  "status",
  "stored",
  "sublinear",
  "term_info",
  "term_order",
  "theme",
  "training",
  "trial",
  "version",
  "viewport",
  "weighting",
] as const;
