/** The picture: canvases over one another, the tools in its corner, and what is beside the pointer. */

import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { Ref } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { whole } from "../../marks/format";
import { flyTo, onKey } from "./keyboard";
import { PictureLegend } from "./legend";
import { createPainter, type Painter } from "./painter";
import { createHand, type Hand } from "./pointer";
import type { Store } from "./state";
import { Tools } from "./tools";
import { Tooltip } from "./tooltip";

interface Props {
  readonly store: Store;
  readonly search: Ref<HTMLInputElement>;
}

export function Picture({ store, search }: Props) {
  const stage = useRef<HTMLDivElement>(null);
  const canvases = {
    density: useRef<HTMLCanvasElement>(null),
    points: useRef<HTMLCanvasElement>(null),
    plain: useRef<HTMLCanvasElement>(null),
    overlay: useRef<HTMLCanvasElement>(null),
  };
  const painter = useSignal<Painter | null>(null);
  const hand = useSignal<Hand | null>(null);

  useLayoutEffect(() => {
    const box = stage.current;
    const { density, points, plain, overlay } = canvases;
    if (box === null || !density.current || !points.current || !plain.current || !overlay.current) return;
    const mine = createPainter(
      { density: density.current, points: points.current, plain: plain.current, overlay: overlay.current },
      store,
    );
    const held = createHand(box, mine, store);
    painter.value = mine;
    hand.value = held;
    const observer = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      store.size.value = { width: Math.floor(width), height: Math.floor(height) };
    });
    observer.observe(box);
    return () => {
      observer.disconnect();
      held.end();
      mine.destroy();
    };
  }, []);

  useSignalEffect(() => {
    const wish = store.goTo.value;
    if (wish === null || painter.value === null) return;
    store.goTo.value = null;
    flyTo(store, painter.value, wish.points);
  });

  const { fields } = store;
  const deep = useComputed(() => (fields.frame.value?.points.shape[1] ?? 2) === 3);
  const focusSearch = () => {
    if (search !== null && typeof search === "object") search.current?.focus();
  };
  const { shown, name, second } = fields.source.value;
  const about = `${whole(shown)} words of ${name}${second === "" ? "" : ` and ${second}`}, ${deep.value ? 3 : 2} dimensions`;
  return (
    <div class="nlpw-picture">
      <div
        ref={stage}
        class={`nlpw-stage nlpw-tool-${fields.tool.value}`}
        role="application"
        aria-roledescription="scatter plot"
        aria-label={`${about}. Arrow keys move, plus and minus zoom, Enter looks at the word in the middle.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture is moved by its keys
        tabIndex={0}
        onKeyDown={(event) => {
          if (painter.value === null || event.target !== stage.current) return;
          if (!onKey(event, store, painter.value, focusSearch)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        <canvas ref={canvases.density} />
        <canvas ref={canvases.points} />
        <canvas ref={canvases.plain} />
        <canvas ref={canvases.overlay} />
      </div>
      {painter.value !== null && (
        <>
          <Tools store={store} painter={painter.value} />
          <PictureLegend store={store} painter={painter.value} />
        </>
      )}
      {fields.arrangement.value === "side" && second !== "" && (
        <div class="nlpw-halves" aria-hidden="true">
          <span>{name}</span>
          <span>{second}</span>
        </div>
      )}
      {hand.value?.hint.value && <p class="nlpw-wheel-hint">Click the picture, or hold Ctrl, to zoom with the wheel</p>}
      <Tooltip store={store} />
    </div>
  );
}
