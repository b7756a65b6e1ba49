/** For tests: the layers of the golden file, as the panels get them. */

import golden from "../../../../tests/contract/gate_analysis_golden.json";
import { type LayerData, type Matrix, QUANTITIES, type Role, type Weights } from "./data";

interface GoldenSum {
  gate: Role;
  step: number;
  unit: number;
  input_terms: number[];
  hidden_terms: number[];
  input_bias: number;
  hidden_bias: number;
  total: number;
  value: number;
}

interface GoldenLayer {
  name: string;
  kind: "lstm" | "gru" | "rnn";
  direction: "forward" | "backward";
  nonlinearity: "tanh" | "relu";
  input_size: number;
  hidden_size: number;
  output_size: number;
  steps: number;
  inputs: number[][];
  weights: Record<string, number[][] | number[]>;
  states: Record<string, number[][] | number[]>;
  sums: GoldenSum[];
}

interface GoldenCase {
  name: string;
  data: LayerData;
  sums: GoldenSum[];
}

/** Every golden layer with the sums Python found in it. */
export function goldenCases(): GoldenCase[] {
  return (golden.layers as unknown as GoldenLayer[]).map((layer) => ({
    name: layer.name,
    data: dataOf(layer),
    sums: layer.sums,
  }));
}

/** The golden layer of this name. */
export function goldenCase(name: string): GoldenCase {
  const found = goldenCases().find((one) => one.name === name);
  if (found === undefined) throw new Error(`no golden layer ${name}`);
  return found;
}

function dataOf(layer: GoldenLayer): LayerData {
  const { kind, direction, nonlinearity, input_size, hidden_size, output_size, steps, states } = layer;
  const quantities = QUANTITIES[kind];
  return {
    meta: {
      module: "rnn",
      call: 0,
      layer: 0,
      direction,
      kind,
      nonlinearity,
      input_size,
      hidden_size,
      output_size,
      weights: "w",
      inputs: ["x"],
      states: ["s"],
    },
    tokens: Array.from({ length: steps }, (_, t) => `word${t}`),
    unknown: Array.from({ length: steps }, () => false),
    steps,
    quantities,
    values: Object.fromEntries(quantities.map(({ name }) => [name, matrix(states[name])])),
    inputs: matrix(layer.inputs),
    h0: vector(states.h0) as Float32Array,
    c0: vector(states.c0),
    cluster: null,
    weights: weightsOf(layer.weights),
  };
}

function weightsOf(weights: GoldenLayer["weights"]): Weights {
  return {
    w_ih: matrix(weights.w_ih),
    w_hh: matrix(weights.w_hh),
    b_ih: vector(weights.b_ih),
    b_hh: vector(weights.b_hh),
    w_hr: weights.w_hr === undefined ? null : matrix(weights.w_hr),
  };
}

function matrix(rows: unknown): Matrix {
  const lists = rows as number[][];
  return { rows: lists.length, columns: lists[0]?.length ?? 0, values: Float32Array.from(lists.flat()) };
}

function vector(values: unknown): Float32Array | null {
  return values === undefined ? null : Float32Array.from(values as number[]);
}
