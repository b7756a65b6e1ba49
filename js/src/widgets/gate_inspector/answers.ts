/** What the kernel answers to a typed text, and whether it answers at all. */

import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Store } from "./state";

/** How long a typed text may wait for a sign of life, in ms. */
export const PATIENCE = 8000;

export interface Answers {
  /** What to tell the reader; empty when all is well or the reader has dismissed it. */
  readonly problem: ReadonlySignal<string>;
  /** A text was sent: from now on an answer is due. */
  sent(): void;
  dismiss(): void;
  /** Says again what was dismissed. */
  remind(): void;
  end(): void;
}

export function createAnswers({ fields }: Store): Answers {
  const silent = signal(false);
  const dismissed = signal("");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const said = computed(() =>
    silent.value ? "The kernel does not answer; it may be busy or gone." : fields.error.value,
  );
  // Whatever comes from the kernel is an answer.
  const endListening = effect(() => {
    void [fields.status.value, fields.error.value, fields.traces.value];
    clearTimeout(timer);
    silent.value = false;
  });
  // The same error may come again after all was well.
  const endForgetting = effect(() => {
    if (fields.error.value === "") dismissed.value = "";
  });
  return {
    problem: computed(() => (said.value === dismissed.value ? "" : said.value)),
    sent() {
      clearTimeout(timer);
      dismissed.value = "";
      timer = setTimeout(() => {
        silent.value = true;
      }, PATIENCE);
    },
    dismiss() {
      dismissed.value = said.peek();
    },
    remind() {
      dismissed.value = "";
    },
    end() {
      clearTimeout(timer);
      endListening();
      endForgetting();
    },
  };
}
