/** The gate inspector: every gate, state and number of a recurrent layer, word by word. */

import { useSignal, useSignalEffect } from "@preact/signals";
import { Button } from "../../controls/button";
import { usePlaying } from "../../controls/player";
import { type Answers, createAnswers } from "../../frame/answers";
import type { Open } from "../../frame/bar";
import { mountWidget } from "../../frame/frame";
import { Messages } from "../../frame/messages";
import type { GateInspectorEmit, GateInspectorProps } from "../../protocol/gate_inspector.gen";
import type { Mount } from "../../protocol/view";
import { Details } from "./details";
import { InspectorDialogs } from "./dialogs";
import { createLayout, type Layout } from "./layout";
import { Legend } from "./legend";
import { Plot } from "./plot";
import { createStore, type Store } from "./state";
import { Texts } from "./texts";
import { Toolbar } from "./toolbar";
import { Tooltip } from "./tooltip";

export const mount: Mount<GateInspectorProps, GateInspectorEmit> = (el, props, emit, host) => {
  const store = createStore(props, emit, host);
  const layout = createLayout(store);
  const answers = createAnswers(store, [store.fields.traces]);
  return mountWidget({
    name: "nlpw-gate-inspector",
    el,
    store,
    content: () => <Inspector store={store} layout={layout} answers={answers} />,
    begin: () => answers.end,
  });
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
      <Messages status={fields.status} answers={answers} />
      <div class="nlpw-main">
        <Texts store={store} comparing={comparing} answers={answers} />
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
      <InspectorDialogs store={store} layout={layout} open={open} />
      <Tooltip store={store} layout={layout} />
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
