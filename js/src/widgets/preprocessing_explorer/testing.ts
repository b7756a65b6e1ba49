/** What the tests of the view share. */

import { expect, onTestFinished, vi } from "vitest";
import type { PreprocessingExplorerEmit, PreprocessingExplorerProps } from "../../protocol/preprocessing_explorer.gen";
import type { View } from "../../protocol/view";
import { mount } from "./view";

export interface Stage {
  el: HTMLElement;
  view: View<PreprocessingExplorerProps>;
  emitted: Partial<PreprocessingExplorerEmit>[];
}

export function stage(props: PreprocessingExplorerProps, live = true): Stage {
  const el = document.createElement("div");
  document.body.append(el);
  const emitted: Partial<PreprocessingExplorerEmit>[] = [];
  const view = mount(el, props, (patch) => emitted.push(patch), { live });
  onTestFinished(() => {
    view.destroy();
    expect(el.childNodes).toHaveLength(0);
    el.remove();
  });
  return { el, view, emitted };
}

/** Waits until the view shows it: Preact draws after the event that asked for it. */
export function shows(check: () => void): Promise<void> {
  return vi.waitFor(check, { interval: 5 });
}

export function find<E extends HTMLElement>(el: HTMLElement, selector: string): E {
  const found = el.querySelector<E>(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
}

export function named<E extends HTMLElement>(el: HTMLElement, name: string): E {
  return find<E>(el, `[aria-label="${name}"]`);
}

export function button(el: HTMLElement, text: string): HTMLButtonElement {
  const found = [...el.querySelectorAll("button")].find((one) => one.textContent === text);
  if (found === undefined) throw new Error(`no button ${text}`);
  return found;
}

export function press(target: HTMLElement, key: string, more: KeyboardEventInit = {}): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

export function point(target: HTMLElement): void {
  target.dispatchEvent(new MouseEvent("pointerover", { bubbles: true }));
}

/** The token or ghost of a lane with this text. */
export function token(el: HTMLElement, lane: string, text: string): HTMLElement {
  const all = [...find(el, `[data-lane="${lane}"]`).querySelectorAll<HTMLElement>(".nlpw-mark, .nlpw-ghost")];
  const found = all.find((one) => one.textContent?.trim() === text);
  if (found === undefined) throw new Error(`no ${text} in ${lane}`);
  return found;
}

export function litIn(el: HTMLElement, lane: string): string[] {
  return [...find(el, `[data-lane="${lane}"]`).querySelectorAll("[data-lit]")].map(
    (one) => one.textContent?.trim() ?? "",
  );
}

export function cardIds(el: HTMLElement): string[] {
  return [...el.querySelectorAll<HTMLElement>("[data-card]")].map((one) => one.dataset.card ?? "");
}

export function handle(el: HTMLElement, id: string): HTMLElement {
  return find(el, `[data-handle="${id}"]`);
}

/** After each test. */
export async function clear(): Promise<void> {
  vi.useRealTimers();
  // Preact runs effects after the next frame, from one queue: what is left there must not meet another test's timers.
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}
