// Generated from the Python traits by js/generate_types.py; do not edit.

import type { Status } from "./base.gen";
import type { PackedArray } from "./codec";

/** What is being looked at; every field is always present. */
export interface Selection {
  module: string;
  call: number;
  layer: number;
  direction: "forward" | "backward";
  item: number;
  step: number;
  unit: number;
}

/** One model run on its texts; the inspector shows one, or two to compare. */
export interface TracedModel {
  label: string;
  /** Names of the classes of the verdict; empty without a head. */
  classes: string[];
  items: Item[];
  layers: Layer[];
}

/** One text of the batch. */
export interface Item {
  /** The text as typed; null when the model was given ready-made inputs. */
  text: string | null;
  /** One label per time step. */
  tokens: string[];
  /** Per token: outside the model's vocabulary (all false when the vocabulary is not known). */
  unknown: boolean[];
  /** Key in `arrays` of the class probabilities after each token, (time, classes); null without a head. */
  verdict: string | null;
}

/** One layer in one direction of one recurrent module (and of one call of it). */
export interface Layer {
  /** Path of the module inside the model, "" for the model itself. */
  module: string;
  /** 0 for the first use of the module in the forward pass, 1 for the second, ... */
  call: number;
  layer: number;
  direction: "forward" | "backward";
  kind: "lstm" | "gru" | "rnn";
  /** Of a plain RNN; "tanh" for the others. */
  nonlinearity: "tanh" | "relu";
  input_size: number;
  /** Units of the gates and of the cell state, H. */
  hidden_size: number;
  /** Units of the hidden state: H, or proj_size of an LSTM with a projection. */
  output_size: number;
  /**
   * Prefix in `arrays`: + "/w_ih" (gates*H, input_size), "/w_hh" (gates*H, output_size), and where the layer has
   * them "/b_ih", "/b_hh" (gates*H,), "/w_hr" (output_size, H). Rows in PyTorch's order: LSTM i, f, g, o; GRU r,
   * z, n.
   */
  weights: string;
  /** Per item the key in `arrays` of the layer's inputs x, (time, input_size). */
  inputs: string[];
  /**
   * Per item a prefix in `arrays`: + "/input", "/forget", "/candidate", "/output" or "/reset", "/update", "/new"
   * (time, H); "/hidden" (time, output_size); LSTM "/cell" (time, H); "/h0" (output_size,), LSTM "/c0" (H,);
   * "/cluster" (H,) int32, the units in the order of a hierarchical clustering. Row t belongs to token t, in both
   * directions; a backward layer's previous state is row t + 1. Only where a model changed the state between two
   * steps of a cell: "/given_hidden" (time, output_size), LSTM "/given_cell" (time, H), the previous state that
   * each step was given in its place.
   */
  states: string[];
}

/** All traits of GateInspector. */
export interface GateInspectorProps {
  /**
   * Columns of the comparison, int32 (columns, 2): token of the first and of the second text, -1 for a gap; null
   * without a second trace. Written by: kernel.
   */
  readonly alignment: PackedArray | null;
  /**
   * The numbers, by the keys that `traces` names. When everything together is larger than the byte budget, only
   * what the selection needs is here and the kernel follows the selection. Written by: kernel.
   */
  readonly arrays: Record<string, PackedArray>;
  /** A text typed in the page can be encoded and traced. Written by: kernel. */
  readonly can_type: boolean;
  /** Width of a time step in px; 0 fits the text to the width where words stay readable. Written by: front. */
  readonly column_width: number;
  /** With two traces: the second below the first, or first minus second. Written by: both. */
  readonly compare_view: "both" | "difference";
  /** The last error of a callback, in words for the reader; empty when all is well. Written by: kernel. */
  readonly error: string;
  /**
   * Order of the units in the heat maps: as stored, by mean of `quantity`, by its change at this step, or
   * clustered. Written by: both.
   */
  readonly order: "stored" | "mean" | "change" | "cluster";
  /** What colours the token row: "verdict", "hidden", "cell" or a gate of the selected layer. Written by: both. */
  readonly quantity: string;
  /** A text to compare with; null ends the comparison. Written by: both. */
  readonly second_text: string | null;
  /** Module, call, layer, direction, batch item, step and unit looked at. Written by: both. */
  readonly selection: Selection;
  /** Python that makes the widget; the page adds what was chosen in it. Written by: kernel. */
  readonly source_code: string;
  /** Steps per second while playing, 0.5 to 20. Written by: front. */
  readonly speed: number;
  /** What the kernel is doing. Written by: kernel. */
  readonly status: Status;
  /** The text shown; setting it re-encodes and re-traces. Written by: both. */
  readonly text: string | null;
  /** Colours: those of the host page, or always light or dark. Written by: both. */
  readonly theme: "auto" | "light" | "dark";
  /** One traced model, or two to compare. Written by: kernel. */
  readonly traces: TracedModel[];
  /** Height of a unit in px; 0 fits all units into the strip. Written by: front. */
  readonly unit_height: number;
}

/** What the page may write of GateInspector. */
export type GateInspectorEmit = Pick<GateInspectorProps, "column_width" | "compare_view" | "order" | "quantity" | "second_text" | "selection" | "speed" | "text" | "theme" | "unit_height">;

export const keys = [
  "alignment",
  "arrays",
  "can_type",
  "column_width",
  "compare_view",
  "error",
  "order",
  "quantity",
  "second_text",
  "selection",
  "source_code",
  "speed",
  "status",
  "text",
  "theme",
  "traces",
  "unit_height",
] as const;
