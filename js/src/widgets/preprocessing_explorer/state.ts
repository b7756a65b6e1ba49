/** The explorer's state: its traits, what follows from them, and what the pointer is on. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Answers, createAnswers } from "../../frame/answers";
import { createStore as createFrameStore, type Store as FrameStore } from "../../frame/store";
import { codePoints, type Text } from "../../marks/code_points";
import { unpack } from "../../protocol/codec";
import type {
  Card,
  Focus,
  Note,
  PreprocessingExplorerEmit,
  PreprocessingExplorerProps,
  StepInfo,
} from "../../protocol/preprocessing_explorer.gen";
import type { Emit, Host } from "../../protocol/view";
import { lineage, type Rows, type Span } from "./provenance";
import { assemble } from "./stored";

/** The source, or the text after a step. */
export interface Stage {
  /** Of the card; "" for the source. */
  readonly id: string;
  readonly title: string;
  readonly text: Text;
  /** The text that the step got; null for the source. */
  readonly before: Text | null;
  /** Null for the source and for a step that changed nothing. */
  readonly rows: Rows;
}

/** What is lit: stretches of every stage. */
export interface Lit {
  /** The stage that was pointed at. */
  readonly at: number;
  readonly spans: readonly (readonly Span[])[];
  readonly held: boolean;
}

export interface Store extends FrameStore<PreprocessingExplorerProps, PreprocessingExplorerEmit> {
  readonly answers: Answers;
  readonly stages: ReadonlySignal<readonly Stage[]>;
  /** Cards that are on but whose lanes a saved page does not hold. */
  readonly missing: ReadonlySignal<readonly string[]>;
  readonly notes: ReadonlySignal<readonly Note[]>;
  /** What the pointer or the arrow keys are on. */
  readonly hover: Signal<Focus | null>;
  /** The arrow keys are at work: the other lanes scroll to what is lit, as when it is held. */
  readonly keyed: Signal<boolean>;
  readonly lit: ReadonlySignal<Lit | null>;
  /** Why steps cannot be switched; null when they can. */
  readonly switching: ReadonlySignal<string | null>;
  /** Why nothing else can be changed: order, options, text, corpus. */
  readonly obstacle: ReadonlySignal<string | null>;
  kind(name: string): StepInfo;
  setSteps(steps: Card[]): void;
  ask(patch: Partial<PreprocessingExplorerEmit>): void;
  /** Holds a stretch, or lets go of it when it is held already. */
  hold(focus: Focus | null): void;
}

export function createStore(
  props: PreprocessingExplorerProps,
  emit: Emit<PreprocessingExplorerEmit>,
  host: Host,
): Store {
  const store = createFrameStore(props, emit, host);
  const { fields, live } = store;
  const { lanes, notes, stored, steps, corpus, forms } = fields;
  const answers = createAnswers(store, [lanes, notes, forms, corpus]);

  const assembled = computed(() => {
    if (live.value || stored.value === null) return { lanes: lanes.value, missing: [], notes: notes.value };
    return assemble(stored.value, steps.value) ?? { lanes: lanes.value, missing: [], notes: notes.value };
  });
  const kinds = computed(() => new Map(fields.catalogue.value.map((kind) => [kind.name, kind])));
  const kind = (name: string) => kinds.value.get(name) ?? unnamed(name);
  const titles = computed(() => new Map(steps.value.map(({ id, name }) => [id, kind(name).title])));
  const stages = computed(() => {
    let before = codePoints(fields.text.value);
    const all: Stage[] = [{ id: "", title: "Source", text: before, before: null, rows: null }];
    for (const lane of assembled.value.lanes) {
      const same = lane.text === null;
      const text = same ? before : codePoints(lane.text as string);
      const rows = same ? null : (unpack(lane.segments).values as Int32Array);
      all.push({ id: lane.id, title: titles.value.get(lane.id) ?? lane.id, text, before, rows });
      before = text;
    }
    return all;
  });
  const hover = signal<Focus | null>(null);
  const lit = computed((): Lit | null => {
    const { value: held } = fields.focus;
    const wish = held ?? hover.value;
    const at = wish === null ? -1 : stages.value.findIndex(({ id }) => id === wish.id);
    if (wish === null || at < 0) return null;
    const { length } = (stages.value[at] as Stage).text;
    const span: Span = [Math.min(wish.start, length), Math.min(wish.stop, length)];
    const rows = stages.value.slice(1).map((stage) => stage.rows);
    return { at, spans: lineage(rows, at, span), held: held !== null };
  });
  const ask = (patch: Partial<PreprocessingExplorerEmit>) => {
    store.set(patch);
    if (live.peek()) answers.sent();
  };

  return {
    ...store,
    answers,
    stages,
    missing: computed(() => assembled.value.missing),
    notes: computed(() => assembled.value.notes),
    hover,
    keyed: signal(false),
    lit,
    switching: computed(() => (live.value || stored.value !== null ? null : "Needs a kernel")),
    obstacle: computed(() => (live.value ? null : "Needs a kernel")),
    kind,
    setSteps: (next) => ask({ steps: next }),
    ask,
    hold(focus) {
      const held = fields.focus.peek();
      const again = held !== null && focus !== null && sameFocus(held, focus);
      store.set({ focus: again ? null : focus });
    },
  };
}

function sameFocus(a: Focus, b: Focus): boolean {
  return a.id === b.id && a.start === b.start && a.stop === b.stop;
}

function unnamed(name: string): StepInfo {
  return { name, title: name.replaceAll("_", " "), help: "", before: "", after: "", options: [], custom: false };
}
