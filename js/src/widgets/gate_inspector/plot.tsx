/** The block that scrolls: panes above each other over one axis of columns. */

import type { Signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { scrollFor } from "./columns";
import { obstacle } from "./compare";
import { onWordsKey } from "./keyboard";
import type { Layout } from "./layout";
import { PaneBlock, SelectedColumn } from "./pane";
import { differenceSources } from "./sources";
import type { Pane, Store } from "./state";
import { Strip } from "./strip";

interface Props {
  readonly store: Store;
  readonly layout: Layout;
  readonly playing: Signal<boolean>;
}

export function Plot({ store, layout, playing }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const panes = store.panes.value;
  const column = layout.column.value;
  const columnWidth = layout.columnWidth.value;
  const { count } = layout.alignment.value;
  const viewport = layout.viewport.value;
  const showsDifference = panes.length > 1 && store.fields.compare_view.value === "difference";

  useEffect(() => listen(scroller.current, store, layout), []);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const left = scrollFor(column, columnWidth, element.scrollLeft, viewport, count);
    if (left === element.scrollLeft) return;
    const still = element.ownerDocument.defaultView?.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const near = Math.abs(left - element.scrollLeft) < viewport;
    element.scrollTo({ left, behavior: still || !near ? "instant" : "smooth" });
  }, [column, columnWidth, viewport, count]);

  // The selected unit stays in sight when it, the order or the zoom changes; the wheel may scroll it away.
  const { unit, direction } = store.selection.value;
  const { value: how } = store.fields.order;
  const { value: height } = store.fields.unit_height;
  useLayoutEffect(() => layout.showUnit(unit), [unit, direction, how, height]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (onWordsKey(event, store, layout, playing)) event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the words below have the keys; a click anywhere gives them the focus
    <div
      class="nlpw-scroller"
      ref={scroller}
      style={{ "--nlpw-label": `${layout.label.value}px` }}
      onMouseDown={focusWords}
    >
      <div class="nlpw-wide" style={{ width: `${layout.label.value + count * columnWidth}px` }}>
        {panes.map((pane) => (
          <PaneBlock
            key={pane.index}
            store={store}
            layout={layout}
            pane={pane}
            wordsOnly={showsDifference}
            onKeyDown={onKeyDown}
          />
        ))}
        {showsDifference && <Difference store={store} layout={layout} panes={panes} />}
      </div>
    </div>
  );
}

/** A click into a figure leaves the keyboard with the widget, not with the host's cell. */
function focusWords(event: MouseEvent): void {
  const { target, currentTarget } = event;
  if (!(target instanceof Element) || !(currentTarget instanceof Element) || event.button !== 0) return;
  if (target.closest("button, select, input, a, summary, [role=slider], .nlpw-unit-scroll") !== null) return;
  const pane = target.closest(".nlpw-pane")?.querySelector<HTMLElement>(".nlpw-tokens");
  const words = pane ?? currentTarget.querySelector<HTMLElement>(".nlpw-tokens");
  event.preventDefault();
  words?.focus({ preventScroll: true });
}

/** First minus second, or why there is no such thing. */
function Difference({ store, layout, panes }: { store: Store; layout: Layout; panes: readonly Pane[] }) {
  const [a, b] = panes.map((pane) => pane.groups.find(({ selected }) => selected));
  const alignment = layout.alignment.value;
  const reason = obstacle(a?.data, b?.data);
  const sources = useMemo(
    () => (reason === null && a?.data && b?.data ? differenceSources(a.data, b.data, alignment) : []),
    [reason, a?.data, b?.data, alignment],
  );
  if (reason !== null) return <p class="nlpw-waiting">{reason}</p>;
  return (
    <section class="nlpw-pane" aria-label="difference">
      <div class="nlpw-pane-head">
        <span>
          <b>A − B</b> where both have a word
        </span>
      </div>
      {sources.map((source) => (
        <Strip
          key={source.quantity.name}
          store={store}
          layout={layout}
          source={source}
          order={a === undefined ? new Int32Array(0) : layout.order(panes[0] as Pane, a, source.matrix.columns)}
          marked
          word={(at) =>
            panes.map((pane) => pane.item.tokens[alignment.tokenAt[pane.index]?.[at] ?? -1] ?? "gap").join(" − ")
          }
          pick={(at, unit) => {
            layout.moveTo(at);
            store.select({ unit });
          }}
        />
      ))}
      <SelectedColumn layout={layout} gap={false} />
    </section>
  );
}

/** Scrolling and zooming by wheel; the listeners are not passive, which JSX cannot say. */
function listen(element: HTMLElement | null, store: Store, layout: Layout): (() => void) | undefined {
  if (element === null) return undefined;
  let frame = 0;
  let turned = 0;
  const onScroll = () => {
    layout.hover.value = null;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      layout.scroll.value = element.scrollLeft;
    });
  };
  const onWheel = (event: WheelEvent) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      turned += event.deltaY + event.deltaX;
      if (Math.abs(turned) < 40) return; // a touch pad sends many small turns
      const direction = turned < 0 ? 1 : -1;
      turned = 0;
      if (event.shiftKey) layout.zoomUnits(direction);
      else zoomAt(element, layout, direction, event.clientX);
    } else if (!event.shiftKey && Math.abs(event.deltaY) > Math.abs(event.deltaX)) {
      const overStrip = event.target instanceof Element && event.target.closest(".nlpw-strip") !== null;
      const units = store.current.peek()?.meta.hidden_size ?? 0;
      if (overStrip && layout.scrollUnits(event.deltaY, units)) event.preventDefault();
    }
  };
  element.addEventListener("scroll", onScroll, { passive: true });
  element.addEventListener("wheel", onWheel, { passive: false });
  return () => {
    cancelAnimationFrame(frame);
    element.removeEventListener("scroll", onScroll);
    element.removeEventListener("wheel", onWheel);
  };
}

/** Keeps the word under the pointer where it is. */
function zoomAt(element: HTMLElement, layout: Layout, direction: 1 | -1, clientX: number): void {
  const x = clientX - element.getBoundingClientRect().left - layout.label.peek();
  const before = layout.columnWidth.peek();
  const at = (element.scrollLeft + x) / before;
  layout.zoomColumns(direction);
  element.scrollLeft = at * layout.columnWidth.peek() - x;
}
