/** Begins, pauses and ends a projection that takes its time, and says how far it is. */

import { Button } from "../../controls/button";
import { format, whole } from "../../marks/format";
import { methodName } from "./methods";
import type { Store } from "./state";

export function isIterated(method: string): boolean {
  return method === "tsne" || method === "umap";
}

export function RunButtons({ store }: { store: Store }) {
  const { fields } = store;
  const { method } = fields.options.value;
  const run = fields.run.value;
  if (!store.live.value) return null;
  const set = (next: "idle" | "running" | "paused") => {
    store.answers.sent();
    store.pass({ run: next });
  };
  if (run === "idle") {
    if (!isIterated(method)) return null;
    return (
      <Button name={`Start ${methodName(method)}`} icon="play" onClick={() => set("running")}>
        start
      </Button>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend
    <span class="nlpw-group" role="group" aria-label="projection">
      {run === "running" ? (
        <Button name="Pause" icon="pause" onClick={() => set("paused")}>
          pause
        </Button>
      ) : (
        <Button name="Resume" icon="play" pressed onClick={() => set("running")}>
          resume
        </Button>
      )}
      <Button name="Stop: keep the picture as it is" onClick={() => set("idle")}>
        stop
      </Button>
    </span>
  );
}

export function RunLine({ store }: { store: Store }) {
  const { fields } = store;
  if (fields.run.value === "idle") return null;
  const { message, iteration, iterations, seconds } = fields.running.value;
  const divergence = fields.frame.value?.divergence ?? null;
  const known = iterations > 0;
  return (
    <div class="nlpw-working nlpw-run-line" role="status">
      <progress
        aria-label={`${methodName(fields.options.value.method)}: progress`}
        max={1}
        value={known ? Math.min(1, iteration / iterations) : undefined}
      />
      <span>{fields.run.value === "paused" ? "paused" : message || "working"}</span>
      {known && (
        <span>
          iteration <b>{whole(iteration)}</b> of {whole(iterations)}
        </span>
      )}
      {divergence !== null && (
        <span title="Kullback–Leibler divergence between the neighbourhoods of the vectors and of the points, in nats">
          KL divergence <b>{format(divergence)}</b>
        </span>
      )}
      <span>{whole(seconds)} s</span>
    </div>
  );
}
