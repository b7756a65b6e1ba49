/** The projector's state: its traits, what follows from them, and what only this page knows. */

import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Answers, createAnswers } from "../../frame/answers";
import { createStore as createFrameStore, type Store as FrameStore } from "../../frame/store";
import { FAINT, MATCH, SELECTED, SIZE_ONE, STYLE_BYTES } from "../../marks/points_gl";
import type { Size } from "../../marks/view_matrix";
import { pack, unpack } from "../../protocol/codec";
import type {
  Column,
  EmbeddingProjectorEmit,
  EmbeddingProjectorProps,
  Neighbours,
} from "../../protocol/embedding_projector.gen";
import type { Emit, Host } from "../../protocol/view";
import { type Dress, PAPER } from "./dress";
import { createPilot, type Pilot } from "./pilot";
import { type Found, NOTHING, search } from "./search";
import { isSparse, PLAIN, scaleFor, shadeOf, sizeOf, valuesOf } from "./shades";
import { neighboursFrom } from "./stored";
import { Words } from "./words";

/** The point under the pointer. */
export interface Hover {
  readonly point: number;
  /** Px from the corner of the picture. */
  readonly x: number;
  readonly y: number;
}

/** Points with a value among many that have none: how many times as wide. */
const LARGER = 1.75;

export interface Store extends FrameStore<EmbeddingProjectorProps, EmbeddingProjectorEmit> {
  readonly answers: Answers;
  readonly words: ReadonlySignal<Words>;
  readonly found: ReadonlySignal<Found>;
  /** Selected points, rising. */
  readonly selected: ReadonlySignal<Int32Array>;
  /** Neighbours of the word looked at; null while they are not here. */
  readonly looked: ReadonlySignal<Neighbours | null>;
  /** The point of the word looked at; -1 for none. */
  readonly point: ReadonlySignal<number>;
  readonly colorColumn: ReadonlySignal<Column | undefined>;
  readonly sizeColumn: ReadonlySignal<Column | undefined>;
  readonly colorValues: ReadonlySignal<ArrayLike<number> | null>;
  readonly sizeValues: ReadonlySignal<ArrayLike<number> | null>;
  /** The only category that is shown in full; null when all are. */
  readonly onlyCategory: Signal<number | null>;
  /** Of the picture, px; 0 before it is in the page. */
  readonly size: Signal<Size>;
  /** For each point: shade, size, flags, nothing. */
  readonly style: ReadonlySignal<Uint8Array>;
  /** Points that are drawn last and larger; the word looked at comes last of all. */
  readonly lit: ReadonlySignal<Uint32Array>;
  readonly hover: Signal<Hover | null>;
  /** The point of the row under the pointer, in a list; -1 for none. */
  readonly marked: Signal<number>;
  readonly dress: Signal<Dress>;
  readonly pilot: Pilot;
  /** Flies to a point; the picture sets it. */
  readonly goTo: Signal<{ readonly points: readonly number[] } | null>;
  readonly calm: Signal<boolean>;
  /** What the kernel will answer. */
  ask(patch: Partial<EmbeddingProjectorEmit>): void;
  /** Look at a point, and perhaps fly there. */
  look(point: number, fly?: boolean): void;
  select(points: Int32Array): void;
  end(): void;
}

