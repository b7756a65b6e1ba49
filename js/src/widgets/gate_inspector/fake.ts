/** Made-up traces with the structure of real ones: gates, cell and hidden states that obey the cell's equations. */

import { type NdArray, type PackedArray, pack } from "../../protocol/codec";
import type { GateInspectorProps, Item, Layer, TracedModel } from "../../protocol/gate_inspector.gen";

interface FakeOptions {
  kind?: Layer["kind"];
  layers?: number;
  bidirectional?: boolean;
  hidden?: number;
  inputs?: number;
  texts?: readonly string[];
  seed?: number;
}

export const SAMPLE = "I expected very little but the second half was not bad at all , in fact it was wonderful";
const SECOND = "I expected very much but the second half was bad , in fact it was dreadful";

type Gates = Record<string, Float32Array>;

/** Traits of an inspector on a random network; the same options give the same numbers. */
export function fakeProps(options: FakeOptions = {}): GateInspectorProps {
  const { traced, arrays } = fakeTrace("model", options);
  const first = traced.layers[0] as Layer;
  return {
    alignment: null,
    arrays,
    can_type: true,
    column_width: 0,
    compare_view: "both",
    error: "",
    order: "stored",
    quantity: "hidden",
    second_text: null,
    selection: {
      module: first.module,
      call: 0,
      layer: 0,
      direction: "forward",
      item: 0,
      step: Math.min(9, (traced.items[0] as Item).tokens.length - 1),
      unit: Math.min(17, first.hidden_size - 1),
    },
    source_code: 'inspector = nw.GateInspector(model, "I expected very little …", encode=tokenize)',
    speed: 2,
    status: { state: "ready", message: "", progress: -1 },
    text: (traced.items[0] as Item).text,
    theme: "auto",
    traces: [traced],
    unit_height: 0,
  };
}

/** The same with a second text beside the first. */
export function fakeComparison(options: FakeOptions = {}): GateInspectorProps {
  const props = fakeProps(options);
  const second = fakeTrace("second", { ...options, texts: [SECOND] });
  const a = (props.traces[0] as TracedModel).items[0]?.tokens ?? [];
  const b = second.traced.items[0]?.tokens ?? [];
  return {
    ...props,
    second_text: SECOND,
    traces: [...props.traces, second.traced],
    arrays: { ...props.arrays, ...second.arrays },
    alignment: pack({ shape: [align(a, b).length, 2], values: Int32Array.from(align(a, b).flat()) }),
  };
}

function fakeTrace(
  prefix: string,
  {
    kind = "lstm",
    layers = 1,
    bidirectional = false,
    hidden = 64,
    inputs = 24,
    texts = [SAMPLE],
    seed = 7,
  }: FakeOptions,
): { traced: TracedModel; arrays: Record<string, PackedArray> } {
  const random = generator(seed);
  const arrays: Record<string, PackedArray> = {};
  const put = (key: string, values: Float32Array, ...shape: number[]) => {
    arrays[key] = pack({ shape, values } as NdArray);
  };
  const words = new Map<string, Float32Array>();
  const items = texts.map((text) => {
    const tokens = text.split(/\s+/).filter((word) => word !== "");
    return { text, tokens, unknown: tokens.map((word) => word.length > 8), verdict: null as string | null };
  });
  const described: Layer[] = [];
  const states: Gates[][] = [];
  let below = items.map(({ tokens }) => {
    const rows = tokens.map((word) => {
      const known = words.get(word) ?? normal(inputs, 1, random);
      words.set(word, known);
      return known;
    });
    return concat(rows);
  });
  let size = inputs;
  for (let layer = 0; layer < layers; layer++) {
    const outputs: Float32Array[][] = [];
    for (const direction of bidirectional ? (["forward", "backward"] as const) : (["forward"] as const)) {
      const blocks = { lstm: 4, gru: 3, rnn: 1 }[kind];
      const weights = `${prefix}/rnn/${layer}/${direction}`;
      const w = normal(blocks * hidden * size, 1.4 / Math.sqrt(size), random);
      const u = normal(blocks * hidden * hidden, 1.1 / Math.sqrt(hidden), random);
      const b = normal(blocks * hidden, 0.6, random);
      if (kind === "lstm") for (let k = hidden; k < 2 * hidden; k++) (b[k] as number) += 1;
      put(`${weights}/w_ih`, w, blocks * hidden, size);
      put(`${weights}/w_hh`, u, blocks * hidden, hidden);
      put(`${weights}/b_ih`, b, blocks * hidden);
      put(`${weights}/b_hh`, new Float32Array(blocks * hidden), blocks * hidden);
      const run = below.map((x) => cellRun(kind, x, size, hidden, w, u, b, direction));
      run.forEach((gates, item) => {
        for (const [name, values] of Object.entries(gates)) {
          put(`${weights}/${item}/${name}`, values, values.length / hidden, hidden);
        }
        put(`${weights}/${item}/x`, below[item] as Float32Array, (below[item] as Float32Array).length / size, size);
        put(`${weights}/${item}/h0`, new Float32Array(hidden), hidden);
        if (kind === "lstm") put(`${weights}/${item}/c0`, new Float32Array(hidden), hidden);
        // Another order than the stored one is all that a view needs of a clustering: here by the first hidden state.
        const start = (gates.hidden as Float32Array).subarray(0, hidden);
        const cluster = Int32Array.from(start.keys()).sort((p, q) => (start[q] as number) - (start[p] as number));
        arrays[`${weights}/${item}/cluster`] = pack({ shape: [hidden], values: cluster });
      });
      described.push({
        module: "rnn",
        call: 0,
        layer,
        direction,
        kind,
        nonlinearity: "tanh",
        input_size: size,
        hidden_size: hidden,
        output_size: hidden,
        weights,
        inputs: items.map((_, item) => `${weights}/${item}/x`),
        states: items.map((_, item) => `${weights}/${item}`),
      });
      outputs.push(run.map((gates) => gates.hidden as Float32Array));
      states.push(run);
    }
    below = items.map((_, item) =>
      interleave(
        outputs.map((of) => of[item] as Float32Array),
        hidden,
      ),
    );
    size = hidden * outputs.length;
  }
  items.forEach((item, index) => {
    item.verdict = `${prefix}/verdict/${index}`;
    const h = states.at(-1)?.[index]?.hidden as Float32Array;
    const probabilities = new Float32Array(item.tokens.length * 2);
    let level = -0.8;
    item.tokens.forEach((_, t) => {
      level += 2.2 * (h[t * hidden] as number) + 0.12;
      const p = 1 / (1 + Math.exp(-level));
      probabilities.set([1 - p, p], 2 * t);
    });
    put(item.verdict, probabilities, item.tokens.length, 2);
  });
  return { traced: { label: prefix, classes: ["negative", "positive"], items, layers: described }, arrays };
}

