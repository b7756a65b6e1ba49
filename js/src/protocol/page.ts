/** Host of a saved page: no kernel, no network; the view keeps its own state. */

import { guard } from "./failure";
import type { Mount } from "./view";

/**
 * Mounts the view into every `<div class="nlpw-page" data-widget="stem">` of the page. Its child
 * `<script type="application/json">` holds `{"props": {...}}`, arrays as `{"dtype", "shape", "base64"}`.
 */
export function mountPages<P extends object, E extends Partial<P>>(stem: string, mount: Mount<P, E>): (() => void)[] {
  return [...document.querySelectorAll<HTMLElement>(`.nlpw-page[data-widget="${stem}"]`)].map((place) => {
    const state = place.querySelector('script[type="application/json"]')?.textContent;
    if (!state) throw new Error(`the page holds no state for ${stem}`);
    const { props } = JSON.parse(state) as { props: unknown };
    const el = document.createElement("div");
    place.append(el);
    return mountPage(el, decode(props) as P, mount);
  });
}

function mountPage<P extends object, E extends Partial<P>>(el: HTMLElement, props: P, mount: Mount<P, E>): () => void {
  let patch: Partial<P> = {};
  let scheduled = false;
  let destroyed = false;

  function emit(change: Partial<E>): void {
    Object.assign(patch, change);
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      const now = patch;
      patch = {};
      scheduled = false;
      if (!destroyed) view.update(now);
    });
  }

  const view = guard(mount)(el, props, emit, { live: false });
  return () => {
    destroyed = true;
    view.destroy();
  };
}

/** JSON with base64 arrays to what the traits hold in a notebook. */
export function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  const { base64, ...rest } = value as Record<string, unknown>;
  if (typeof base64 === "string" && "dtype" in rest && "shape" in rest) return { ...rest, data: bytes(base64) };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decode(inner)]));
}

function bytes(base64: string): DataView {
  return new DataView(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer);
}
