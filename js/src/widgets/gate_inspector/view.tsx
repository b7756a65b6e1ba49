/** The gate inspector: every gate, state and number of a recurrent layer, word by word. */

import { batch, effect, useSignal, useSignalEffect } from "@preact/signals";
import { render } from "preact";
import { Button } from "../../controls/button";
import { claimKeys } from "../../controls/keys";
import { usePlaying } from "../../controls/player";
import type { GateInspectorEmit, GateInspectorProps } from "../../protocol/gate_inspector.gen";
import type { Mount } from "../../protocol/view";
import { readPalette } from "../../theme/colors";
import { hostTheme, watchTheme } from "../../theme/theme";
import { type Answers, createAnswers } from "./answers";
import { Details } from "./details";
import { Dialogs } from "./dialogs";
import { claims, onWidgetKey } from "./keyboard";
import { createLayout, type Layout } from "./layout";
import { Legend } from "./legend";
import { Messages } from "./messages";
import { Plot } from "./plot";
import { createStore, type Store } from "./state";
import { Texts } from "./texts";
import { type Open, Toolbar } from "./toolbar";
import { Tooltip } from "./tooltip";

export const mount: Mount<GateInspectorProps, GateInspectorEmit> = (el, props, emit, host) => {
  const root = el.ownerDocument.createElement("div");
  root.className = "nlpw nlpw-gate-inspector";
  el.append(root);
  const store = createStore(props, emit, host);
  const layout = createLayout(store);
  const answers = createAnswers(store);

  const ends = [
    followTheme(root, store),
    followSize(root, store, layout),
    claimKeys(root, claims),
    onKeys(root, store),
    answers.end,
  ];
  render(<Inspector store={store} layout={layout} answers={answers} />, root);
  return {
    update: store.update,
    destroy() {
      render(null, root);
      for (const end of ends) end();
      root.remove();
    },
  };
};

interface Props {
  readonly store: Store;
  readonly layout: Layout;
  readonly answers: Answers;
}

function Inspector({ store, layout, answers }: Props) {
  const playing = useSignal(false);
  const open = useSignal<Open>(null);
  const comparing = useSignal(store.fields.second_text.peek() !== null || store.fields.traces.peek().length > 1);
  const { fields } = store;

  usePlaying(
    playing,
    fields.speed,
    () => ({ at: layout.column.peek(), count: layout.alignment.peek().count }),
    layout.moveTo,
  );
  // A comparison begun or ended from Python, or by undo.
  useSignalEffect(() => {
    comparing.value = fields.second_text.value !== null || fields.traces.value.length > 1;
  });

  const empty = store.panes.value.length === 0;
  return (
    <>
      <Toolbar store={store} layout={layout} playing={playing} open={open} comparing={comparing} />
      <Messages store={store} answers={answers} />
      <div class="nlpw-main">
        <Texts store={store} layout={layout} comparing={comparing} answers={answers} />
        {fields.traces.value.length > 1 && <CompareView store={store} />}
        {empty ? (
          <p class="nlpw-waiting">
            {store.live.value ? "Nothing is traced yet: type a text." : "This page holds no trace."}
          </p>
        ) : (
          <>
            <Plot store={store} layout={layout} playing={playing} />
            <Legend store={store} layout={layout} />
          </>
        )}
      </div>
      <Details store={store} layout={layout} />
      <Dialogs store={store} layout={layout} open={open} />
      <Tooltip layout={layout} />
    </>
  );
}

function CompareView({ store }: { store: Store }) {
  const { value } = store.fields.compare_view;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend
    <div class="nlpw-group nlpw-compare-view" role="group" aria-label="show">
      <Button
        name="Both: the second text below the first"
        pressed={value === "both"}
        onClick={() => store.set({ compare_view: "both" })}
      >
        both
      </Button>
      <Button
        name="Difference: first minus second"
        pressed={value === "difference"}
        onClick={() => store.set({ compare_view: "difference" })}
      >
        difference
      </Button>
    </div>
  );
}

/** Light or dark as the trait or the host says; the canvases' colours follow. */
function followTheme(root: HTMLElement, store: Store): () => void {
  const apply = (wish: string) => {
    const host = hostTheme(root);
    const theme = wish === "light" || wish === "dark" ? wish : host;
    root.dataset.theme = theme;
    // The host's own colours would be of the wrong theme then.
    root.toggleAttribute("data-own-colors", theme !== host);
    store.palette.value = readPalette(root);
  };
  const endEffect = effect(() => {
    const wish = store.fields.theme.value;
    batch(() => apply(wish));
  });
  const endWatch = watchTheme(root, () => apply(store.fields.theme.peek()));
  return () => {
    endEffect();
    endWatch();
  };
}

/** Width of the widget; the first report is also the news that the widget is in the page and its colours are known. */
function followSize(root: HTMLElement, store: Store, layout: Layout): () => void {
  const observer = new ResizeObserver(([entry]) => {
    batch(() => {
      layout.width.value = Math.floor(entry?.contentRect.width ?? 0);
      layout.ratio.value = root.ownerDocument.defaultView?.devicePixelRatio ?? 1;
      store.palette.value ??= readPalette(root);
    });
  });
  observer.observe(root);
  return () => observer.disconnect();
}

function onKeys(root: HTMLElement, store: Store): () => void {
  const listener = (event: KeyboardEvent) => {
    if (onWidgetKey(event, store)) event.stopPropagation();
  };
  root.addEventListener("keydown", listener);
  return () => root.removeEventListener("keydown", listener);
}
