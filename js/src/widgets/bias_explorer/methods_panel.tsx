/** All methods in one table: what is left of the bias, and what the vectors are still good for. */

import { Button } from "../../controls/button";
import { format } from "../../marks/format";
import type { Compared } from "../../protocol/bias_explorer.gen";
import { number, share } from "./names";
import type { Store } from "./state";

export const NAMES: Record<Compared["method"], string> = {
  none: "as given",
  slider: "as the slider shows",
  linear: "linear projection",
  hard: "hard debiasing",
  soft: "soft debiasing",
  inlp: "nullspace projection (INLP)",
};

export const COLUMNS = [
  { key: "bias", name: "direct bias", show: number },
  { key: "effect", name: "effect size d", show: number },
  { key: "p", name: "p", show: (value: number | null) => (value === null ? "–" : format(value, { digits: 4 })) },
  { key: "analogies", name: "analogies right", show: share },
  { key: "similarity", name: "human ratings", show: number },
  { key: "kept", name: "similarities kept", show: number },
  { key: "clusters", name: "found by clustering", show: share },
  { key: "classifier", name: "found by a classifier", show: share },
] as const;

export function MethodsPanel({ store }: { store: Store }) {
  const { compared, compare, running, lambda_, iterations, measured } = store.fields;
  const live = store.live.value;
  const rows = compared.value;
  const columns = COLUMNS.filter(({ key }) => key !== "similarity" || measured.value?.ratings);
  return (
    <div class="nlpw-methods">
      <div class="nlpw-line">
        <Button
          name={compare.value ? "Stop comparing" : "Compare the methods"}
          pressed={compare.value}
          disabled={!live || store.words.value === null}
          onClick={() => store.pass({ compare: !compare.peek() })}
        >
          {compare.value ? "Stop" : "Compare"}
        </Button>
        <Amount
          name="λ of soft debiasing"
          value={lambda_.value}
          min={0}
          step={0.1}
          disabled={!live}
          onChange={(value) => store.set({ lambda_: value })}
        />
        <Amount
          name="directions of INLP"
          value={iterations.value}
          min={1}
          step={1}
          disabled={!live}
          onChange={(value) => store.set({ iterations: Math.round(value) })}
        />
        {compare.value && (
          <span class="nlpw-working" role="status">
            <progress
              aria-label={running.value.message || "comparing"}
              max={1}
              value={running.value.progress >= 0 ? running.value.progress : undefined}
            />
            <span>{running.value.message}</span>
          </span>
        )}
      </div>
      {rows.length === 0 && !compare.value && (
        <p class="nlpw-none">
          Debiases by every method and measures each; your vectors stay as they are. It takes some seconds.
        </p>
      )}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section class="nlpw-wide" tabIndex={0} aria-label="the methods compared">
          <table class="nlpw-figures">
            <thead>
              <tr>
                <th scope="col">method</th>
                {columns.map(({ key, name }) => (
                  <th key={key} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.method}>
                  <th scope="row">
                    {NAMES[row.method]} {row.note !== "" && <small>{row.note}</small>}
                  </th>
                  {columns.map(({ key, show }) => (
                    <td key={key}>{show(row[key])}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {rows.length > 0 && (
        <p class="nlpw-note">
          Lower is less bias in the first two columns; “found” means that the words that lay farthest out on both sides
          before are told apart again, 50 % being chance. A method that removes a component need not remove what can be
          found.
        </p>
      )}
    </div>
  );
}

interface AmountProps {
  readonly name: string;
  readonly value: number;
  readonly min: number;
  readonly step: number;
  readonly disabled: boolean;
  onChange(value: number): void;
}

function Amount({ name, value, min, step, disabled, onChange }: AmountProps) {
  return (
    <label class="nlpw-amount">
      {name}
      <input
        type="number"
        value={value}
        min={min}
        max={100}
        step={step}
        disabled={disabled}
        onChange={(event) => {
          const wish = event.currentTarget.valueAsNumber;
          if (Number.isFinite(wish) && wish >= min && wish <= 100) onChange(wish);
          else event.currentTarget.value = String(value);
        }}
      />
    </label>
  );
}
