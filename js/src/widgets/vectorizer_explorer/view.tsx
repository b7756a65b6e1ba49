/** The vectorizer explorer: the document–term matrix, every cell with its formula and its places in the text. */

import { useComputed, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Tabs } from "../../controls/tabs";
import type { Open } from "../../frame/bar";
import { mountWidget } from "../../frame/frame";
import { Messages } from "../../frame/messages";
import type { VectorizerExplorerEmit, VectorizerExplorerProps } from "../../protocol/vectorizer_explorer.gen";
import type { Mount } from "../../protocol/view";
import { ClassifierPanel } from "./classifier";
import { ExplorerDialogs } from "./dialogs";
import { FormulaPanel } from "./formula";
import { createGeometry, type Geometry } from "./geometry";
import { Legend } from "./legend";
import { Matrix } from "./matrix";
import { NeighboursPanel } from "./neighbours";
import { PruningPanel } from "./pruning";
import { Reader } from "./reader";
import { strongest } from "./scale";
import { SentencePanel } from "./sentence";
import { createStore, type Store } from "./state";
import { TermPanel } from "./term_panel";
import { Toolbar } from "./toolbar";

export const mount: Mount<VectorizerExplorerProps, VectorizerExplorerEmit> = (el, props, emit, host) => {
  const store = createStore(props, emit, host);
  const geometry = createGeometry(store);
  return mountWidget({
    name: "nlpw-vectorizer-explorer",
    el,
    store,
    content: () => <Explorer store={store} geometry={geometry} />,
    begin: () => store.end,
  });
};

const PANELS = [
  { value: "formula", label: "Formula" },
  { value: "neighbours", label: "Neighbours" },
  { value: "pruning", label: "Pruning" },
  { value: "sentence", label: "Your sentence" },
  { value: "classifier", label: "Classifier" },
] as const;

function Explorer({ store, geometry }: { store: Store; geometry: Geometry }) {
  const open = useSignal<Open>(null);
  const { fields } = store;
  // One scale per matrix and weighting: while it scrolls, a colour keeps its meaning.
  const known = useComputed(() => (store.news.value > 0 && store.cells.all.length > 0 ? fields.version.value : -1));
  const top = useMemo(
    () => strongest(store.cells, store.scheme.value, fields.size.value.documents),
    [known.value, store.scheme.value, fields.size.value],
  );
  const { documents, terms } = fields.size.value;
  const empty = documents === 0 || terms === 0;
  return (
    <>
      <Toolbar store={store} open={open} />
      <Messages status={fields.status} answers={store.answers} />
      {!store.live.value && fields.stored.value !== null && <p class="nlpw-said">{fields.stored.value.said}</p>}
      {empty ? (
        <p class="nlpw-waiting">
          {documents === 0 ? "There are no documents." : "No term is left: prune less, or count other units."}
        </p>
      ) : (
        <>
          <Matrix store={store} geometry={geometry} top={top} />
          <Legend store={store} top={top} />
        </>
      )}
      <div class="nlpw-below">
        <Tabs
          name="about the matrix"
          tabs={PANELS}
          value={fields.panel.value}
          onChange={(panel) => store.pass({ panel: panel as typeof fields.panel.value })}
        >
          <Panel store={store} top={top} />
        </Tabs>
        <div class="nlpw-texts">
          <Reader store={store} top={top} />
          <TermPanel store={store} />
        </div>
      </div>
      <ExplorerDialogs store={store} geometry={geometry} open={open} />
      <Tooltip store={store} />
    </>
  );
}

function Panel({ store, top }: { store: Store; top: number }) {
  switch (store.fields.panel.value) {
    case "neighbours":
      return <NeighboursPanel store={store} />;
    case "pruning":
      return <PruningPanel store={store} />;
    case "sentence":
      return <SentencePanel store={store} top={top} />;
    case "classifier":
      return <ClassifierPanel store={store} />;
    default:
      return <FormulaPanel store={store} />;
  }
}

function Tooltip({ store }: { store: Store }) {
  const { value: hover } = store.hover;
  if (hover === null) return null;
  const left = Math.max(0, Math.min(hover.x + 12, store.width.value - 260));
  return (
    <div class="nlpw-tooltip" style={{ left: `${left}px`, top: `${hover.y + 18}px` }} aria-hidden="true">
      {hover.text}
    </div>
  );
}
