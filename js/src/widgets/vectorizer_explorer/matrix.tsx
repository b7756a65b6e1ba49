/** The document–term matrix: a canvas over an element that scrolls. */

import { effect, type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useUid } from "../../controls/use_uid";
import { whole } from "../../marks/format";
import { readInks, shadesOf } from "./colors";
import type { Geometry } from "./geometry";
import { moveBy } from "./keyboard";
import { termName } from "./names";
import { cellText, paint, type Scene } from "./paint";
import type { Store } from "./state";
import { weight } from "./weights";

interface Props {
  readonly store: Store;
  readonly geometry: Geometry;
  /** Weight of the strongest colour. */
  readonly top: number;
}

export function Matrix({ store, geometry, top }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const over = useSignal(-1);
  const id = useUid();
  const { scroller, element, box, spacer } = geometry;
  const { width, height } = spacer.value;
  const { palette } = store;
  const looks = useMemo(() => {
    const root = canvas.current ?? element.current;
    if (palette.value === null || root === null) return null;
    return { inks: readInks(root), shades: shadesOf(palette.value.unsigned.input as Uint32Array) };
  }, [palette.value, element.current]);
  const scene = useRef<Omit<Scene, "x" | "y" | "row" | "column" | "lit" | "over"> | null>(null);

  useEffect(() => {
    const { current } = element;
    if (current === null || typeof ResizeObserver === "undefined") return;
    const measure = () => {
      box.value = { width: current.clientWidth, height: current.clientHeight };
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);

  const unit = store.fields.options.value.unit;
  scene.current =
    looks === null
      ? null
      : {
          cells: store.cells,
          documents: store.fields.size.value.documents,
          across: geometry.across.value,
          down: geometry.down.value,
          margins: geometry.margins.value,
          zoom: store.zoom.value,
          scheme: store.scheme.value,
          top,
          ...looks,
          font: 'system-ui, "Segoe UI", Roboto, sans-serif',
          name: (term) => termName(term, unit),
        };

  // Drawn once per frame, whatever has changed.
  const request = useMemo(() => frames(() => draw(canvas.current, scene.current, store, geometry, over.peek())), []);
  useEffect(() => request.end, []);
  useEffect(() => request());
  useSignalEffect(() => {
    void [scroller.offset.value, store.news.value, store.place.value, store.lit.value, over.value, box.value];
    request();
  });

  // What is in sight is asked for; what is looked at comes into sight.
  useEffect(() => effect(() => store.feed.look(geometry.sight.value)), []);
  useEffect(
    () =>
      effect(() => {
        const { row, column } = store.place.value;
        if (box.value.width > 0) scroller.show(row, column);
      }),
    [],
  );
  // Another order is read from its beginning, wherever the selected cell has come to.
  const { term_order, document_order } = store.fields;
  useBeginning(term_order, store.news, () => scroller.begin("x"));
  useBeginning(document_order, store.news, () => scroller.begin("y"));

  const sizes = useRef({ across: geometry.across.peek(), down: geometry.down.peek() });
  useEffect(() => {
    const now = { across: geometry.across.peek(), down: geometry.down.peek() };
    if (now.across.size !== sizes.current.across.size) {
      scroller.keep(sizes.current);
      const { row, column } = store.place.peek();
      scroller.show(row, column);
    }
    sizes.current = now;
  });

  function at(event: PointerEvent | MouseEvent) {
    const rect = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return geometry.find(event.clientX - rect.left, event.clientY - rect.top);
  }

  function onPointerMove(event: PointerEvent): void {
    const { row, column } = at(event);
    over.value = row;
    store.lit.value = store.cells.column(column)?.term ?? null;
    const root = (event.currentTarget as HTMLElement).closest(".nlpw")?.getBoundingClientRect();
    const text = describe(store, row, column);
    store.hover.value =
      text === "" || root === undefined ? null : { x: event.clientX - root.left, y: event.clientY - root.top, text };
  }

  function leave(): void {
    over.value = -1;
    store.lit.value = null;
    store.hover.value = null;
  }

  function onClick(event: MouseEvent): void {
    const { row, column } = at(event);
    const document = store.cells.row(row)?.document;
    const term = store.cells.column(column)?.term;
    if (document === undefined && term === undefined) return;
    store.select({ ...(document !== undefined && { document }), ...(term !== undefined && { term }) });
  }

  const { documents, terms } = store.fields.size.value;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table of two and a half thousand million cells cannot be one
    <div
      class="nlpw-scroller"
      ref={element}
      role="grid"
      tabIndex={0}
      aria-label="Document–term matrix"
      aria-rowcount={documents}
      aria-colcount={terms}
      aria-activedescendant={`${id}-cell`}
      style={{ height: `${geometry.wish.value}px` }}
      onScroll={(event) => {
        scroller.follow(event.currentTarget);
        // Under the pointer that rests is another cell now.
        if (store.hover.peek() !== null) leave();
      }}
      onWheel={(event) => {
        if (!event.ctrlKey && scroller.wheel(event)) event.preventDefault();
      }}
      onPointerMove={onPointerMove}
      onPointerLeave={leave}
      onClick={onClick}
      onKeyDown={(event) => {
        if (moveBy(event, store, geometry)) event.preventDefault();
      }}
    >
      <div class="nlpw-spacer" style={{ width: `${width}px`, height: `${height}px` }} aria-hidden="true">
        <canvas ref={canvas} />
      </div>
      <Selected store={store} id={`${id}-cell`} />
    </div>
  );
}

/** The selected cell for screen readers: the grid itself is a picture. */
function Selected({ store, id }: { store: Store; id: string }) {
  const { row, column } = store.place.value;
  void [store.news.value, store.scheme.value];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of a table needs a table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div class="nlpw-hidden" role="row" aria-rowindex={row + 1}>
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus */}
      <div id={id} role="gridcell" aria-colindex={column + 1} aria-selected="true">
        {describe(store, row, column) || "no cell selected"}
      </div>
    </div>
  );
}

