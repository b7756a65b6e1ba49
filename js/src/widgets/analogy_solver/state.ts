/** The solver's state: its traits, and the answers shown, which without a kernel are found in the page. */

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Answers, createAnswers } from "../../frame/answers";
import { createStore as createFrameStore, type Store as FrameStore } from "../../frame/store";
import type {
  AnalogySolverEmit,
  AnalogySolverProps,
  Browse,
  Completions,
  Preset,
  Solved,
  Terms,
  Typed,
} from "../../protocol/analogy_solver.gen";
import type { Emit, Host } from "../../protocol/view";
import { complete, openSet, type Shown, solve } from "./local";

export interface Store extends FrameStore<AnalogySolverProps, AnalogySolverEmit> {
  readonly answers: Answers;
  readonly shown: ReadonlySignal<Shown>;
  /** The answers come from the words of this page alone. */
  readonly local: ReadonlySignal<boolean>;
  /** Nothing new can be asked: the kernel is gone, and the page holds no words of its own. */
  readonly fixed: ReadonlySignal<boolean>;
  readonly completions: ReadonlySignal<Completions | null>;
  /** The same as `set` for what the kernel will answer. */
  ask(patch: Partial<AnalogySolverEmit>): void;
  type(typed: Typed): void;
  put(terms: Partial<Terms>): void;
  /** a : b :: c : d becomes c : d :: a : b; with an empty d, the answer of the method goes there. */
  swap(): void;
  /** The other way round: b : a :: d : c. */
  invert(): void;
  /** Applies the same offset to the answer. */
  chain(word: string): void;
  take(preset: Preset): void;
  /** Hands a file of questions over; null stands for a text too large to send. */
  upload(name: string, text: string | null): void;
  readonly tooLarge: ReadonlySignal<string>;
  /** Asks for failures: of the newest run, unless some are here already. */
  browseFailures(patch: Partial<Browse>): void;
  end(): void;
}

/** Failures asked for at a time. */
export const PAGE = 20;

export function createStore(props: AnalogySolverProps, emit: Emit<AnalogySolverEmit>, host: Host): Store {
  const store = createFrameStore(props, emit, host);
  const { fields, live } = store;
  const answers = createAnswers(store, [
    fields.facts,
    fields.solved,
    fields.completions,
    fields.consistency,
    fields.failures,
    fields.running,
    fields.scores,
  ]);
  const set = computed(() => {
    const held = fields.working_set.value;
    return live.value || held === null ? null : openSet(held);
  });
  // What was asked when the page was saved keeps its answers over the whole vocabulary.
  const kept = [props.terms, props.k, props.exclude_inputs, props.embedding, props.restrict] as const;
  const local = computed(() => {
    if (set.value === null) return false;
    const now = [fields.terms.value, fields.k.value, fields.exclude_inputs.value, fields.embedding.value] as const;
    return !sameTerms(now[0], kept[0]) || now[1] !== kept[1] || now[2] !== kept[2] || now[3] !== kept[3];
  });
  const shown = computed<Shown>(() => {
    if (local.value && set.value !== null) {
      return solve(set.value, fields.terms.value, {
        k: fields.k.value,
        excludeInputs: fields.exclude_inputs.value,
      });
    }
    return {
      facts: fields.facts.value,
      solved: fields.solved.value,
      plane: fields.plane.value,
      baselines: fields.baselines.value,
    };
  });

  function ask(patch: Partial<AnalogySolverEmit>): void {
    if (live.peek()) answers.sent();
    store.set(patch, true); // a word entered right after its last letter waits for nothing
  }

  function put(terms: Partial<Terms>): void {
    ask({ terms: { ...fields.terms.peek(), ...terms } });
  }

  const tooLarge = signal("");
  const best = () => bestOf(shown.peek().solved);
  return {
    ...store,
    answers,
    shown,
    local,
    fixed: computed(() => !live.value && set.value === null),
    completions: computed(() => {
      const { value: typed } = fields.typed;
      if (set.value !== null && typed !== null) return complete(set.value, typed);
      return fields.completions.value;
    }),
    ask,
    put,
    type(typed) {
      store.pass({ typed });
    },
    swap() {
      const { a, b, c, d } = fields.terms.peek();
      put({ a: c, b: d === "" ? best() : d, c: a, d: b });
    },
    invert() {
      const { a, b, c, d } = fields.terms.peek();
      put({ a: b, b: a, c: d === "" ? best() : d, d: c });
    },
    chain(word) {
      put({ c: word, d: "" });
    },
    take({ a, b, c, d, relation }) {
      ask({ terms: { a, b, c, d }, relation });
    },
    tooLarge,
    upload(name, text) {
      tooLarge.value = text === null ? `${name} is too large for a page: use solver.run_questions(path)` : "";
      if (text === null) return;
      answers.sent();
      store.pass({ upload: { name, text } });
    },
    browseFailures(patch) {
      const last = fields.scores.peek().length - 1;
      const before = fields.failures.peek()?.browse;
      const here = before !== undefined && before.score <= last ? before : { score: last, section: "", offset: 0 };
      answers.sent();
      store.pass({ browse: { ...here, count: PAGE, ...patch } });
    },
    end() {
      answers.end();
    },
  };
}

export function bestOf(solved: readonly Solved[]): string {
  return solved[0]?.answers[0]?.word ?? "";
}

function sameTerms(x: Terms, y: Terms): boolean {
  return x.a === y.a && x.b === y.b && x.c === y.c && x.d === y.d;
}
