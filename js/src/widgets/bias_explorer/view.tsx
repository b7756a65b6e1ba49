/** The bias explorer: a direction of bias, a slider that takes it out, and everything that moves with it. */

import { useSignal } from "@preact/signals";
import { Tabs } from "../../controls/tabs";
import type { Open } from "../../frame/bar";
import { mountWidget } from "../../frame/frame";
import { Messages } from "../../frame/messages";
import type { BiasExplorerEmit, BiasExplorerProps } from "../../protocol/bias_explorer.gen";
import type { Mount } from "../../protocol/view";
import { AnalogyPanel } from "./analogy_panel";
import { Builder } from "./builder";
import { ExplorerDialogs } from "./dialogs";
import { MethodsPanel } from "./methods_panel";
import { PlanePanel } from "./plane_panel";
import { Removal } from "./removal";
import { SentencePanel } from "./sentence_panel";
import { createStore, type Store } from "./state";
import { StaysPanel } from "./stays_panel";
import { Strip } from "./strip";
import { TestPanel } from "./test_panel";
import { Toolbar } from "./toolbar";
import { Words } from "./words";

export const mount: Mount<BiasExplorerProps, BiasExplorerEmit> = (el, props, emit, host) => {
  const store = createStore(props, emit, host);
  return mountWidget({
    name: "nlpw-bias-explorer",
    el,
    store,
    content: () => <Explorer store={store} />,
    begin: () => store.end,
  });
};

const PANELS = [
  { value: "test", label: "Association test" },
  { value: "analogy", label: "Analogy" },
  { value: "plane", label: "Neutralize, equalize" },
  { value: "sentence", label: "Sentence" },
  { value: "stays", label: "What stays" },
  { value: "methods", label: "Methods" },
] as const;

function Explorer({ store }: { store: Store }) {
  const open = useSignal<Open>(null);
  const { fields, live } = store;
  return (
    <>
      <Toolbar store={store} open={open} />
      <Messages status={fields.status} answers={store.answers} />
      {!live.value && (
        <p class="nlpw-said">
          There is no kernel: the slider and all that moves with it work, nothing else can be changed.
        </p>
      )}
      <Removal store={store} />
      <div class="nlpw-columns">
        <Builder store={store} />
        <section class="nlpw-along" aria-label="Words along the direction">
          <Strip store={store} />
          <Words store={store} />
        </section>
      </div>
      <Tabs
        name="what moves with it"
        tabs={PANELS}
        value={fields.panel.value}
        onChange={(panel) => {
          if (panel !== "") store.pass({ panel: panel as typeof fields.panel.value }); // one is always shown
        }}
      >
        <Panel store={store} />
      </Tabs>
      <ExplorerDialogs store={store} open={open} />
    </>
  );
}

function Panel({ store }: { store: Store }) {
  switch (store.fields.panel.value) {
    case "analogy":
      return <AnalogyPanel store={store} />;
    case "plane":
      return <PlanePanel store={store} />;
    case "sentence":
      return <SentencePanel store={store} />;
    case "stays":
      return <StaysPanel store={store} />;
    case "methods":
      return <MethodsPanel store={store} />;
    default:
      return <TestPanel store={store} />;
  }
}
