// Generated from the Python traits by js/generate_types.py; do not edit.

import type { Status } from "./base.gen";
import type { PackedArray } from "./codec";

/** One step of the pipeline, in its place, on or off. */
export interface Card {
  /** Unique among the cards and steady while they move. */
  id: string;
  /** Name of the kind of step in `catalogue`. */
  name: string;
  on: boolean;
  /** Only those that differ from the default. */
  options: Record<string, unknown>;
}

/** The sample of the corpus, counted after each step that is on. */
export interface CorpusCounts {
  /** Documents read so far. */
  read: number;
  /** Documents there are. */
  total: number;
  /** What "unknown" is measured against, in words. */
  reference: string;
  stages: StageCounts[];
}

/** A stretch of one lane that is held. */
export interface Focus {
  /** Card of the lane; "" for the source. */
  id: string;
  start: number;
  stop: number;
}

/** Stem against lemma for the words of the text, most frequent first. */
export interface Forms {
  words: WordForms[];
  porter: FormGroup[];
  english: FormGroup[];
  lancaster: FormGroup[];
}

/** The text after one step that is on. */
export interface Lane {
  /** Of the card. */
  id: string;
  /** Null when the step left the text as it was; `segments` has no rows then. */
  text: string | null;
  /**
   * int32 (n, 5), rows (from_start, from_stop, start, stop, one_by_one): where the characters start..stop of this
   * text come from in the text of the lane before (the source for the first). Rows are in order and cover both
   * texts completely. one_by_one 1: character i comes from character i (as many on both sides, though they may
   * differ, as after lowercase); 0: each comes from the whole stretch. A removed stretch has start == stop, an
   * inserted one from_start == from_stop.
   */
  segments: PackedArray;
}

/** A warning about the order of the steps. */
export interface Note {
  kind: string;
  /** Card on which it stands. */
  id: string;
  /** The other card that has to do with it. */
  other: string | null;
  reason: string;
  /** What a click on it does, in a few words. */
  fix: string;
  /** All cards after the fix. */
  steps: Card[];
}

/** A kind of step that a card can stand for. */
export interface StepInfo {
  name: string;
  title: string;
  help: string;
  /** A text to show what the step does, ... */
  before: string;
  /** ... and the same after it; both empty for a function of the user's. */
  after: string;
  options: StepOption[];
  /** A function of the user's: it comes from Python and has no options. */
  custom: boolean;
}

/** In a saved page: the lanes of every combination of cards that are on, as far as the byte limit allows. */
export interface Stored {
  /** The cards, in the order that the keys below refer to. */
  ids: string[];
  /**
   * By the switches of the cards up to and with the lane's own, "1" on and "0" off: "101" is the lane of the third
   * card when the first is on and the second off.
   */
  lanes: Record<string, Lane>;
  /** By the switches of all cards; combinations without a note are not named. */
  notes: Record<string, Note[]>;
  /** Every combination is here. */
  complete: boolean;
  /** How many combinations are here and what they weigh, in words for the reader. */
  said: string;
}

/** Words that a stemmer and the lemmatizer put together differently. */
export interface FormGroup {
  /** "over": one stem, several lemmas; "under": one lemma, several stems. */
  kind: "over" | "under";
  /** The stem they share ("over"), or the lemma ("under"). */
  key: string;
  words: string[];
  /** Per word its lemma ("over"), or its stem ("under"). */
  apart: string[];
}

/** The sample after one step; tokens are what white space separates. */
export interface StageCounts {
  /** Of the card; "" for the raw texts. */
  id: string;
  tokens: number;
  vocabulary: number;
  /** Tokens that the reference vocabulary lacks. */
  unknown: number;
  /** int32 (k,): some ranks, about evenly spaced on a logarithmic axis, 1 first and the last one last. */
  ranks: PackedArray;
  /** int32 (k,): how often the word of that rank occurs. */
  frequencies: PackedArray;
  /** The ten most frequent words. */
  frequent: string[];
}

/** Something that can be chosen about a step. */
export interface StepOption {
  name: string;
  kind: "bool" | "choice" | "words" | "text";
  /** A bool, a text, or for "words" a list of words. */
  default: unknown;
  /** What there is, for "choice"; else empty. */
  choices: string[];
  help: string;
}

/** A word of the text, its stems and its lemma. */
export interface WordForms {
  word: string;
  count: number;
  porter: string;
  english: string;
  lancaster: string;
  lemma: string;
}

/** All traits of PreprocessingExplorer. */
export interface PreprocessingExplorerProps {
  /** The kinds of steps there are, those of the user's last. Written by: kernel. */
  readonly catalogue: StepInfo[];
  /** The corpus counted after each step, on a sample that grows; null before it was asked for. Written by: kernel. */
  readonly corpus: CorpusCounts | null;
  /**
   * The corpus is being counted; set it to begin, unset it to cancel. The kernel unsets it at the end. Written by:
   * both.
   */
  readonly counting: boolean;
  /** Which text of the corpus is shown, from 0; -1 when another one was typed. Written by: both. */
  readonly document: number;
  /** Texts in the corpus. Written by: kernel. */
  readonly document_count: number;
  /** The last error of a callback, in words for the reader; empty when all is well. Written by: kernel. */
  readonly error: string;
  /** The stretch that is held, lit in every lane; null when none is. Written by: both. */
  readonly focus: Focus | null;
  /** Ids of the lanes that are folded. Written by: front. */
  readonly folded: string[];
  /** Stem against lemma for the words of the source, mark-up taken off. Written by: kernel. */
  readonly forms: Forms;
  /** The text after each step that is on, in the order of the steps. Written by: kernel. */
  readonly lanes: Lane[];
  /** Warnings about the order of the steps. Written by: kernel. */
  readonly notes: Note[];
  /** What is shown below the lanes: "forms", "corpus" or "". Written by: front. */
  readonly panel: string;
  /** Plain Python with the same effect as the pipeline, or why there is none. Written by: kernel. */
  readonly pipeline_code: string;
  /** Python that makes the widget; the page adds what was chosen in it. Written by: kernel. */
  readonly source_code: string;
  /** What the kernel is doing. Written by: kernel. */
  readonly status: Status;
  /** Stemmer compared with the lemma: "porter", "english" or "lancaster". Written by: both. */
  readonly stemmer: string;
  /** The cards, in order; setting them runs the pipeline. Written by: both. */
  readonly steps: Card[];
  /** In a saved page: all combinations of steps; null in a notebook. Written by: kernel. */
  readonly stored: Stored | null;
  /** The text shown, raw; setting it runs the pipeline on it. Written by: both. */
  readonly text: string;
  /** Colours: those of the host page, or always light or dark. Written by: both. */
  readonly theme: "auto" | "light" | "dark";
}

/** What the page may write of PreprocessingExplorer. */
export type PreprocessingExplorerEmit = Pick<PreprocessingExplorerProps, "counting" | "document" | "focus" | "folded" | "panel" | "stemmer" | "steps" | "text" | "theme">;

export const keys = [
  "catalogue",
  "corpus",
  "counting",
  "document",
  "document_count",
  "error",
  "focus",
  "folded",
  "forms",
  "lanes",
  "notes",
  "panel",
  "pipeline_code",
  "source_code",
  "status",
  "stemmer",
  "steps",
  "stored",
  "text",
  "theme",
] as const;
