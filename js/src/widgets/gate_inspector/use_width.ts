/** The width of an element, followed while it is shown. */

import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** Ref to attach and the width in px of what it is attached to; `fallback` until it is known. */
export function useWidth<E extends Element>(fallback: number): [RefObject<E>, number] {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(fallback);
  useEffect(() => {
    const element = ref.current;
    if (element === null || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(([entry]) => {
      const found = Math.round(entry?.contentRect.width ?? 0);
      if (found > 0) setWidth(found);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