/** What a cell or a title holds, in words. */
function describe(store: Store, row: number, column: number): string {
  const facts = store.cells.row(row);
  const head = store.cells.column(column);
  const unit = store.fields.options.peek().unit;
  const { documents } = store.fields.size.peek();
  if (head === undefined) return facts === undefined ? "" : `${facts.document} · ${facts.title}`;
  const name = termName(head.term, unit);
  if (facts === undefined) return `${name} · in ${whole(head.df)} of ${whole(documents)}`;
  const count = store.cells.count(row, column);
  if (count === undefined) return `${name} · on its way`;
  const scheme = store.scheme.peek();
  const value = weight(scheme, { ...facts, count, df: head.df, documents });
  return `${name} in ${facts.document}: ${count === 0 ? "does not occur, 0" : scheme === "count" ? `${count}` : `${count}×, ${cellText(scheme, value)}`}`;
}

function draw(
  canvas: HTMLCanvasElement | null,
  scene: Omit<Scene, "x" | "y" | "row" | "column" | "lit" | "over"> | null,
  store: Store,
  { scroller, box }: Geometry,
  over: number,
): void {
  const context = canvas?.getContext("2d");
  const { width, height } = box.peek();
  if (!canvas || !context || scene === null || width === 0) return;
  const ratio = store.ratio.peek();
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const lit = store.lit.peek();
  const column = lit === null ? undefined : store.cells.columnOf(lit);
  paint(context, ratio, { ...scene, ...scroller.offset.peek(), ...store.place.peek(), lit: column ?? -1, over });
}

/** Calls `run` when the first block after a change of `order` has come. */
function useBeginning(order: ReadonlySignal<string>, news: ReadonlySignal<number>, run: () => void): void {
  useEffect(() => {
    let [known, due] = [order.peek(), false];
    return effect(() => {
      void news.value;
      if (due) run();
      due = order.value !== known;
      known = order.value;
    });
  }, []);
}

/** Calls `run` in the next frame, once however often it was asked. */
function frames(run: () => void): (() => void) & { end(): void } {
  let frame = 0;
  const request = () => {
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      run();
    });
  };
  return Object.assign(request, {
    end() {
      cancelAnimationFrame(frame);
      frame = 0;
    },
  });
}
