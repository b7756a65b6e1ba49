/** Mounts a view with no Jupyter: `?case=lstm&theme=dark&width=1040&live=1`; `?case=contract&of=gru` is real. */

import type { GateInspectorProps } from "../src/protocol/gate_inspector.gen";
import { decode } from "../src/protocol/page";
import { mount } from "../src/widgets/gate_inspector/view";
import "../src/widgets/gate_inspector/style.css";
import { fakeComparison, fakeProps, SAMPLE } from "./fake";

const LONG = Array.from({ length: 512 }, (_, k) => SAMPLE.split(" ")[k % 19] ?? "the").join(" ");

const CASES: Record<string, () => GateInspectorProps | Promise<GateInspectorProps>> = {
  contract: async () => {
    // A pattern, so that the page builds before the file is there.
    const stem = "gate_inspector";
    const { default: traits } = await import(`../../tests/contract/${stem}.json`);
    return decode(traits[settings.get("of") ?? "lstm"]) as GateInspectorProps;
  },
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

const settings = new URLSearchParams(location.search);
const place = document.querySelector<HTMLElement>("#place") as HTMLElement;
const theme = settings.get("theme") ?? "light";
document.body.dataset.theme = theme;
place.style.width = settings.has("width") ? `${settings.get("width")}px` : "auto";
switches();

const props = await (CASES[settings.get("case") ?? "lstm"] ?? (() => fakeProps()))();
const live = settings.get("live") !== "0";
const view = mount(place, props, (patch) => view.update(patch), { live });
Object.assign(globalThis, { view });

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
      arrays[`${layer.states[0]}/${name}`] = { dtype: "float32", shape: [512, H], data: new DataView(values.buffer) };
    }
    for (const name of ["h0", "c0"]) {
      arrays[`${layer.states[0]}/${name}`] = {
        dtype: "float32",
        shape: [H],
        data: new DataView(new ArrayBuffer(4 * H)),
      };
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

function switches(): void {
  const form = document.querySelector<HTMLFormElement>("#switches") as HTMLFormElement;
  if (settings.has("bare")) {
    form.remove();
    return;
  }
  const choices = {
    case: Object.keys(CASES),
    theme: ["light", "dark"],
    width: ["auto", "360", "640", "1040", "1600"],
    live: ["1", "0"],
  };
  for (const [name, values] of Object.entries(choices)) {
    const label = document.createElement("label");
    const select = document.createElement("select");
    select.append(...values.map((value) => new Option(value, value, false, value === settings.get(name))));
    select.addEventListener("change", () => {
      settings.set(name, select.value);
      if (settings.get("width") === "auto") settings.delete("width");
      location.search = settings.toString();
    });
    label.append(`${name} `, select);
    form.append(label);
  }
}
