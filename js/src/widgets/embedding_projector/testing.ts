/** Puts a view on a page, with or without the kernel made up for it, and reads what it shows. */

import { vi } from "vitest";
import type { EmbeddingProjectorEmit, EmbeddingProjectorProps } from "../../protocol/embedding_projector.gen";
import type { View } from "../../protocol/view";
import { fakeKernel } from "./fake";
import { mount } from "./view";

export interface Stage {
  readonly el: HTMLElement;
  readonly view: View<EmbeddingProjectorProps>;
  readonly emitted: Partial<EmbeddingProjectorEmit>[];
}

/** With a kernel, everything that the page writes is answered at once. */
export function stage(props: EmbeddingProjectorProps, { live = true, kernel = false } = {}): Stage {
  const el = document.createElement("div");
  document.body.append(el);
  const emitted: Partial<EmbeddingProjectorEmit>[] = [];
  const answer = kernel ? fakeKernel(props) : null;
  const view = mount(
    el,
    props,
    (patch) => {
      emitted.push(patch);
      if (answer !== null) queueMicrotask(() => view.update(answer(patch)));
    },
    { live },
  );
  return { el, view, emitted };
}

export function shows(check: () => void): Promise<void> {
  return vi.waitFor(check, { interval: 5 });
}

export function find<E extends HTMLElement>(el: HTMLElement, selector: string): E {
  const found = el.querySelector<E>(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
}

/** By its name, or the beginning of it. */
export function button(el: HTMLElement, name: string): HTMLButtonElement {
  const found = [...el.querySelectorAll<HTMLButtonElement>("button")].find(
    (one) => one.getAttribute("aria-label")?.startsWith(name) || one.textContent?.trim().startsWith(name),
  );
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
}

export function press(target: HTMLElement, key: string, more: KeyboardEventInit = {}): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

export function change(field: HTMLInputElement | HTMLSelectElement, value: string, type = "change"): void {
  field.value = value;
  field.dispatchEvent(new Event(type, { bubbles: true }));
}

export function choose(el: HTMLElement, label: string, value: string): void {
  change(find<HTMLSelectElement>(el, `select[aria-label="${label}"]`), value);
}