function cellRun(
  kind: Layer["kind"],
  x: Float32Array,
  size: number,
  hidden: number,
  w: Float32Array,
  u: Float32Array,
  b: Float32Array,
  direction: "forward" | "backward",
): Gates {
  const steps = x.length / size;
  const names = {
    lstm: ["input", "forget", "candidate", "output", "cell", "hidden"],
    gru: ["reset", "update", "new", "hidden"],
    rnn: ["hidden"],
  }[kind];
  const out: Gates = Object.fromEntries(names.map((name) => [name, new Float32Array(steps * hidden)]));
  const h = new Float32Array(hidden);
  const c = new Float32Array(hidden);
  for (let k = 0; k < steps; k++) {
    const t = direction === "forward" ? k : steps - 1 - k;
    const sum = (row: number) => {
      let total = b[row] as number;
      for (let j = 0; j < size; j++) total += (w[row * size + j] as number) * (x[t * size + j] as number);
      return total;
    };
    const recurrent = (row: number) => {
      let total = 0;
      for (let j = 0; j < hidden; j++) total += (u[row * hidden + j] as number) * (h[j] as number);
      return total;
    };
    const next = new Float32Array(hidden);
    for (let j = 0; j < hidden; j++) {
      const at = t * hidden + j;
      const put = (name: string, value: number) => {
        (out[name] as Float32Array)[at] = value;
        return value;
      };
      if (kind === "lstm") {
        const i = put("input", sigmoid(sum(j) + recurrent(j)));
        const f = put("forget", sigmoid(sum(hidden + j) + recurrent(hidden + j)));
        const g = put("candidate", Math.tanh(sum(2 * hidden + j) + recurrent(2 * hidden + j)));
        const o = put("output", sigmoid(sum(3 * hidden + j) + recurrent(3 * hidden + j)));
        c[j] = put("cell", f * (c[j] as number) + i * g);
        next[j] = put("hidden", o * Math.tanh(c[j] as number));
      } else if (kind === "gru") {
        const r = put("reset", sigmoid(sum(j) + recurrent(j)));
        const z = put("update", sigmoid(sum(hidden + j) + recurrent(hidden + j)));
        const n = put("new", Math.tanh(sum(2 * hidden + j) + r * recurrent(2 * hidden + j)));
        next[j] = put("hidden", (1 - z) * n + z * (h[j] as number));
      } else {
        next[j] = put("hidden", Math.tanh(sum(j) + recurrent(j)));
      }
    }
    h.set(next);
  }
  return out;
}

/** Longest common words, as [first, second] with -1 for gaps. */
function align(a: readonly string[], b: readonly string[]): [number, number][] {
  const best = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = best[i] as number[];
      const under = best[i + 1] as number[];
      row[j] = a[i] === b[j] ? 1 + (under[j + 1] as number) : Math.max(under[j] as number, row[j + 1] as number);
    }
  }
  const pairs: [number, number][] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) pairs.push([i++, j++]);
    else if (j >= b.length || (i < a.length && (best[i + 1]?.[j] ?? 0) >= (best[i]?.[j + 1] ?? 0)))
      pairs.push([i++, -1]);
    else pairs.push([-1, j++]);
  }
  return pairs;
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

function normal(count: number, deviation: number, random: () => number): Float32Array {
  return Float32Array.from(
    { length: count },
    () => deviation * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()),
  );
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function concat(rows: Float32Array[]): Float32Array {
  const size = rows[0]?.length ?? 0;
  const out = new Float32Array(rows.length * size);
  rows.forEach((row, k) => {
    out.set(row, k * size);
  });
  return out;
}

function interleave(parts: Float32Array[], hidden: number): Float32Array {
  const steps = (parts[0]?.length ?? 0) / hidden;
  return concat(
    Array.from({ length: steps * parts.length }, (_, k) => {
      const t = Math.floor(k / parts.length);
      return (parts[k % parts.length] as Float32Array).subarray(t * hidden, (t + 1) * hidden);
    }),
  );
}
