/** Keys that a widget takes for itself inside a host with shortcuts of its own. */

/**
 * JupyterLab looks for the shortcut of a key press from its target upwards, `:focus` included, until an element carries
 * `data-lm-suppress-shortcuts`. This sets it on the target itself, for exactly the key presses that `takes` claims, so
 * that the others (save, run) still reach the host. Returns the function that ends it.
 */
export function claimKeys(root: HTMLElement, takes: (event: KeyboardEvent) => boolean): () => void {
  const view = root.ownerDocument.defaultView;
  const mark = (event: KeyboardEvent) => {
    const { target } = event;
    if (target instanceof Element && root.contains(target)) {
      target.toggleAttribute("data-lm-suppress-shortcuts", takes(event));
    }
  };
  view?.addEventListener("keydown", mark, { capture: true });
  return () => view?.removeEventListener("keydown", mark, { capture: true });
}

/** True where typed characters go into a field. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
