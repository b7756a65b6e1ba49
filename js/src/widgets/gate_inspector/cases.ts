/** Cases of the dev page beside those of the contract file: large, broken and unusual ones, made up. */

import { pack } from "../../protocol/codec";
import type { GateInspectorProps } from "../../protocol/gate_inspector.gen";
import { fakeComparison, fakeProps, SAMPLE } from "./fake";

const LONG = Array.from({ length: 512 }, (_, k) => SAMPLE.split(" ")[k % 19] ?? "the").join(" ");

export const cases: Readonly<Record<string, () => GateInspectorProps>> = {
  lstm: () => fakeProps(),
  bilstm: () => fakeProps({ bidirectional: true, layers: 2, texts: [SAMPLE, "One more text in the batch"] }),
  gru: () => fakeProps({ kind: "gru" }),
  rnn: () => fakeProps({ kind: "rnn", hidden: 24 }),
  compare: () => fakeComparison(),
  difference: () => ({ ...fakeComparison(), compare_view: "difference" }),
  big: () => bigProps(),
  working: () => ({ ...fakeProps(), status: { state: "working", message: "Tracing 240 words…", progress: 0.4 } }),
  error: () => ({ ...fakeProps(), error: "encode returned 12 rows for 19 tokens: give one row per token." }),
  missing: () => ({ ...fakeProps(), arrays: {} }),
  empty: () => ({ ...fakeProps(), traces: [], arrays: {}, text: null }),
  nan: () => withNaN(fakeProps()),
};

/** 512 words, 1024 units, 12 strips; numbers without a network behind them, which would take minutes. */
function bigProps(): GateInspectorProps {
  const small = fakeProps({ bidirectional: true, hidden: 16, texts: [LONG] });
  const H = 1024;
  const arrays = { ...small.arrays };
  const layers = small.traces[0]?.layers.map((layer) => ({ ...layer, hidden_size: H, output_size: H })) ?? [];
  for (const layer of layers) {
    delete arrays[`${layer.weights}/w_ih`];
    for (const name of ["input", "forget", "candidate", "output", "cell", "hidden"]) {
      const values = new Float32Array(512 * H);
      const signed = ["candidate", "cell", "hidden"].includes(name);
      for (let u = 0; u < H; u++) {
        let v = Math.random();
        for (let t = 0; t < 512; t++) {
          v = Math.max(0, Math.min(1, v + (Math.random() - 0.5) * 0.3));
          values[t * H + u] = signed ? 2 * v - 1 : v;
        }
      }
      arrays[`${layer.states[0]}/${name}`] = pack({ shape: [512, H], values });
    }
    for (const name of ["h0", "c0"]) {
      arrays[`${layer.states[0]}/${name}`] = pack({ shape: [H], values: new Float32Array(H) });
    }
    delete arrays[`${layer.states[0]}/cluster`];
  }
  return { ...small, arrays, traces: small.traces.map((traced) => ({ ...traced, layers })) };
}

function withNaN(sound: GateInspectorProps): GateInspectorProps {
  for (const [key, { data }] of Object.entries(sound.arrays)) {
    if (!/candidate|cell|hidden$/.test(key)) continue;
    for (let k = 64 * 10; k < 64 * 13; k += 2) data.setFloat32(4 * k, Number.NaN, true);
  }
  return sound;
}
