/** From traits to typed arrays: what the selected layer, item and step hold. */

import { type PackedArray, unpack } from "../../protocol/codec";
import type { GateInspectorProps, Layer, Selection, TracedModel } from "../../protocol/gate_inspector.gen";

/** A role has one colour everywhere: `--nlpw-<role>` in theme/tokens.css. */
export type Role = "input" | "forget" | "candidate" | "output" | "reset" | "update" | "new" | "cell" | "hidden";

export interface Quantity {
  readonly name: Role;
  /** The letter of the equations: i, f, g, o, r, z, n, c, h. */
  readonly symbol: string;
  readonly label: string;
  /** Signed values are drawn on the diverging scale, the others on [0, 1] in the colour of the role. */
  readonly signed: boolean;
}

export const QUANTITIES: Record<Layer["kind"], readonly Quantity[]> = {
  lstm: [
    { name: "input", symbol: "i", label: "input gate", signed: false },
    { name: "forget", symbol: "f", label: "forget gate", signed: false },
    { name: "candidate", symbol: "g", label: "candidate", signed: true },
    { name: "output", symbol: "o", label: "output gate", signed: false },
    { name: "cell", symbol: "c", label: "cell state", signed: true },
    { name: "hidden", symbol: "h", label: "hidden state", signed: true },
  ],
  gru: [
    { name: "reset", symbol: "r", label: "reset gate", signed: false },
    { name: "update", symbol: "z", label: "update gate", signed: false },
    { name: "new", symbol: "n", label: "new (candidate)", signed: true },
    { name: "hidden", symbol: "h", label: "hidden state", signed: true },
  ],
  rnn: [{ name: "hidden", symbol: "h", label: "hidden state", signed: true }],
};

/** The letter of each role in the equations. */
export const SYMBOLS = Object.fromEntries(
  Object.values(QUANTITIES).flatMap((quantities) => quantities.map(({ name, symbol }) => [name, symbol])),
) as Readonly<Record<Role, string>>;

/** Row-block order of the gates in PyTorch's weights. */
export const GATE_ORDER: Record<Layer["kind"], readonly Role[]> = {
  lstm: ["input", "forget", "candidate", "output"],
  gru: ["reset", "update", "new"],
  rnn: ["hidden"],
};

/** A (rows, columns) float array, row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

export interface Weights {
  readonly w_ih: Matrix;
  readonly w_hh: Matrix;
  readonly b_ih: Float32Array | null;
  readonly b_hh: Float32Array | null;
  readonly w_hr: Matrix | null;
}

/** One layer and direction on one item: all numbers of it. */
export interface LayerData {
  readonly meta: Layer;
  readonly tokens: readonly string[];
  readonly unknown: readonly boolean[];
  /** Number of time steps. */
  readonly steps: number;
  readonly quantities: readonly Quantity[];
  /** (time, units) per quantity; "hidden" has output_size columns, the others hidden_size. */
  readonly values: Readonly<Partial<Record<Role, Matrix>>>;
  /** (time, input_size) */
  readonly inputs: Matrix;
  readonly h0: Float32Array;
  readonly c0: Float32Array | null;
  /** Only where the model changed the state between two steps: the previous state that each step was given. */
  readonly given?: { readonly hidden: Matrix | undefined; readonly cell: Matrix | undefined };
  readonly cluster: Int32Array | null;
  readonly weights: Weights | null;
}

/** The layers of a traced model that the selection's module and call name. */
export function layersOf(traced: TracedModel, selection: Selection): Layer[] {
  return traced.layers.filter((layer) => layer.module === selection.module && layer.call === selection.call);
}

/** The selected layer of a traced model; in a second model the one at the same place, else of the same number. */
export function findLayer(traced: TracedModel, selection: Selection, fallback = 0): Layer | undefined {
  const same = traced.layers.find(
    (layer) =>
      layer.module === selection.module &&
      layer.call === selection.call &&
      layer.layer === selection.layer &&
      layer.direction === selection.direction,
  );
  return same ?? traced.layers[Math.min(fallback, traced.layers.length - 1)];
}

