/**
 * One pre-activation opened into the sum it is: a product per input and per previous hidden unit, and the biases.
 *
 * PyTorch's convention. Sums are taken in float64, so they equal the kernel's float32 numbers to float32 accuracy.
 */

import { GATE_ORDER, type LayerData, type Matrix, previousHidden, type Role, valueAt } from "./data";

/** "bias" is b_ih + b_hh; a GRU's candidate has them apart, because the reset gate multiplies the second. */
export type Part = "input" | "recurrent" | "bias" | "input bias" | "recurrent bias" | "projection";

export interface Term {
  readonly part: Part;
  /** Column of the matrix, counted from 0; -1 for a bias. */
  readonly index: number;
  /** What is multiplied: the weight, the input, and the reset gate where it applies. Of "bias": what is added. */
  readonly operands: readonly number[];
  /** What the term adds to the sum. */
  readonly value: number;
}

type Activation = "sigmoid" | "tanh" | "relu" | "identity";

export interface GateSum {
  /** Every term, in the order of the matrices. */
  readonly terms: readonly Term[];
  /** The pre-activation: the sum of all terms. */
  readonly total: number;
  readonly activation: Activation;
  /** The activation of the total. */
  readonly value: number;
  /** What the trace holds. */
  readonly traced: number;
  /** False when value and traced differ by more than the wire's precision explains. */
  readonly consistent: boolean;
}

/** Wire values may be float16 (half a unit in the last place is 5e-4 at 1), the rest is float32. */
const TOLERANCE = 1e-3;

/** The non-linearity that makes a quantity of its sum. */
export function activationOf(data: LayerData, role: Role): Activation {
  if (role === "candidate" || role === "new") return "tanh";
  if (role === "hidden") return data.meta.kind === "rnn" ? data.meta.nonlinearity : "identity";
  return "sigmoid";
}

export function activate(activation: Activation, x: number): number {
  if (activation === "sigmoid") return 1 / (1 + Math.exp(-x));
  if (activation === "tanh") return Math.tanh(x);
  return activation === "relu" ? Math.max(0, x) : x;
}

/** True for an LSTM whose hidden state is a projection of o ⊙ tanh(c). */
export function isProjected(data: LayerData): boolean {
  return data.meta.kind === "lstm" && data.meta.output_size !== data.meta.hidden_size;
}

/** Whether the layer adds biases; assumed where its weights are not known. */
export function hasBias(data: LayerData): boolean {
  return data.weights === null || data.weights.b_ih !== null;
}

/** Whether a quantity has this unit: a projected hidden state has fewer units than the gates. */
export function hasUnit(data: LayerData, role: Role, unit: number): boolean {
  return unit >= 0 && unit < (role === "hidden" ? data.meta.output_size : data.meta.hidden_size);
}

/** One value of a quantity; NaN where the quantity has no such unit. */
export function numberAt(data: LayerData, role: Role, step: number, unit: number): number {
  return hasUnit(data, role, unit) ? valueAt(data, role, step, unit) : Number.NaN;
}

/** h before the step, of one unit; NaN where the hidden state has no such unit. */
export function previousHiddenAt(data: LayerData, step: number, unit: number): number {
  return hasUnit(data, "hidden", unit) ? (previousHidden(data, step)[unit] ?? Number.NaN) : Number.NaN;
}

/**
 * The sum behind a gate, the candidate, an RNN's hidden state or a projected hidden state, for one unit at one step.
 * Null without weights, where the quantity is no such sum (a cell state), or where it has no such unit.
 */
export function gateSum(data: LayerData, role: Role, step: number, unit: number): GateSum | null {
  const terms = termsOf(data, role, step, unit);
  if (terms === null) return null;
  const total = terms.reduce((sum, term) => sum + term.value, 0);
  const activation = activationOf(data, role);
  const value = activate(activation, total);
  const traced = valueAt(data, role, step, unit);
  const difference = Math.abs(value - traced);
  const consistent =
    difference <= TOLERANCE * Math.max(1, Math.abs(traced)) || (Number.isNaN(value) && Number.isNaN(traced));
  return { terms, total, activation, value, traced, consistent };
}

