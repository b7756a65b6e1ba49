/** One lane: a text with what the step did to it, in which tokens can be pointed at, walked through and held. */

import { effect } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { useUid } from "../../controls/use_uid";
import type { Focus } from "../../protocol/preprocessing_explorer.gen";
import { createExact } from "./exact";
import { type Laid, lay } from "./items";
import { drawLane, type LaneDom, type Place } from "./lane_dom";
import type { Stage, Store } from "./state";

interface Props {
  readonly store: Store;
  readonly stage: Stage;
  readonly folded: boolean;
}

export function useLaid(stage: Stage): Laid {
  return useMemo(() => lay(stage.text, stage.before, stage.rows), [stage.text, stage.before, stage.rows]);
}

export function Lane({ store, stage, folded }: Props) {
  const laid = useLaid(stage);
  const root = useRef<HTMLDivElement>(null);
  const dom = useRef<LaneDom | null>(null);
  const active = useRef(0);
  const id = useUid();
  const exact = useMemo(() => createExact(globalThis.window ?? null), []);
  useEffect(() => exact.end, [exact]);

  const light = () => {
    const { value: lit } = store.lit;
    const at = store.stages.peek().findIndex((one) => one.id === stage.id);
    const spans = lit?.spans[at] ?? [];
    const before = at > 0 ? (lit?.spans[at - 1] ?? []) : [];
    exact.paint(dom.current?.light(spans, before) ?? []);
    root.current?.toggleAttribute("data-origin", lit?.at === at);
    if (lit?.held || store.keyed.peek()) scrollTo(root.current, dom.current?.firstLit());
  };
  useLayoutEffect(() => {
    if (root.current === null) return;
    dom.current = drawLane(root.current, laid.items);
    active.current = 0;
    // At once, not after the next frame: what is pointed at is lit in the same one.
    return effect(light);
  }, [laid]);

  const focusOf = ({ ghost, start, stop }: Place): Focus => {
    const stages = store.stages.peek();
    const before = stages[stages.findIndex((one) => one.id === stage.id) - 1];
    return { id: ghost ? (before?.id ?? "") : stage.id, start, stop };
  };
  const placeAt = (event: Event) => (event.target instanceof Element ? dom.current?.find(event.target) : undefined);
  const point = (place: Place | undefined, keyed = false) => {
    store.keyed.value = keyed;
    store.hover.value = place === undefined ? null : focusOf(place);
  };

  function go(to: number): void {
    const places = dom.current?.places ?? [];
    const place = places[Math.max(0, Math.min(places.length - 1, to))];
    if (place === undefined || root.current === null) return;
    mark(root.current, place.element, id);
    active.current = places.indexOf(place);
    point(place, true);
    scrollTo(root.current, place.element);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const places = dom.current?.places ?? [];
    const to = {
      ArrowRight: active.current + 1,
      ArrowLeft: active.current - 1,
      ArrowDown: lineOf(places, active.current, 1),
      ArrowUp: lineOf(places, active.current, -1),
      Home: 0,
      End: places.length - 1,
    }[event.key];
    const place = places[active.current];
    if (to !== undefined) go(to);
    else if ((event.key === "Enter" || event.key === " ") && place !== undefined) store.hold(focusOf(place));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      class={`nlpw-lane${folded ? " nlpw-folded" : ""}`}
      ref={root}
      role="listbox"
      tabIndex={0}
      dir="auto"
      data-lane={stage.id}
      aria-multiselectable="true"
      aria-label={stage.before === null ? "source" : `text after ${stage.title}`}
      onPointerOver={(event) => {
        if (event.pointerType !== "touch") point(placeAt(event));
      }}
      onPointerLeave={() => point(undefined)}
      onClick={(event) => {
        const place = placeAt(event);
        if (place === undefined || !nothingSelected(event.currentTarget)) return;
        const index = dom.current?.places.indexOf(place) ?? -1;
        if (index >= 0 && root.current !== null) {
          active.current = index;
          mark(root.current, place.element, id);
        }
        store.hold(focusOf(place));
      }}
      onFocus={(event) => {
        if (event.currentTarget.matches(":focus-visible")) go(active.current);
      }}
      onBlur={() => point(undefined)}
      onKeyDown={onKeyDown}
    />
  );
}

/** The place that the arrow keys are on; only it has an id, for the reader of the screen. */
function mark(lane: HTMLElement, element: HTMLElement, id: string): void {
  const before = lane.querySelector<HTMLElement>(`#${id}`);
  before?.removeAttribute("id");
  before?.removeAttribute("data-active");
  element.id = id;
  element.toggleAttribute("data-active", true);
  lane.setAttribute("aria-activedescendant", id);
}

/** Scrolls the lane, never the page. */
function scrollTo(lane: HTMLElement | null, element: HTMLElement | undefined): void {
  if (lane === null || element === undefined) return;
  const [outer, inner] = [lane.getBoundingClientRect(), element.getBoundingClientRect()];
  // What is out of sight comes to the middle: what stands around it is then in sight, too.
  if (inner.top < outer.top + 4 || inner.bottom > outer.bottom - 4) {
    lane.scrollTop += (inner.top + inner.bottom - outer.top - outer.bottom) / 2;
  }
  if (inner.left < outer.left + 4) lane.scrollLeft -= outer.left - inner.left + 40;
  else if (inner.right > outer.right - 4) lane.scrollLeft += inner.right - outer.right + 40;
}

/** The place nearest in the next line up or down. */
function lineOf(places: readonly Place[], at: number, by: 1 | -1): number {
  const here = places[at]?.element.getBoundingClientRect();
  if (here === undefined) return at;
  const middle = here.left + here.width / 2;
  let best = at;
  let line = Number.NaN;
  let nearest = Number.POSITIVE_INFINITY;
  for (let k = at + by; k >= 0 && k < places.length; k += by) {
    const box = (places[k] as Place).element.getBoundingClientRect();
    if (Math.abs(box.top - here.top) < 3) continue;
    if (Number.isNaN(line)) line = box.top;
    if (Math.abs(box.top - line) >= 3) break;
    const distance = Math.abs(box.left + box.width / 2 - middle);
    if (distance < nearest) [best, nearest] = [k, distance];
  }
  return best;
}

/** A drag over text selects it, to copy; it holds nothing. */
function nothingSelected(element: HTMLElement): boolean {
  return element.ownerDocument.getSelection?.()?.isCollapsed ?? true;
}
