/** What every widget's view does around its content: root element, theme, size, undo by keyboard, cleaning up. */

import { batch, effect, type Signal } from "@preact/signals";
import { type ComponentChild, render } from "preact";
import { claimKeys, isTyping } from "../controls/keys";
import type { View } from "../protocol/view";
import { readPalette } from "../theme/colors";
import { hostTheme, watchTheme } from "../theme/theme";
import type { Store } from "./store";

/** Traits that every widget has. */
interface Common {
  readonly theme: string;
}

interface Options<P extends object, E extends Partial<P>> {
  /** CSS class of the root, "nlpw-gate-inspector". */
  readonly name: string;
  readonly el: HTMLElement;
  readonly store: Store<P, E>;
  /** Drawn once; it reads the signals of the store. */
  readonly content: () => ComponentChild;
  /** Starts what else the view needs on its root element; returns the function that ends it. */
  readonly begin?: (root: HTMLElement) => () => void;
}

/** Draw the content into `el` until the view is destroyed. */
export function mountWidget<P extends Common, E extends Partial<P>>(options: Options<P, E>): View<P> {
  const { name, el, store, content, begin } = options;
  const root = el.ownerDocument.createElement("div");
  root.className = `nlpw nlpw-frame ${name}`;
  el.append(root);
  const ends = [followTheme(root, store), followSize(root, store), claimKeys(root, claims), onUndoKeys(root, store)];
  if (begin !== undefined) ends.push(begin(root));
  render(content(), root);
  return {
    update: store.update,
    destroy() {
      render(null, root);
      for (const end of ends) end();
      root.remove();
    },
  };
}

/** Light or dark as the trait or the host says; the canvases' colours follow. */
function followTheme<P extends Common, E extends Partial<P>>(root: HTMLElement, store: Store<P, E>): () => void {
  const theme = store.fields.theme as Signal<string>;
  const apply = (wish: string) => {
    const host = hostTheme(root);
    const shown = wish === "light" || wish === "dark" ? wish : host;
    root.dataset.theme = shown;
    // The host's own colours would be of the wrong theme then.
    root.toggleAttribute("data-own-colors", shown !== host);
    store.palette.value = readPalette(root);
  };
  const endEffect = effect(() => {
    const wish = theme.value;
    batch(() => apply(wish));
  });
  const endWatch = watchTheme(root, () => apply(theme.peek()));
  return () => {
    endEffect();
    endWatch();
  };
}

/** Width of the widget; the first report is also the news that the widget is in the page and its colours are known. */
function followSize<P extends object, E extends Partial<P>>(root: HTMLElement, store: Store<P, E>): () => void {
  const observer = new ResizeObserver(([entry]) => {
    batch(() => {
      store.width.value = Math.floor(entry?.contentRect.width ?? 0);
      store.ratio.value = root.ownerDocument.defaultView?.devicePixelRatio ?? 1;
      store.palette.value ??= readPalette(root);
    });
  });
  observer.observe(root);
  return () => observer.disconnect();
}

function onUndoKeys<P extends object, E extends Partial<P>>(root: HTMLElement, store: Store<P, E>): () => void {
  const listener = (event: KeyboardEvent) => {
    if (!isUndo(event)) return;
    if (event.key.toLowerCase() === "y" || event.shiftKey) store.redo();
    else store.undo();
    event.preventDefault();
    event.stopPropagation();
  };
  root.addEventListener("keydown", listener);
  return () => root.removeEventListener("keydown", listener);
}

/**
 * What the host must leave to the widget: plain keys, which in JupyterLab would move between cells or delete them, also
 * on buttons and lists; but Shift+Enter still runs the cell, except in the text box.
 */
function claims(event: KeyboardEvent): boolean {
  if (isUndo(event)) return true;
  if (event.ctrlKey || event.metaKey) return false;
  if (event.altKey) return event.key.startsWith("Arrow");
  return !(event.key === "Enter" && event.shiftKey) || isTyping(event.target);
}

function isUndo(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && ["z", "y"].includes(event.key.toLowerCase()) && !isTyping(event.target);
}
