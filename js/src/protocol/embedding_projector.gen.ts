// Generated from the Python traits by js/generate_types.py; do not edit.

import type { Status } from "./base.gen";
import type { PackedArray } from "./codec";

/** The stretch of the ranking that is wanted. */
export interface Browse {
  offset: number;
  count: number;
  /** Least changed first. */
  ascending: boolean;
}

/** What of the picture is seen. */
export interface Camera {
  /** Centre, in units of the picture, which reaches from -1 to 1. */
  x: number;
  y: number;
  /** 1 shows all. */
  zoom: number;
  /** Rotation of a picture in three dimensions, in radians. */
  yaw: number;
  pitch: number;
}

/** A stretch of the ranking. */
export interface Changes {
  k: number;
  offset: number;
  total: number;
  /** Most changed first. */
  rows: Change[];
}

/** Something each point has, to colour or size it by. */
export interface Column {
  name: string;
  kind: "number" | "category";
  /** Of a number: the smallest. */
  low: number;
  high: number;
  /** Of a category, most frequent first; the values are indices into this. */
  categories: string[];
}

/** One picture; while a projection converges many follow one another. */
export interface Frame {
  /** Counts up with every frame of this widget. */
  number: number;
  method: "pca" | "tsne" | "umap" | "axes" | "given";
  /** Of t-SNE or UMAP; 0 for what is not iterated. */
  iteration: number;
  /** uint16 (shown, dimensions): 0 is `low`, 65535 is `high`; one scale for all dimensions keeps distances true. */
  points: PackedArray;
  /** The same for the second embedding, aligned with the first by rotation. */
  second: PackedArray | null;
  low: number[];
  high: number[];
  /** PCA: share of the variance along each axis; empty otherwise. */
  explained: number[];
  /** t-SNE: Kullback-Leibler divergence in nats; null otherwise. */
  divergence: number | null;
}

/** The neighbours of the word looked at. */
export interface Neighbours {
  word: string;
  point: number;
  /** Nearest first, over the whole vocabulary. */
  neighbours: Neighbour[];
  /** In the second embedding; empty without one. */
  second: Neighbour[];
  /** Of this point; null before the quality was computed. 1: all its neighbours in the picture are true ones. */
  trustworthiness: number | null;
  /** 1: all its true neighbours are near in the picture. */
  continuity: number | null;
}

/** How vectors become points. */
export interface Options {
  /** `axes`: cosines with the directions in `axes`; `given`: the coordinates that were handed over. */
  method: "pca" | "tsne" | "umap" | "axes" | "given";
  /** 2 or 3. */
  dimensions: number;
  /** Of t-SNE and UMAP. */
  metric: "cosine" | "euclidean";
  /** Of t-SNE. */
  perplexity: number;
  /** Of UMAP. */
  n_neighbors: number;
  /** Of UMAP. */
  min_dist: number;
  /** Steps of t-SNE or epochs of UMAP. */
  iterations: number;
  seed: number;
}

/** How far the picture can be trusted. */
export interface Quality {
  k: number;
  /** Mean over the points (Venna & Kaski 2001). */
  trustworthiness: number;
  continuity: number;
  /** Share of the k nearest neighbours that the picture keeps. */
  preserved: number;
  /** Points for which it was computed: all, or a seeded sample. */
  sample: number;
  /** Number of the frame it belongs to. */
  frame: number;
}

/** What is searched for among the words shown. */
export interface Query {
  text: string;
  mode: "exact" | "prefix" | "fuzzy" | "regex";
}

/** How far the projection is. */
export interface Running {
  message: string;
  iteration: number;
  iterations: number;
  seconds: number;
}

/** The word vectors that are shown. */
export interface Source {
  name: string;
  /** Name of the embedding beside it; empty without one. */
  second: string;
  /** In the vocabulary. */
  words: number;
  /** Points: the words asked for, or those that both embeddings have. */
  shown: number;
  size: number;
}

/** In a saved page: neighbours of each point, since nobody answers there. */
export interface Stored {
  /** int32 (shown, k): nearest first, -1 where the neighbour is not shown. */
  points: PackedArray;
  /** float16 (shown, k). */
  cosines: PackedArray;
}

/** A column's values. */
export interface Values {
  name: string;
  /** (shown,): float32 of a number, NaN where it is missing; int32 of a category, -1 where it is missing. */
  values: PackedArray;
}

/** How much the neighbourhood of a word differs between the two embeddings. */
export interface Change {
  word: string;
  point: number;
  /** 1 minus the Jaccard index of its k nearest neighbours here and there: 0 same, 1 all others. */
  change: number;
  /** Distance between its two vectors of length 1 after the alignment. */
  residual: number;
}

/** A word near another one in the true space. */
export interface Neighbour {
  word: string;
  /** Its point; -1 where it is not shown. */
  point: number;
  cosine: number;
}

