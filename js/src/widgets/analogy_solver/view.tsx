/** The analogy solver: a is to b as c is to what, by three methods, with the parallelogram and what to compare it with. */

import { useSignal } from "@preact/signals";
import { Tabs } from "../../controls/tabs";
import type { Open } from "../../frame/bar";
import { mountWidget } from "../../frame/frame";
import { Messages } from "../../frame/messages";
import { whole } from "../../marks/format";
import type { AnalogySolverEmit, AnalogySolverProps } from "../../protocol/analogy_solver.gen";
import type { Mount } from "../../protocol/view";
import { AnswersView } from "./answers";
import { BaselinesPanel } from "./baselines";
import { Question } from "./boxes";
import { SolverDialogs } from "./dialogs";
import { PlanePanel } from "./plane";
import { QuestionsPanel } from "./questions";
import { createStore, type Store } from "./state";
import { Toolbar } from "./toolbar";

export const mount: Mount<AnalogySolverProps, AnalogySolverEmit> = (el, props, emit, host) => {
  const store = createStore(props, emit, host);
  return mountWidget({
    name: "nlpw-analogy-solver",
    el,
    store,
    content: () => <Solver store={store} />,
    begin: () => store.end,
  });
};

const PANELS = [
  { value: "plane", label: "Parallelogram" },
  { value: "baselines", label: "Baselines" },
  { value: "questions", label: "Questions" },
] as const;

function Solver({ store }: { store: Store }) {
  const open = useSignal<Open>(null);
  const { fields } = store;
  return (
    <>
      <Toolbar store={store} open={open} />
      <Messages status={fields.status} answers={store.answers} />
      <Saved store={store} />
      <Question store={store} />
      <AnswersView store={store} />
      <Tabs
        name="about the analogy"
        tabs={PANELS}
        value={fields.panel.value}
        onChange={(panel) => {
          if (panel !== "") store.pass({ panel: panel as typeof fields.panel.value }); // one is always shown
        }}
      >
        <Panel store={store} />
      </Tabs>
      <SolverDialogs store={store} open={open} />
    </>
  );
}

function Panel({ store }: { store: Store }) {
  switch (store.fields.panel.value) {
    case "baselines":
      return <BaselinesPanel store={store} />;
    case "questions":
      return <QuestionsPanel store={store} />;
    default:
      return <PlanePanel store={store} />;
  }
}

/** What a page without kernel can answer. */
function Saved({ store }: { store: Store }) {
  const set = store.fields.working_set.value;
  if (store.fixed.value) {
    return <p class="nlpw-said">There is no kernel any more: what was found stays, nothing new can be asked.</p>;
  }
  if (store.live.value || set === null) return null;
  const { embeddings, embedding } = store.fields;
  const words = embeddings.value.find(({ name }) => name === embedding.value)?.words ?? set.words.length;
  const part =
    set.words.length === words ? `all ${whole(words)} words` : `${whole(set.words.length)} of ${whole(words)} words`;
  return (
    <p class="nlpw-said">
      This page holds {part} of {embedding.value} and answers among them
      {store.local.value || set.words.length === words
        ? "."
        : "; the answers shown now are those of the whole vocabulary."}
    </p>
  );
}
