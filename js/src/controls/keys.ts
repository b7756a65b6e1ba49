/** Keys that a widget takes for itself inside a host with shortcuts of its own. */

/**
 * JupyterLab looks at every key press on the document, before the widget, unless an ancestor of the target carries
 * `data-lm-suppress-shortcuts`. This sets it for exactly the key presses that `takes` claims, so that the others
 * (save, run) still reach the host. Returns the function that ends it.
 */
export function claimKeys(root: HTMLElement, takes: (event: KeyboardEvent) => boolean): () => void {
  const view = root.ownerDocument.defaultView;
  const mark = (event: KeyboardEvent) => {
    if (event.target instanceof Node && root.contains(event.target)) {
      root.toggleAttribute("data-lm-suppress-shortcuts", takes(event));
    }
  };
  view?.addEventListener("keydown", mark, { capture: true });
  return () => view?.removeEventListener("keydown", mark, { capture: true });
}

/** True where typed characters go into a field. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