/** All numbers of a layer on an item; undefined while the kernel has not sent them. */
export function layerData(
  props: Pick<GateInspectorProps, "arrays">,
  traced: TracedModel,
  layer: Layer,
  item: number,
): LayerData | undefined {
  const text = traced.items[item];
  const prefix = layer.states[item];
  const inputsKey = layer.inputs[item];
  if (text === undefined || prefix === undefined || inputsKey === undefined) return undefined;
  const { arrays } = props;
  const inputs = matrix(arrays[inputsKey]);
  const quantities = QUANTITIES[layer.kind];
  const values: Partial<Record<Role, Matrix>> = {};
  for (const { name } of quantities) {
    const found = matrix(arrays[`${prefix}/${name}`]);
    if (found === undefined) return undefined;
    values[name] = found;
  }
  const h0 = vector(arrays[`${prefix}/h0`]);
  if (inputs === undefined || h0 === undefined) return undefined;
  const cluster = arrays[`${prefix}/cluster`];
  return {
    meta: layer,
    tokens: text.tokens,
    unknown: text.unknown,
    steps: text.tokens.length,
    quantities,
    values,
    inputs,
    h0,
    c0: vector(arrays[`${prefix}/c0`]) ?? null,
    given: { hidden: matrix(arrays[`${prefix}/given_hidden`]), cell: matrix(arrays[`${prefix}/given_cell`]) },
    cluster: cluster === undefined ? null : (unpack(cluster).values as Int32Array),
    weights: weightsOf(arrays, layer),
  };
}

/** The step whose state a step starts from: the one before it in the direction of reading; null at the start. */
export function previousStep(data: LayerData, step: number): number | null {
  const previous = data.meta.direction === "forward" ? step - 1 : step + 1;
  return previous >= 0 && previous < data.steps ? previous : null;
}

/** One value of a quantity. */
export function valueAt(data: LayerData, role: Role, step: number, unit: number): number {
  const found = data.values[role];
  return found === undefined ? Number.NaN : (found.values[step * found.columns + unit] ?? Number.NaN);
}

/** The hidden state before a step. */
export function previousHidden(data: LayerData, step: number): Float32Array {
  const given = data.given?.hidden;
  if (given !== undefined) return given.values.subarray(step * given.columns, (step + 1) * given.columns);
  const previous = previousStep(data, step);
  const hidden = data.values.hidden as Matrix;
  return previous === null
    ? data.h0
    : hidden.values.subarray(previous * hidden.columns, (previous + 1) * hidden.columns);
}

/** The cell state of one unit before a step (LSTM). */
export function previousCell(data: LayerData, step: number, unit: number): number {
  const given = data.given?.cell;
  if (given !== undefined) return given.values[step * given.columns + unit] ?? Number.NaN;
  const previous = previousStep(data, step);
  return previous === null ? (data.c0?.[unit] ?? 0) : valueAt(data, "cell", previous, unit);
}

function weightsOf(arrays: GateInspectorProps["arrays"], layer: Layer): Weights | null {
  const w_ih = matrix(arrays[`${layer.weights}/w_ih`]);
  const w_hh = matrix(arrays[`${layer.weights}/w_hh`]);
  if (w_ih === undefined || w_hh === undefined) return null;
  return {
    w_ih,
    w_hh,
    b_ih: vector(arrays[`${layer.weights}/b_ih`]) ?? null,
    b_hh: vector(arrays[`${layer.weights}/b_hh`]) ?? null,
    w_hr: matrix(arrays[`${layer.weights}/w_hr`]) ?? null,
  };
}

/** A packed array of one or two axes; undefined while it is not here. */
export function matrix(packed: PackedArray | undefined): Matrix | undefined {
  if (packed === undefined) return undefined;
  const { shape, values } = unpack(packed);
  return { rows: shape[0] ?? 0, columns: shape[1] ?? 1, values: values as Float32Array };
}

function vector(packed: PackedArray | undefined): Float32Array | undefined {
  return packed === undefined ? undefined : (unpack(packed).values as Float32Array);
}
