/** Moving cards: with the pointer on the handle, or with the keys. */

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";

/** The list with the item at `from` standing at `to`. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, k) => k !== from);
  rest.splice(to, 0, list[from] as T);
  return rest;
}

interface Lift {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly by: "pointer" | "keys";
}

export interface Reorder {
  /** The card in the air. */
  readonly lifted: string | null;
  /** What a screen reader hears. */
  readonly said: string;
  /** Place of each card as it would be. */
  place(index: number): number;
  handle(id: string, index: number, title: string): HandleProps;
}

interface HandleProps {
  "data-handle": string;
  onPointerDown(event: PointerEvent): void;
  onPointerMove(event: PointerEvent): void;
  onPointerUp(event: PointerEvent): void;
  onPointerCancel(): void;
  onKeyDown(event: KeyboardEvent): void;
  onBlur(): void;
}

/** `rows` gives the elements of the cards, in their order. */
export function useReorder(
  count: number,
  rows: () => HTMLElement[],
  move: (from: number, to: number) => void,
): Reorder {
  const lift = useSignal<Lift | null>(null);
  const said = useSignal("");
  /** The handle that gets the keyboard back after its card has moved in the page. */
  const refocus = useRef<string | null>(null);
  const middles = useRef<number[]>([]);
  useLayoutEffect(() => {
    const { current: id } = refocus;
    if (id === null) return;
    refocus.current = null;
    for (const row of rows()) {
      const handle = row.querySelector<HTMLElement>("[data-handle]");
      if (handle?.dataset.handle === id) handle.focus({ preventScroll: true });
    }
  });

  const within = (to: number) => Math.max(0, Math.min(count - 1, to));

  function drop(title: string): void {
    const { value: now } = lift;
    lift.value = null;
    if (now === null) return;
    said.value = `${title} dropped at place ${now.to + 1} of ${count}.`;
    if (now.from === now.to) return;
    if (now.by === "keys") refocus.current = now.id;
    move(now.from, now.to);
  }

  function cancel(): void {
    if (lift.peek() === null) return;
    lift.value = null;
    said.value = "Moving cancelled.";
  }

  const listTop = () => rows()[0]?.parentElement?.getBoundingClientRect().top ?? 0;

  /** Middles of the cards as they stand, from the top of the list: while one is dragged the others make room. */
  function measure(): number[] {
    const top = listTop();
    return rows().map((row) => {
      const box = row.getBoundingClientRect();
      return box.top + box.height / 2 - top;
    });
  }

  function target(y: number, from: number): number {
    return middles.current.filter((middle, k) => k !== from && middle < y - listTop()).length;
  }

  return {
    lifted: lift.value?.id ?? null,
    said: said.value,
    place(index) {
      const { value: now } = lift;
      if (now === null) return index;
      if (index === now.from) return now.to;
      const without = index > now.from ? index - 1 : index;
      return without >= now.to ? without + 1 : without;
    },
    handle: (id, index, title) => ({
      "data-handle": id,
      onPointerDown(event) {
        if (event.button !== 0) return;
        event.preventDefault();
        const handle = event.currentTarget as HTMLElement;
        handle.focus({ preventScroll: true });
        handle.setPointerCapture?.(event.pointerId);
        middles.current = measure();
        lift.value = { id, from: index, to: index, by: "pointer" };
      },
      onPointerMove(event) {
        const { value: now } = lift;
        if (now?.id !== id || now.by !== "pointer") return;
        const to = within(target(event.clientY, now.from));
        if (to !== now.to) lift.value = { ...now, to };
      },
      onPointerUp() {
        if (lift.peek()?.by === "pointer") drop(title);
      },
      onPointerCancel: cancel,
      onBlur: cancel,
      onKeyDown(event) {
        const { value: now } = lift;
        const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
        if (event.altKey && step !== undefined && now === null) {
          const to = within(index + step);
          if (to !== index) {
            refocus.current = id;
            move(index, to);
          }
          said.value = `${title}, place ${to + 1} of ${count}.`;
        } else if (now === null && event.key === " ") {
          lift.value = { id, from: index, to: index, by: "keys" };
          said.value = `${title} lifted, place ${index + 1} of ${count}. Arrows move it, space drops it, Escape cancels.`;
        } else if (now !== null && step !== undefined) {
          const to = within(now.to + step);
          lift.value = { ...now, to };
          said.value = `Place ${to + 1} of ${count}.`;
        } else if (now !== null && (event.key === " " || event.key === "Enter")) {
          drop(title);
        } else if (now !== null && event.key === "Escape") {
          cancel();
        } else {
          return;
        }
        event.preventDefault();
        event.stopPropagation();
      },
    }),
  };
}