export function createStore(props: EmbeddingProjectorProps, emit: Emit<EmbeddingProjectorEmit>, host: Host): Store {
  const store = createFrameStore(props, emit, host);
  const { fields, live } = store;
  const answers = createAnswers(store, [
    fields.frame,
    fields.neighbours,
    fields.color_values,
    fields.size_values,
    fields.quality,
    fields.changes,
    fields.running,
    fields.run,
    fields.assess,
    fields.word,
  ]);
  const calm = signal(false);
  const words = computed(() => Words.unpack(fields.words.value));
  const found = signal<Found>(NOTHING);
  const endSearch = effect(() => search(words.value, fields.query.value, (now) => (found.value = now)));

  const selected = computed(() => {
    const { value } = fields.selected;
    return value === null ? new Int32Array(0) : (unpack(value).values as Int32Array);
  });
  const looked = computed(() => {
    const { value: word } = fields.word;
    if (word === "") return null;
    const { value: sent } = fields.neighbours;
    if (sent?.word === word) return sent;
    const { value: stored } = fields.stored;
    return stored === null ? null : neighboursFrom(stored, words.value, word, fields.k.value);
  });
  const point = computed(() => {
    const { value: sent } = fields.neighbours;
    const { value: word } = fields.word;
    return sent?.word === word ? sent.point : words.value.indexOf(word);
  });

  const columnOf = (name: string) => fields.columns.value.find((column) => column.name === name);
  const colorColumn = computed(() => columnOf(fields.color_by.value));
  const sizeColumn = computed(() => columnOf(fields.size_by.value));
  const colorValues = computed(() => valuesOf(colorColumn.value, fields.color_values.value));
  const sizeValues = computed(() => valuesOf(sizeColumn.value, fields.size_values.value));
  const onlyCategory = signal<number | null>(null);
  const endCategory = effect(() => {
    void fields.color_by.value;
    onlyCategory.value = null;
  });

  const base = computed(() => {
    const count = words.value.length;
    const style = new Uint8Array(STYLE_BYTES * count);
    const [color, colors] = [colorColumn.value, colorValues.value];
    const [size, sizes] = [sizeColumn.value, sizeValues.value];
    const only = scaleFor(color) === "category" ? onlyCategory.value : null;
    const few = color?.kind === "number" && colors !== null && isSparse(colors);
    for (let i = 0, k = 0; i < count; i++, k += STYLE_BYTES) {
      const value = colors === null ? -1 : (colors[i] ?? Number.NaN);
      style[k] = color === undefined || colors === null ? PLAIN : shadeOf(color, value);
      style[k + 1] = size === undefined || sizes === null ? SIZE_ONE : sizeOf(size, sizes[i] ?? Number.NaN);
      if (only !== null && value !== only) style[k + 2] = FAINT;
      // a measure of a sample would drown among the points that have none
      if (few) {
        if (!Number.isFinite(value)) style[k + 2] = FAINT;
        else if (size === undefined) style[k + 1] = LARGER * SIZE_ONE;
      }
    }
    return style;
  });
  const style = computed(() => {
    const marked = base.value.slice();
    const mark = (points: Int32Array, flag: number) => {
      for (const i of points) {
        const at = STYLE_BYTES * i + 2;
        if (at < marked.length) marked[at] = (marked[at] as number) | flag;
      }
    };
    mark(selected.value, SELECTED);
    mark(found.value.points, MATCH);
    return marked;
  });
  const lit = computed(() => {
    const count = words.value.length;
    const near = [...(looked.value?.second ?? []), ...(looked.value?.neighbours ?? [])].map((one) => one.point);
    const all = [selected.value, found.value.points, near.reverse(), [point.value]];
    const points: number[] = [];
    for (const group of all) for (const i of group) if (i >= 0 && i < count) points.push(i);
    return Uint32Array.from(points);
  });

  const pilot = createPilot({
    calm: () => calm.peek(),
    trait: fields.camera,
    keep: (camera) => store.pass({ camera: { ...camera } }),
  });
  const goTo = signal<{ readonly points: readonly number[] } | null>(null);

  function ask(patch: Partial<EmbeddingProjectorEmit>): void {
    if (live.peek()) answers.sent();
    store.set(patch);
  }

  function look(target: number, fly = false): void {
    const word = words.peek().at(target);
    if (word === "") return;
    if (word !== fields.word.peek()) ask({ word });
    if (fields.panel.peek() !== "neighbours" && !fly) store.pass({ panel: "neighbours" });
    if (fly) goTo.value = { points: [target] };
  }

  return {
    ...store,
    answers,
    words,
    found,
    selected,
    looked,
    point,
    colorColumn,
    sizeColumn,
    colorValues,
    sizeValues,
    onlyCategory,
    style,
    size: signal<Size>({ width: 0, height: 0 }),
    lit,
    hover: signal<Hover | null>(null),
    marked: signal(-1),
    dress: signal<Dress>(PAPER),
    pilot,
    goTo,
    calm,
    ask,
    look,
    select(points) {
      const none = points.length === 0;
      if (none && fields.selected.peek() === null) return;
      store.set({ selected: none ? null : pack({ shape: [points.length], values: points }) });
    },
    end() {
      endSearch();
      endCategory();
      pilot.end();
      answers.end();
    },
  };
}
