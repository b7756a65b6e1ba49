/** The explorer's state: its traits, and everything that follows from the slider, computed in the page. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Answers, createAnswers } from "../../frame/answers";
import { createStore as createFrameStore, type Store as FrameStore } from "../../frame/store";
import type {
  BiasExplorerEmit,
  BiasExplorerProps,
  Built,
  SubspaceWish,
  WordSet,
} from "../../protocol/bias_explorer.gen";
import { unpack } from "../../protocol/codec";
import type { Emit, Host } from "../../protocol/view";
import {
  type Along,
  type Answer,
  along,
  answersAt,
  componentsAt,
  directBias,
  openQuestion,
  openTest,
  type Weat,
  weatAt,
} from "./math";

/** Answers of an analogy that are shown. */
export const SHOWN = 10;
/** Seconds that the slider takes from 0 to 1 when it plays. */
const SECONDS = 4;

/** A number before anything is removed, and now. */
export interface Change<T> {
  readonly before: T;
  readonly now: T;
}

export interface Store extends FrameStore<BiasExplorerProps, BiasExplorerEmit> {
  readonly answers: Answers;
  /** What the page began with. */
  readonly first: BiasExplorerProps;
  readonly wish: ReadonlySignal<SubspaceWish>;
  readonly built: ReadonlySignal<Built | undefined>;
  /** The words placed, by their components; null while there is no direction. */
  readonly words: ReadonlySignal<Along | null>;
  readonly shares: ReadonlySignal<ArrayLike<number>>;
  readonly components: ReadonlySignal<Change<Float64Array> | null>;
  readonly bias: ReadonlySignal<Change<number> | null>;
  readonly weat: ReadonlySignal<Change<Weat> | null>;
  readonly ranked: ReadonlySignal<Change<Answer[]> | null>;
  /** P(positive) of the sentence and of its counterpart, at the slider's position. */
  readonly verdicts: ReadonlySignal<readonly [number, number] | null>;
  /** What the kernel measured is not of what is shown. */
  readonly outdated: ReadonlySignal<boolean>;
  readonly playing: Signal<boolean>;
  readonly found: Signal<string>;
  /** The same as `set` for what the kernel will answer. */
  ask(patch: Partial<BiasExplorerEmit>): void;
  slide(strength: number): void;
  play(): void;
  /** Change the active subspace. */
  revise(change: Partial<Omit<SubspaceWish, "name">>): void;
  setSets(sets: WordSet[]): void;
  end(): void;
}

export function createStore(props: BiasExplorerProps, emit: Emit<BiasExplorerEmit>, host: Host): Store {
  const store = createFrameStore(props, emit, host);
  const { fields, live } = store;
  const answers = createAnswers(store, [fields.built, fields.placed, fields.measured, fields.running, fields.plane]);
  const { strength, placed } = fields;
  const words = computed(() => (placed.value === null ? null : along(placed.value.parallel, placed.value.exempt)));
  const test = computed(() => (fields.association.value === null ? null : openTest(fields.association.value)));
  const question = computed(() => (fields.candidates.value === null ? null : openQuestion(fields.candidates.value)));
  const curves = computed(() => {
    const found = fields.reading.value;
    return found === null || found.problem !== "" ? null : unpack(found.probabilities);
  });
  const wish = computed(() => {
    const all = fields.subspaces.value;
    return (all.find(({ name }) => name === fields.subspace.value) ?? all[0]) as SubspaceWish;
  });

  function ask(patch: Partial<BiasExplorerEmit>): void {
    if (live.peek()) answers.sent();
    store.set(patch);
  }

  function revise(change: Partial<Omit<SubspaceWish, "name">>): void {
    const own = wish.peek();
    ask({ subspaces: fields.subspaces.peek().map((one) => (one === own ? { ...one, ...change } : one)) });
  }

  const playing = signal(false);
  let frame = 0;
  const stop = () => {
    cancelAnimationFrame(frame);
    playing.value = false;
  };
  function slide(value: number): void {
    store.set({ strength: Math.round(100 * Math.min(1, Math.max(0, value))) / 100 });
  }
  return {
    ...store,
    answers,
    first: props,
    wish,
    built: computed(() => fields.built.value.find(({ name }) => name === wish.value.name)),
    words,
    shares: computed(() => (placed.value === null ? [] : unpack(placed.value.share).values)),
    components: both(words, strength, componentsAt),
    bias: both(words, strength, directBias),
    weat: both(test, strength, weatAt),
    ranked: both(question, strength, (open, at) => answersAt(open, at, SHOWN)),
    verdicts: computed(() => {
      const found = curves.value;
      const at = Math.round(100 * strength.value);
      return found === null ? null : [found.values[at] as number, found.values[101 + at] as number];
    }),
    outdated: computed(() => fields.measured.value === null || fields.measured.value.strength !== strength.value),
    playing,
    found: signal(""),
    ask,
    slide(value) {
      stop();
      slide(value);
    },
    play() {
      if (playing.peek()) {
        stop();
        return;
      }
      const from = strength.peek() >= 1 ? 0 : strength.peek();
      playing.value = true;
      let begun: number | null = null;
      const step = (now: number) => {
        begun ??= now;
        const at = from + (now - begun) / 1000 / SECONDS;
        slide(at);
        if (at >= 1) playing.value = false;
        else frame = requestAnimationFrame(step);
      };
      frame = requestAnimationFrame(step);
    },
    revise,
    setSets: (sets) => revise({ sets }),
    end() {
      stop();
      answers.end();
    },
  };
}

/** A quantity before anything is removed, which stays, and at the slider's position. */
function both<S, T>(
  source: ReadonlySignal<S | null>,
  strength: ReadonlySignal<number>,
  compute: (source: S, strength: number) => T,
): ReadonlySignal<Change<T> | null> {
  const before = computed(() => (source.value === null ? null : compute(source.value, 0)));
  return computed(() => {
    if (source.value === null || before.value === null) return null;
    return { before: before.value, now: compute(source.value, strength.value) };
  });
}
