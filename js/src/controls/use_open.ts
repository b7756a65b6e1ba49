import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/**
 * Whether a field is to have the room that it takes while the focus is in it; call `opened` when the focus comes. A pointer
 * that is pressed elsewhere takes the focus away, but the room only when it is let go: what it pressed would move from under
 * it, and the click would be lost.
 */
export function useOpen(field: RefObject<HTMLElement>): { open: boolean; opened(): void } {
  const [open, setOpen] = useState(false);
  useLayoutEffect(() => {
    const { current: element } = field;
    if (!open || element === null) return;
    const page = element.ownerDocument;
    const abort = new AbortController();
    const options = { capture: true, signal: abort.signal };
    let pressed = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      if (!pressed && page.activeElement !== element) setOpen(false);
    };
    const release = () => {
      pressed = false;
      timer = setTimeout(settle); // the click comes first
    };
    page.addEventListener(
      "pointerdown",
      () => {
        pressed = true;
      },
      options,
    );
    page.addEventListener("pointerup", release, options);
    page.addEventListener("pointercancel", release, options);
    element.addEventListener("blur", settle, options);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [open, field]);
  return { open, opened: () => setOpen(true) };
}