/** All traits of EmbeddingProjector. */
export interface EmbeddingProjectorProps {
  /** Two embeddings: the first alone, both side by side, or one picture that moves between them. Written by: both. */
  readonly arrangement: "single" | "side" | "morph";
  /**
   * The quality is being computed; set it to begin, unset it to cancel. The kernel unsets it at the end. Written
   * by: both.
   */
  readonly assess: boolean;
  /** Directions as formulas over words, 'king - man', one per dimension. Written by: both. */
  readonly axes: string[];
  /** The stretch of `changes` that is wanted. Written by: front. */
  readonly browse: Browse;
  /** What of the picture is seen. Written by: both. */
  readonly camera: Camera;
  /** Words ranked by how much their neighbourhoods differ; null without a second embedding. Written by: kernel. */
  readonly changes: Changes | null;
  /** Column that colours the points; empty for none. Written by: both. */
  readonly color_by: string;
  /** The column of `color_by`. Written by: kernel. */
  readonly color_values: Values | null;
  /** What points can be coloured and sized by. Written by: kernel. */
  readonly columns: Column[];
  /** Draw points, or how many there are; auto does so where they are crowded. Written by: both. */
  readonly density: "auto" | "points" | "density";
  /** The last error of a callback, in words for the reader; empty when all is well. Written by: kernel. */
  readonly error: string;
  /** Where the points are. Written by: kernel. */
  readonly frame: Frame | null;
  /** How many neighbours. Written by: both. */
  readonly k: number;
  /** Write words beside points, as many as fit. Written by: both. */
  readonly labels: boolean;
  /** In `morph`: 0 the first, 1 the second. Written by: both. */
  readonly morph: number;
  /** Neighbours of the word looked at; null without one. Written by: kernel. */
  readonly neighbours: Neighbours | null;
  /**
   * How vectors become points. PCA and axes are shown at once; t-SNE and UMAP begin with `run`, and take changes
   * of perplexity and seed while they run. Written by: both.
   */
  readonly options: Options;
  /** Panel beside the picture. Written by: front. */
  readonly panel: "neighbours" | "selection" | "changes" | "quality";
  /** 1 is the size that fits the number of points. Written by: both. */
  readonly point_size: number;
  /**
   * How far the picture can be trusted; null before it was asked for, and when the picture has changed since.
   * Written by: kernel.
   */
  readonly quality: Quality | null;
  /** What is searched for; the page finds it. Written by: both. */
  readonly query: Query;
  /**
   * The projection: set it to begin, pause, resume or end; the kernel sets it to idle at the end. Written by:
   * both.
   */
  readonly run: "idle" | "running" | "paused";
  /** How far the projection is, while `run` is not idle. Written by: kernel. */
  readonly running: Running;
  /** int32 (n,): points inside lasso or rectangle, rising; null for none. Written by: both. */
  readonly selected: PackedArray | null;
  /** Column that sizes the points; empty for none. Written by: both. */
  readonly size_by: string;
  /** The column of `size_by`. Written by: kernel. */
  readonly size_values: Values | null;
  /** The word vectors that are shown. Written by: kernel. */
  readonly source: Source;
  /** Python that makes the widget; the page adds what was chosen in it. Written by: kernel. */
  readonly source_code: string;
  /** What the kernel is doing. Written by: kernel. */
  readonly status: Status;
  /** In a saved page: the neighbours of each point; null in a notebook. Written by: kernel. */
  readonly stored: Stored | null;
  /** Colours: those of the host page, or always light or dark. Written by: both. */
  readonly theme: "auto" | "light" | "dark";
  /** What dragging does. Written by: front. */
  readonly tool: "pan" | "lasso" | "rectangle";
  /** The word looked at; empty for none. Written by: both. */
  readonly word: string;
  /** The word of each point: UTF-8, separated by line feeds. Written by: kernel. */
  readonly words: PackedArray;
}

/** What the page may write of EmbeddingProjector. */
export type EmbeddingProjectorEmit = Pick<EmbeddingProjectorProps, "arrangement" | "assess" | "axes" | "browse" | "camera" | "color_by" | "density" | "k" | "labels" | "morph" | "options" | "panel" | "point_size" | "query" | "run" | "selected" | "size_by" | "theme" | "tool" | "word">;

export const keys = [
  "arrangement",
  "assess",
  "axes",
  "browse",
  "camera",
  "changes",
  "color_by",
  "color_values",
  "columns",
  "density",
  "error",
  "frame",
  "k",
  "labels",
  "morph",
  "neighbours",
  "options",
  "panel",
  "point_size",
  "quality",
  "query",
  "run",
  "running",
  "selected",
  "size_by",
  "size_values",
  "source",
  "source_code",
  "status",
  "stored",
  "theme",
  "tool",
  "word",
  "words",
] as const;