/** The part of a sum that has the given terms, e.g. all of U h. */
export function partOf(sum: GateSum, ...parts: Part[]): number {
  return sum.terms.reduce((total, term) => (parts.includes(term.part) ? total + term.value : total), 0);
}

interface Largest {
  /** Biases always, and the `count` largest products; sorted by magnitude. */
  readonly shown: readonly Term[];
  /** How many products are left, and what they add. */
  readonly rest: { readonly count: number; readonly value: number };
}

/** Splits a sum into its largest terms and the rest; both together are the total. */
export function largest(sum: GateSum, count: number): Largest {
  const shown: Term[] = [];
  const rest = { count: 0, value: 0 };
  let products = 0;
  for (const term of sum.terms.toSorted((a, b) => magnitude(b) - magnitude(a))) {
    if (term.index < 0) shown.push(term);
    else if (products < count) {
      products += 1;
      shown.push(term);
    } else {
      rest.count += 1;
      rest.value += term.value;
    }
  }
  return { shown, rest };
}

function termsOf(data: LayerData, role: Role, step: number, unit: number): Term[] | null {
  const { weights, meta } = data;
  if (weights === null || !hasUnit(data, role, unit)) return null;
  if (role === "hidden" && isProjected(data)) {
    return weights.w_hr === null ? null : products("projection", weights.w_hr, unit, unprojected(data, step));
  }
  const block = GATE_ORDER[meta.kind].indexOf(role);
  if (block < 0) return null;
  const row = block * meta.hidden_size + unit;
  const x = data.inputs.values.subarray(step * data.inputs.columns, (step + 1) * data.inputs.columns);
  const terms = products("input", weights.w_ih, row, x);
  const past = previousHidden(data, step);
  const b_ih = weights.b_ih?.[row];
  const b_hh = weights.b_hh?.[row];
  if (role !== "new") {
    terms.push(...products("recurrent", weights.w_hh, row, past));
    if (b_ih !== undefined && b_hh !== undefined) {
      terms.push({ part: "bias", index: -1, operands: [b_ih, b_hh], value: b_ih + b_hh });
    }
    return terms;
  }
  // GRU's candidate: r multiplies everything that comes from the past, the bias included.
  const reset = valueAt(data, "reset", step, unit);
  terms.push(...products("recurrent", weights.w_hh, row, past, reset));
  if (b_ih !== undefined) terms.push(product("input bias", -1, b_ih));
  if (b_hh !== undefined) terms.push(product("recurrent bias", -1, b_hh, reset));
  return terms;
}

/** m = o ⊙ tanh(c), what W_hr projects. */
function unprojected(data: LayerData, step: number): Float64Array {
  return Float64Array.from(
    { length: data.meta.hidden_size },
    (_, unit) => valueAt(data, "output", step, unit) * Math.tanh(valueAt(data, "cell", step, unit)),
  );
}

function products(
  part: Part,
  matrix: Matrix,
  row: number,
  factors: Float32Array | Float64Array,
  ...more: number[]
): Term[] {
  const start = row * matrix.columns;
  return Array.from({ length: matrix.columns }, (_, j) =>
    product(part, j, matrix.values[start + j] ?? Number.NaN, factors[j] ?? Number.NaN, ...more),
  );
}

function product(part: Part, index: number, ...operands: number[]): Term {
  return { part, index, operands, value: operands.reduce((value, operand) => value * operand, 1) };
}

/** NaN first: a broken weight must be seen. */
function magnitude(term: Term): number {
  return Number.isNaN(term.value) ? Number.POSITIVE_INFINITY : Math.abs(term.value);
}
