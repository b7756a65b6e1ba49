/** Dropping rare and frequent terms: what each threshold costs, before it is paid. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Slider } from "../../controls/slider";
import { counted, percent, whole } from "../../marks/format";
import { linePath } from "../../marks/line_chart";
import type { Options } from "../../protocol/vectorizer_explorer.gen";
import { type Curve, featureStep, featureSteps, maxCurve, minCurve, nearest } from "./curve";
import type { Store } from "./state";

export function PruningPanel({ store }: { store: Store }) {
  const { fields } = store;
  const pruning = fields.pruning.value;
  const options = fields.options.value;
  const low = useMemo(() => minCurve(pruning), [pruning]);
  const high = useMemo(() => maxCurve(pruning), [pruning]);
  const steps = useMemo(() => featureSteps(pruning.terms), [pruning]);
  const { dropped_terms, dropped_tokens, tokens, terms } = fields.size.value;
  const set = (patch: Partial<Options>) => store.ask({ options: { ...options, ...patch } });
  const disabled = !store.live.value;
  // The last threshold that drops nothing is no threshold.
  const most = (k: number) => (high.terms[k] === pruning.terms ? 1 : shareOf(high.thresholds[k] ?? 1));
  const all = terms + dropped_terms;
  return (
    <div class="nlpw-pruning">
      <p class="nlpw-note">
        {dropped_terms === 0
          ? `Nothing is dropped: all ${counted(all, "term")} have a column.`
          : `Dropped: ${whole(dropped_terms)} of ${counted(all, "term")}, and with them ${percent(dropped_tokens / tokens)} of the ${counted(tokens, "token")}.`}
        {disabled && " Other thresholds need a kernel."}
      </p>
      <Threshold
        name="rarest terms kept"
        curve={low}
        all={pruning.terms}
        value={nearest(low.thresholds, options.min_df)}
        disabled={disabled}
        said={(k) => `in at least ${counted(low.thresholds[k] ?? 1, "document")}`}
        commit={(k) => set({ min_df: low.thresholds[k] ?? 1 })}
      />
      <Threshold
        name="most frequent terms kept"
        curve={high}
        all={pruning.terms}
        value={nearest(high.thresholds, options.max_df)}
        disabled={disabled}
        said={(k) => `in at most ${percentOf(most(k))} of the documents`}
        commit={(k) => set({ max_df: most(k) })}
      />
      <Most
        steps={steps}
        value={featureStep(steps, options.max_features)}
        terms={pruning.terms}
        disabled={disabled}
        commit={(k) => set({ max_features: steps[k] ?? 0 })}
      />
    </div>
  );
}

/** float32 on its way here: 0.1 arrives as 0.10000000149. */
export function shareOf(value: number): number {
  return Math.min(1, Number(value.toPrecision(6)));
}

function percentOf(share: number): string {
  const value = 100 * share;
  return `${value >= 9.95 ? value.toFixed(0) : Number(value.toPrecision(2))} %`;
}

interface ThresholdProps {
  /** For screen readers. */
  readonly name: string;
  readonly curve: Curve;
  /** Terms in all. */
  readonly all: number;
  readonly value: number;
  readonly disabled: boolean;
  said(k: number): string;
  commit(k: number): void;
}

function Threshold({ name, curve, all, value, disabled, said, commit }: ThresholdProps) {
  const draft = useSignal<number | null>(null);
  const at = draft.value ?? value;
  const last = curve.thresholds.length - 1;
  if (last < 0) return null;
  return (
    <div class="nlpw-threshold">
      <span class="nlpw-threshold-name">
        terms <b>{said(at)}</b>
      </span>
      <span class="nlpw-kept" aria-live="polite">
        <b class="nlpw-kept-terms">{whole(curve.terms[at] ?? 0)}</b> of {counted(all, "term")},{" "}
        <b class="nlpw-kept-tokens">{percent(curve.tokens[at] ?? 0)}</b> of the tokens
      </span>
      <Plot curve={curve} all={all} at={at} committed={value} />
      <Slider
        label={name}
        value={at}
        min={0}
        max={last}
        disabled={disabled || last === 0}
        said={said(at)}
        onPreview={(k) => {
          draft.value = k;
        }}
        onCommit={(k) => {
          draft.value = null;
          commit(k);
        }}
      />
    </div>
  );
}

const [WIDTH, HEIGHT, EDGE] = [400, 64, 4];

/** Share of terms and of tokens that stay, by threshold. */
function Plot({ curve, all, at, committed }: { curve: Curve; all: number; at: number; committed: number }) {
  const count = curve.thresholds.length;
  const x = (k: number) => (k / Math.max(1, count - 1)) * WIDTH;
  const y = (share: number) => EDGE + (1 - share) * (HEIGHT - 2 * EDGE);
  const terms = (k: number) => (curve.terms[k] ?? 0) / Math.max(1, all);
  const tokens = (k: number) => curve.tokens[k] ?? 0;
  return (
    <svg class="nlpw-curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <line class="nlpw-rule" x1="0" x2={WIDTH} y1={y(0)} y2={y(0)} />
      <line class="nlpw-rule" x1="0" x2={WIDTH} y1={y(1)} y2={y(1)} />
      <line class="nlpw-was" x1={x(committed)} x2={x(committed)} y1="0" y2={HEIGHT} />
      <line class="nlpw-now" x1={x(at)} x2={x(at)} y1="0" y2={HEIGHT} />
      <path class="nlpw-of-terms" d={linePath(0, count, terms, x, y)} />
      <path class="nlpw-of-tokens" d={linePath(0, count, tokens, x, y)} />
    </svg>
  );
}

interface MostProps {
  readonly steps: readonly number[];
  readonly value: number;
  readonly terms: number;
  readonly disabled: boolean;
  commit(k: number): void;
}

function Most({ steps, value, terms, disabled, commit }: MostProps) {
  const draft = useSignal<number | null>(null);
  const at = draft.value ?? value;
  const step = steps[at] ?? 0;
  const said = step === 0 ? "all" : `${whole(step)} most frequent`;
  return (
    <div class="nlpw-threshold">
      <span class="nlpw-threshold-name">
        and at most <b>{step === 0 ? `all ${counted(terms, "term")}` : `the ${said} terms`}</b>
      </span>
      <span class="nlpw-kept">of those that the other two leave</span>
      <Slider
        label="most terms"
        value={at}
        min={0}
        max={steps.length - 1}
        disabled={disabled || steps.length < 2}
        said={said}
        onPreview={(k) => {
          draft.value = k;
        }}
        onCommit={(k) => {
          draft.value = null;
          commit(k);
        }}
      />
    </div>
  );
}
