/** The state of a widget's page: one signal per trait, undo and redo, and what only this page knows. */

import { batch, type Signal, signal } from "@preact/signals";
import { History } from "../controls/history";
import type { Emit, Host } from "../protocol/view";
import type { Palette } from "../theme/colors";

export type Fields<P> = { readonly [K in keyof P]: Signal<P[K]> };

export interface Store<P extends object, E extends Partial<P>> {
  readonly fields: Fields<P>;
  readonly live: Signal<boolean>;
  /** Null while the widget is not in the page. */
  readonly palette: Signal<Palette | null>;
  /** Width of the root element in px; 0 while the widget is not in the page. */
  readonly width: Signal<number>;
  /** Device pixels per px. */
  readonly ratio: Signal<number>;
  readonly canUndo: Signal<boolean>;
  readonly canRedo: Signal<boolean>;
  /** Write traits: shown at once, remembered for undo, sent to whoever keeps them; what is urgent, without a pause. */
  set(patch: Partial<E>, urgent?: boolean): void;
  /** The same for traits that are no part of the state: where the page has scrolled to, that something is to be counted. */
  pass(patch: Partial<E>): void;
  undo(): void;
  redo(): void;
  update(patch: Partial<P>, host?: Host): void;
}

export function createStore<P extends object, E extends Partial<P>>(props: P, emit: Emit<E>, host: Host): Store<P, E> {
  const fields = Object.fromEntries(Object.entries(props).map(([key, value]) => [key, signal(value)])) as Fields<P>;
  const live = signal(host.live);
  const history = new History<E>();
  const canUndo = signal(false);
  const canRedo = signal(false);

  const field = (key: string) => fields[key as keyof P] as Signal<unknown>;

  function write(patch: Partial<E>, urgent = false): void {
    batch(() => {
      for (const [key, value] of Object.entries(patch)) field(key).value = value;
      canUndo.value = history.canUndo;
      canRedo.value = history.canRedo;
    });
    if (urgent) emit(patch, true);
    else emit(patch);
  }

  function changed(patch: Partial<E>): [string, unknown][] {
    return Object.entries(patch).filter(([key, value]) => !same(field(key).peek(), value));
  }

  return {
    fields,
    live,
    palette: signal<Palette | null>(null),
    width: signal(0),
    ratio: signal(1),
    canUndo,
    canRedo,
    set(patch, urgent) {
      const entries = changed(patch);
      if (entries.length === 0) return;
      const before = Object.fromEntries(entries.map(([key]) => [key, field(key).peek()])) as Partial<E>;
      const after = Object.fromEntries(entries) as Partial<E>;
      history.push(before, after, Date.now());
      write(after, urgent);
    },
    pass(patch) {
      const entries = changed(patch);
      if (entries.length > 0) write(Object.fromEntries(entries) as Partial<E>);
    },
    undo() {
      const patch = history.undo();
      if (patch !== null) write(patch);
    },
    redo() {
      const patch = history.redo();
      if (patch !== null) write(patch);
    },
    update(patch, changedHost) {
      batch(() => {
        for (const [key, value] of Object.entries(patch)) {
          if (!same(field(key).peek(), value)) field(key).value = value;
        }
        if (changedHost !== undefined) live.value = changedHost.live;
      });
    },
  };
}

/** Equal as far as a redraw goes: our own selection comes back as another object with the same content. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
