/** What the kernel answers to something asked of it, and whether it answers at all. */

import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Status } from "../protocol/base.gen";

/** How long a question may wait for a sign of life, in ms. */
export const PATIENCE = 8000;

export interface Answers {
  /** What to tell the reader; empty when all is well or the reader has dismissed it. */
  readonly problem: ReadonlySignal<string>;
  /** Something was asked: from now on an answer is due. */
  sent(): void;
  dismiss(): void;
  /** Says again what was dismissed. */
  remind(): void;
  end(): void;
}

interface Asked {
  readonly fields: { readonly error: Signal<string>; readonly status: Signal<Status> };
}

/** `results` are traits of the kernel: whatever comes from it is an answer. */
export function createAnswers({ fields }: Asked, results: readonly ReadonlySignal<unknown>[]): Answers {
  const silent = signal(false);
  const dismissed = signal("");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const said = computed(() =>
    silent.value ? "The kernel does not answer; it may be busy or gone." : fields.error.value,
  );
  const endListening = effect(() => {
    void [fields.status.value, fields.error.value, ...results.map(({ value }) => value)];
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
