/** The explorer's state: its traits, the cells that are here, and what only this page knows. */

import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Answers, createAnswers } from "../../frame/answers";
import { createStore as createFrameStore, type Store as FrameStore } from "../../frame/store";
import type {
  Block,
  Neighbour,
  Reading,
  TermInfo,
  VectorizerExplorerEmit,
  VectorizerExplorerProps,
} from "../../protocol/vectorizer_explorer.gen";
import type { Emit, Host } from "../../protocol/view";
import { Cells, covers } from "./cells";
import { factsOf } from "./facts";
import { type CellFacts, type Scheme, schemeOf } from "./weights";
import { createFeed, type Feed } from "./window";
import { FIRST_ZOOM, ZOOMS, type Zoom } from "./zoom";

export interface Place {
  /** In the order shown; -1 where that is not known. */
  readonly row: number;
  readonly column: number;
}

/** What is beside the pointer. */
export interface Hover {
  /** Px from the corner of the widget. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface Store extends FrameStore<VectorizerExplorerProps, VectorizerExplorerEmit> {
  readonly answers: Answers;
  readonly cells: Cells;
  readonly feed: Feed;
  /** Rises with every block. */
  readonly news: ReadonlySignal<number>;
  readonly scheme: ReadonlySignal<Scheme>;
  readonly zoomLevel: Signal<number>;
  readonly zoom: ReadonlySignal<Zoom>;
  /** The selected cell, where the keyboard has brought it. */
  readonly place: ReadonlySignal<Place>;
  /** The term under the pointer, anywhere. */
  readonly lit: Signal<string | null>;
  readonly hover: Signal<Hover | null>;
  /** The selected document; null while it is not here. */
  readonly reading: ReadonlySignal<Reading | null>;
  readonly term: ReadonlySignal<TermInfo | null>;
  readonly neighbours: ReadonlySignal<readonly Neighbour[] | null>;
  /** What the weights of the selected cell depend on; null while it is not here. */
  readonly facts: ReadonlySignal<CellFacts | null>;
  /** Look at another document, another term, or both. */
  select(patch: { readonly document?: number; readonly term?: string }): void;
  /** The same by place; what is there may still be on its way. */
  moveTo(row: number, column: number): void;
  /** The same as `set` for what the kernel will answer. */
  ask(patch: Partial<VectorizerExplorerEmit>): void;
  end(): void;
}

/** Moving on within this time, in ms, passes over a cell without looking at it. */
const SETTLED = 140;

export function createStore(props: VectorizerExplorerProps, emit: Emit<VectorizerExplorerEmit>, host: Host): Store {
  const store = createFrameStore(props, emit, host);
  const { fields, live } = store;
  const cells = new Cells();
  const news = signal(0);
  const cursor = signal<Place | null>(null);
  const zoomLevel = signal(FIRST_ZOOM);
  const answers = createAnswers(store, [
    fields.block,
    fields.reading,
    fields.term_info,
    fields.neighbours,
    fields.trial,
    fields.classifier,
    fields.training,
  ]);
  const feed = createFeed({
    cells,
    size: () => (live.peek() ? fields.size.peek() : { documents: 0, terms: 0 }),
    ask: (window) => {
      const old = fields.viewport.peek();
      if (!covers(old, window) || !covers(window, old)) answers.sent();
      store.pass({ viewport: { ...window } });
    },
  });

  const endBlocks = effect(() => {
    const version = fields.version.value;
    const blocks: readonly (Block | null)[] = [...(fields.stored.value?.blocks ?? []), fields.block.value];
    const current = blocks.filter((block) => block !== null && block.version === version) as Block[];
    if (cells.version !== version) cells.clear(version);
    for (const block of current) if (!cells.covered(block)) cells.add(block);
    news.value = news.peek() + 1;
    feed.answered();
  });

  const stored = computed(() => fields.stored.value);
  const reading = computed(() => {
    const document = fields.cell.value?.document;
    if (document === undefined) return null;
    const { value: sent } = fields.reading;
    return sent?.document === document ? sent : (stored.value?.readings[document] ?? null);
  });
  const term = computed(() => {
    const name = fields.cell.value?.term;
    if (name === undefined) return null;
    const { value: sent } = fields.term_info;
    if (sent?.term === name) return sent;
    const found = stored.value?.terms;
    return found !== undefined && Object.hasOwn(found, name) ? (found[name] ?? null) : null;
  });
  const neighbours = computed(() => {
    const document = fields.cell.value?.document;
    if (document === undefined) return null;
    if (fields.reading.value?.document === document) return fields.neighbours.value;
    return stored.value?.neighbours[document] ?? null;
  });
  const selected = computed(() => {
    const cell = fields.cell.value;
    void news.value;
    if (cell === null) return { row: -1, column: -1 };
    return {
      row: reading.value?.row ?? cells.rowOf(cell.document) ?? -1,
      column: term.value?.column ?? cells.columnOf(cell.term) ?? -1,
    };
  });
  // The same object as long as it is the same place: what follows it would move the matrix with every block.
  let last: Place = { row: -1, column: -1 };
  const place = computed(() => {
    const now = cursor.value ?? selected.value;
    if (now.row !== last.row || now.column !== last.column) last = now;
    return last;
  });

  // The keyboard goes ahead: what it has come to is looked at when it rests and is known.
  let timer: ReturnType<typeof setTimeout> | undefined;
  const endCursor = effect(() => {
    const at = cursor.value;
    void news.value;
    clearTimeout(timer);
    if (at === null) return;
    const document = cells.row(at.row)?.document;
    const name = cells.column(at.column)?.term;
    if (document === undefined || name === undefined) return;
    timer = setTimeout(() => look({ document, term: name }), SETTLED);
  });

  function look(cell: { document: number; term: string }): void {
    const old = fields.cell.peek();
    batch(() => {
      cursor.value = null;
      if (cell.document !== old?.document || cell.term !== old.term) ask({ cell });
    });
  }

  function ask(patch: Partial<VectorizerExplorerEmit>): void {
    if (live.peek()) answers.sent();
    store.set(patch);
  }

  return {
    ...store,
    answers,
    cells,
    feed,
    news,
    scheme: computed(() => schemeOf(fields.weighting.value, fields.sublinear.value)),
    zoomLevel,
    zoom: computed(() => ZOOMS[zoomLevel.value] as Zoom),
    place,
    lit: signal<string | null>(null),
    hover: signal<Hover | null>(null),
    reading,
    term,
    neighbours,
    facts: computed(() => {
      void news.value;
      return factsOf(fields.size.value.documents, cells, fields.cell.value, reading.value, term.value);
    }),
    select(patch) {
      const before = fields.cell.peek();
      const document = patch.document ?? before?.document ?? 0;
      const name = patch.term ?? before?.term;
      if (name !== undefined) look({ document, term: name });
    },
    moveTo(row, column) {
      const { documents, terms } = fields.size.peek();
      if (documents === 0 || terms === 0) return;
      cursor.value = {
        row: Math.max(0, Math.min(documents - 1, row)),
        column: Math.max(0, Math.min(terms - 1, column)),
      };
    },
    ask,
    end() {
      clearTimeout(timer);
      endBlocks();
      endCursor();
      feed.end();
      answers.end();
    },
  };
}
