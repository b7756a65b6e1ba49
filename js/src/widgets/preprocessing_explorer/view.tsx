/** The preprocessing explorer: the text after every step of a pipeline, and where each character came from. */

import { useSignal } from "@preact/signals";
import { Tabs } from "../../controls/tabs";
import { Bar, type Open } from "../../frame/bar";
import { mountWidget } from "../../frame/frame";
import { Messages } from "../../frame/messages";
import type { PreprocessingExplorerEmit, PreprocessingExplorerProps } from "../../protocol/preprocessing_explorer.gen";
import type { Mount } from "../../protocol/view";
import { Caption } from "./caption";
import { CorpusPanel } from "./corpus";
import { ExplorerDialogs } from "./dialogs";
import { FormsPanel } from "./forms";
import { createStore, type Store } from "./state";
import { Steps } from "./steps";
import { TextLine } from "./text";

export const mount: Mount<PreprocessingExplorerProps, PreprocessingExplorerEmit> = (el, props, emit, host) => {
  const store = createStore(props, emit, host);
  return mountWidget({
    name: "nlpw-preprocessing-explorer",
    el,
    store,
    content: () => <Explorer store={store} />,
    begin: (root) => {
      const endRelease = onEscape(root, store);
      return () => {
        endRelease();
        store.answers.end();
      };
    },
  });
};

const PANELS = [
  { value: "forms", label: "Stem and lemma" },
  { value: "corpus", label: "Corpus" },
] as const;

function Explorer({ store }: { store: Store }) {
  const open = useSignal<Open>(null);
  const pipeline = useSignal(false);
  const { fields } = store;
  const commands = [
    {
      name: "Pipeline as plain Python",
      disabled: fields.pipeline_code.value === "",
      run: () => {
        pipeline.value = true;
      },
    },
    { name: "Fold all lanes", run: () => store.pass({ folded: store.stages.peek().map(({ id }) => id) }) },
    { name: "Unfold all lanes", run: () => store.pass({ folded: [] }) },
  ];
  return (
    <>
      <Bar
        title="Preprocessing"
        store={store}
        open={open}
        commands={commands}
        empty={fields.text.value === ""}
        actions={<Summary store={store} />}
      />
      <Messages status={fields.status} answers={store.answers} />
      <div class="nlpw-main">
        <TextLine store={store} />
      </div>
      <Steps store={store} />
      <Caption store={store} />
      {!store.live.value && fields.stored.value !== null && <p class="nlpw-said">{fields.stored.value.said}</p>}
      <Tabs
        name="more about the text"
        tabs={PANELS}
        value={fields.panel.value}
        onChange={(panel) => store.pass({ panel })}
      >
        {fields.panel.value === "corpus" ? <CorpusPanel store={store} /> : <FormsPanel store={store} />}
      </Tabs>
      <ExplorerDialogs store={store} open={open} pipeline={pipeline} />
    </>
  );
}

/** "18 → 9 tokens". */
function Summary({ store }: { store: Store }) {
  const { value: stages } = store.stages;
  const count = (at: number) =>
    stages
      .at(at)
      ?.text.value.split(/\s+/u)
      .filter((word) => word !== "").length ?? 0;
  return (
    <span class="nlpw-summary" aria-live="polite">
      {count(0)} → {count(-1)} tokens
    </span>
  );
}

/** Lets go of what is held; where something else takes Escape, it does not come here. */
function onEscape(root: HTMLElement, store: Store): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || store.fields.focus.peek() === null) return;
    store.hold(null);
    event.preventDefault();
    event.stopPropagation();
  };
  root.addEventListener("keydown", listener);
  return () => root.removeEventListener("keydown", listener);
}
