/** Binds a view to the Jupyter model that anywidget gives: the only code that reads and writes that model. */

import type { AnyModel, RenderProps } from "@anywidget/types";
import { guard } from "./failure";
import type { Mount } from "./view";

/** Shortest time between two messages to the kernel, in ms; servers limit messages per second. */
const SEND_EVERY = 100;
/** How long a host may take to hand our own values back, in ms. */
const ECHO_WINDOW = 1000;

/** How a reader turns to a widget. */
const APPROACHES = ["pointerenter", "focusin"] as const;

/** What ipywidgets' models have beyond anywidget's proxy; the `layout` of our model is one, with the same kernel. */
interface KernelModel {
  comm_live: boolean;
  comm?: { jsServicesComm?: { isDisposed?: boolean } };
  on(event: string, handler: () => void): void;
  off(event: string, handler: () => void): void;
}

interface AnyWidgetModule {
  render(props: Pick<RenderProps, "model" | "el" | "signal">): (() => void) | undefined;
}

/**
 * The module that anywidget loads for the traits `keys` and the view that `mount` makes.
 *
 * What the view emits is shown at once and reaches the kernel at most ten times a second, the latest value of each
 * trait winning; what is urgent goes at once. Traits that change together reach the view in one update.
 */
export function bind<P extends object, E extends Partial<P>>(
  keys: readonly (keyof P & string)[],
  mount: Mount<P, E>,
): AnyWidgetModule {
  return {
    render({ model, el, signal }) {
      if (signal?.aborted) return undefined;
      const destroy = connect(keys, mount, model, el);
      signal?.addEventListener("abort", destroy, { once: true });
      return destroy;
    },
  };
}

function connect<P extends object, E extends Partial<P>>(
  keys: readonly (keyof P & string)[],
  mount: Mount<P, E>,
  model: AnyModel,
  el: HTMLElement,
): () => void {
  type Key = keyof P & string;
  const unsent = new Map<Key, unknown>(); // emitted, not yet given to the model: newer than whatever the model holds
  const sent = new Map<Key, { value: unknown; at: number }[]>(); // given to the model within the echo window
  const changed = new Set<Key>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const kernel = kernelModel(model);
  let live = isLive(kernel);
  let hostChanged = false;
  let scheduled = false;
  let pause: ReturnType<typeof setTimeout> | undefined; // runs while the next message has to wait
  let destroyed = false;

  const value = (key: Key) => (unsent.has(key) ? unsent.get(key) : model.get(key)) as P[Key];

  function later(ms: number, action: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, ms);
    timers.add(timer);
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      if (destroyed) return;
      const patch: Partial<P> = {};
      for (const key of changed) patch[key] = value(key);
      changed.clear();
      if (hostChanged) view.update(patch, { live });
      else view.update(patch);
      hostChanged = false;
    });
  }

  /** An older value of ours coming back after a newer one left; it is looked at again when that must have arrived. */
  function isLateEcho(key: Key): boolean {
    const own = sent.get(key) ?? [];
    const now = Date.now();
    const incoming = JSON.stringify(model.get(key));
    const earlier = own.slice(0, -1).filter(({ at }) => now - at < ECHO_WINDOW);
    return (
      earlier.some((one) => JSON.stringify(one.value) === incoming) && JSON.stringify(own.at(-1)?.value) !== incoming
    );
  }

  function onChange(key: Key): void {
    if (unsent.has(key)) return; // a newer value is on its way out
    if (sent.has(key) && isLateEcho(key)) {
      later(ECHO_WINDOW, () => {
        changed.add(key);
        schedule();
      });
      return;
    }
    changed.add(key);
    schedule();
  }

  function flush(): void {
    if (unsent.size === 0) return;
    const at = Date.now();
    const going = [...unsent];
    for (const [key, newest] of going) {
      const own = (sent.get(key) ?? []).filter((one) => at - one.at < ECHO_WINDOW);
      sent.set(key, [...own, { value: newest, at }]);
      model.set(key, newest); // before `unsent` forgets it, so that our own change event is not taken for the kernel's
    }
    unsent.clear();
    checkLive();
    if (live) model.save_changes();
  }

  function send(): void {
    flush();
    clearTimeout(pause);
    pause = setTimeout(() => {
      pause = undefined;
      if (unsent.size > 0) send();
    }, SEND_EVERY);
  }

  function emit(patch: Partial<E>, urgent = false): void {
    if (destroyed) return;
    for (const [key, newest] of Object.entries(patch)) {
      unsent.set(key as Key, newest);
      changed.add(key as Key);
    }
    schedule();
    if (urgent || pause === undefined) send();
  }

  function checkLive(): void {
    if (isLive(kernel) === live) return;
    live = !live;
    hostChanged = true;
    schedule();
  }

  function onClosed(): void {
    if (!live) return;
    live = false;
    hostChanged = true;
    schedule();
  }

  const listeners = keys.map((key) => [`change:${key}`, () => onChange(key)] as const);
  for (const [event, handler] of listeners) model.on(event, handler);
  model.on("comm:close", onClosed);
  kernel?.on("comm_live_update", checkLive);
  // A kernel that dies says nothing: it is looked at whenever the reader turns to the widget.
  for (const approach of APPROACHES) el.addEventListener(approach, checkLive);
  const { defaultView: page } = el.ownerDocument;
  page?.addEventListener("pagehide", flush);

  const props = Object.fromEntries(keys.map((key) => [key, model.get(key)])) as P;
  const view = guard(mount)(el, props, emit, { live });

  return () => {
    if (destroyed) return;
    flush();
    destroyed = true;
    for (const [event, handler] of listeners) model.off(event, handler);
    model.off("comm:close", onClosed);
    kernel?.off("comm_live_update", checkLive);
    for (const approach of APPROACHES) el.removeEventListener(approach, checkLive);
    page?.removeEventListener("pagehide", flush);
    for (const timer of timers) clearTimeout(timer);
    clearTimeout(pause);
    view.destroy();
  };
}

/** A model of ipywidgets itself that lives and dies with our kernel; null on hosts that have none. */
function kernelModel(model: AnyModel): KernelModel | null {
  const layout: unknown = model.get("layout");
  return typeof layout === "object" && layout !== null && typeof (layout as KernelModel).comm_live === "boolean"
    ? (layout as KernelModel)
    : null;
}

function isLive(kernel: KernelModel | null): boolean {
  return kernel === null || (kernel.comm_live && kernel.comm?.jsServicesComm?.isDisposed !== true);
}
