/** What the kernel is doing, what went wrong, and silence where an answer was due. */

import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { Button } from "../../controls/button";
import type { Store } from "./state";

/** How long a typed text may wait for a sign of life, in ms. */
export const PATIENCE = 8000;

export function Messages({ store, waiting }: { store: Store; waiting: Signal<boolean> }) {
  const { status, error } = store.fields;
  const dismissed = useSignal("");
  const silent = useSignal(false);

  useSignalEffect(() => {
    if (error.value === "") dismissed.value = "";
  });
  // Whatever the kernel sends is an answer.
  useSignalEffect(() => {
    const { traces } = store.fields;
    if (status.value.state === "working" || error.value !== "" || traces.value !== null) waiting.value = false;
  });
  useSignalEffect(() => {
    silent.value = false;
    if (!waiting.value) return;
    dismissed.value = "";
    const timer = setTimeout(() => {
      silent.value = true;
    }, PATIENCE);
    return () => clearTimeout(timer);
  });

  const { state, message, progress } = status.value;
  const problem = silent.value ? "The kernel does not answer; it may be busy or gone." : error.value;
  return (
    <>
      {state === "working" && (
        <div class="nlpw-working" role="status">
          <progress aria-label={message || "working"} max={1} value={progress >= 0 ? progress : undefined} />
          <span>{message}</span>
        </div>
      )}
      {problem !== "" && problem !== dismissed.value && (
        <div class="nlpw-problem" role="alert">
          <span>{problem}</span>
          <Button
            name="Dismiss"
            icon="close"
            onClick={() => {
              dismissed.value = problem;
            }}
          />
        </div>
      )}
    </>
  );
}
