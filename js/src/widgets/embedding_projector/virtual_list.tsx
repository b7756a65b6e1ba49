/** A list of any length, of which only the rows in sight are drawn. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface Props {
  readonly name: string;
  readonly count: number;
  /** Px. */
  readonly rowHeight?: number;
  readonly row: (index: number) => ComponentChildren;
  /** Rows [first, last) are in sight. */
  readonly onSight?: (first: number, last: number) => void;
}

/** Rows drawn above and below those in sight. */
const SPARE = 6;
/** Browsers hold no elements much higher, px. */
const HIGHEST = 8_000_000;
const FIRST_HEIGHT = 320;

export function VirtualList({ name, count, rowHeight = 26, row, onSight }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const height = useSignal(FIRST_HEIGHT);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      if (element.clientHeight > 0) height.value = element.clientHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // Of very long lists a px is more than a px.
  const full = count * rowHeight;
  const drawn = Math.min(full, HIGHEST);
  const stretch = full > drawn ? (full - height.value) / (drawn - height.value) : 1;
  const offset = Math.min(top.value, Math.max(0, drawn - height.value)) * stretch;
  const first = Math.max(0, Math.floor(offset / rowHeight));
  const last = Math.min(count, Math.ceil((offset + height.value) / rowHeight));
  useLayoutEffect(() => onSight?.(first, last), [first, last, onSight]);
  const start = Math.max(0, first - SPARE);
  const indices = Array.from({ length: Math.min(count, last + SPARE) - start }, (_, k) => start + k);
  const shift = top.value - offset;

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = (event.target as Element).closest<HTMLElement>("[data-row]");
    if (step === undefined || at === null) return;
    const next = Number(at.dataset.row) + step;
    const target = box.current?.querySelector<HTMLElement>(`[data-row="${next}"] button`);
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "nearest" });
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys go from row to row
    <div
      class="nlpw-list"
      ref={box}
      onScroll={(event) => {
        top.value = event.currentTarget.scrollTop;
      }}
      onKeyDown={onKeyDown}
    >
      <ul aria-label={name} style={{ height: `${drawn}px` }}>
        {indices.map((index) => (
          <li
            key={index}
            data-row={index}
            aria-setsize={count}
            aria-posinset={index + 1}
            style={{ height: `${rowHeight}px`, transform: `translateY(${index * rowHeight + shift}px)` }}
          >
            {row(index)}
          </li>
        ))}
      </ul>
    </div>
  );
}
