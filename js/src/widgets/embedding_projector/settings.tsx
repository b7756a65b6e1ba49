/** What the projection depends on. */

import { useSignal } from "@preact/signals";
import { Select } from "../../controls/select";
import { Stepper } from "../../controls/stepper";
import type { Options } from "../../protocol/embedding_projector.gen";
import type { Store } from "./state";

const METRICS = [
  { value: "cosine", label: "cosine" },
  { value: "euclidean", label: "Euclidean" },
] as const;
const ITERATIONS = [100, 200, 250, 500, 750, 1000, 2000, 5000];
const DISTANCES = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.8, 0.99];

export function Settings({ store }: { store: Store }) {
  const options = store.fields.options.value;
  const set = (patch: Partial<Options>) => store.ask({ options: { ...store.fields.options.peek(), ...patch } });
  const { method } = options;
  if (method === "axes") return <Axes store={store} />;
  if (method !== "tsne" && method !== "umap") return null;
  return (
    <div class="nlpw-settings">
      {method === "tsne" && (
        <span class="nlpw-setting" title="About how many neighbours count for each point">
          perplexity
          <Stepper
            label="perplexity"
            value={Math.round(options.perplexity)}
            min={2}
            max={500}
            onChange={(perplexity) => set({ perplexity })}
          />
        </span>
      )}
      {method === "umap" && (
        <>
          <span class="nlpw-setting" title="How many neighbours count for each point">
            neighbours
            <Stepper
              label="neighbours"
              value={options.n_neighbors}
              min={2}
              max={200}
              onChange={(n_neighbors) => set({ n_neighbors })}
            />
          </span>
          <Select
            label="min. distance"
            value={options.min_dist}
            choices={numbers(DISTANCES, options.min_dist)}
            title="How closely points may be packed"
            onChange={(min_dist) => set({ min_dist })}
          />
        </>
      )}
      <Select label="metric" value={options.metric} choices={METRICS} onChange={(metric) => set({ metric })} />
      <Select
        label={method === "tsne" ? "steps" : "epochs"}
        value={options.iterations}
        choices={numbers(ITERATIONS, options.iterations)}
        onChange={(iterations) => set({ iterations })}
      />
      <span class="nlpw-setting" title="The same seed gives the same picture">
        seed
        <Stepper label="seed" value={options.seed} min={0} max={999_999} onChange={(seed) => set({ seed })} />
      </span>
    </div>
  );
}

function numbers(usual: readonly number[], value: number): { value: number; label: string }[] {
  const all = usual.includes(value) ? usual : [...usual, value].sort((a, b) => a - b);
  return all.map((one) => ({ value: one, label: String(one) }));
}

const NAMES = ["across", "upright", "depth"];

function Axes({ store }: { store: Store }) {
  const { axes, options } = store.fields;
  const { dimensions } = options.value;
  return (
    <div class="nlpw-settings">
      {NAMES.slice(0, dimensions).map((name, k) => (
        <Formula
          key={name}
          name={name}
          value={axes.value[k] ?? ""}
          onChange={(text) => {
            const next = Array.from({ length: dimensions }, (_, at) => (at === k ? text : (axes.peek()[at] ?? "")));
            store.ask({ axes: next });
          }}
        />
      ))}
      <span class="nlpw-quiet">the cosine with each direction; Enter applies</span>
    </div>
  );
}

interface FormulaProps {
  readonly name: string;
  readonly value: string;
  onChange(text: string): void;
}

function Formula({ name, value, onChange }: FormulaProps) {
  const draft = useSignal<string | null>(null);
  const commit = () => {
    const text = draft.peek()?.trim() ?? value;
    draft.value = null;
    if (text !== value) onChange(text);
  };
  return (
    <label class="nlpw-formula">
      {name}
      <input
        type="text"
        placeholder="king - man"
        spellcheck={false}
        autocomplete="off"
        value={draft.value ?? value}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
        }}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
          else if (event.key === "Escape") draft.value = null;
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </label>
  );
}
