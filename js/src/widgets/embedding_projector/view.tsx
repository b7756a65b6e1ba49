/** The embedding projector: word vectors as points, in two or three dimensions. */

import { effect, useSignal } from "@preact/signals";
import { createRef } from "preact";
import { useMemo } from "preact/hooks";
import { Tabs } from "../../controls/tabs";
import type { Open } from "../../frame/bar";
import { mountWidget } from "../../frame/frame";
import { Messages } from "../../frame/messages";
import type { EmbeddingProjectorEmit, EmbeddingProjectorProps } from "../../protocol/embedding_projector.gen";
import type { Mount } from "../../protocol/view";
import { Caption } from "./caption";
import { ChangesPanel } from "./changes_panel";
import { ProjectorDialogs } from "./dialogs";
import { readDress } from "./dress";
import { Morph } from "./morph";
import { NeighboursPanel } from "./neighbours_panel";
import { Picture } from "./picture";
import { QualityPanel } from "./quality_panel";
import { RunLine } from "./run_controls";
import { SelectionPanel } from "./selection_panel";
import { createStore, type Store } from "./state";
import { Toolbar } from "./toolbar";

export const mount: Mount<EmbeddingProjectorProps, EmbeddingProjectorEmit> = (el, props, emit, host) => {
  const store = createStore(props, emit, host);
  return mountWidget({
    name: "nlpw-embedding-projector",
    el,
    store,
    content: () => <Projector store={store} />,
    begin: (root) => begin(root, store),
  });
};

/** Follows the theme, and the reader's wish for less motion. */
function begin(root: HTMLElement, store: Store): () => void {
  const endDress = effect(() => {
    if (store.palette.value !== null) store.dress.value = readDress(root);
  });
  const media = root.ownerDocument.defaultView?.matchMedia("(prefers-reduced-motion: reduce)");
  const follow = () => {
    store.calm.value = media?.matches ?? false;
  };
  follow();
  media?.addEventListener("change", follow);
  return () => {
    media?.removeEventListener("change", follow);
    endDress();
    store.end();
  };
}

function Projector({ store }: { store: Store }) {
  const open = useSignal<Open>(null);
  const search = useMemo(() => createRef<HTMLInputElement>(), []);
  const { fields } = store;
  const { second, shown } = fields.source.value;
  const panels = [
    { value: "neighbours", label: "Neighbours" },
    { value: "selection", label: "Selection" },
    ...(second === "" ? [] : [{ value: "changes", label: "Changes" }]),
    { value: "quality", label: "Quality" },
  ];
  const panel = panels.some(({ value }) => value === fields.panel.value) ? fields.panel.value : "neighbours";
  return (
    <>
      <Toolbar store={store} open={open} search={search} />
      <RunLine store={store} />
      <Messages status={fields.status} answers={store.answers} />
      <div class="nlpw-main">
        <div class="nlpw-left">
          {shown === 0 ? (
            <p class="nlpw-waiting">There are no words to show.</p>
          ) : (
            <Picture store={store} search={search} />
          )}
          <Morph store={store} />
        </div>
        <div class="nlpw-right">
          <Tabs
            name="about the points"
            tabs={panels}
            value={panel}
            onChange={(wish) => {
              if (wish !== "") store.pass({ panel: wish as typeof fields.panel.value });
            }}
          >
            <Panel store={store} panel={panel} />
          </Tabs>
        </div>
      </div>
      <Caption store={store} />
      <ProjectorDialogs store={store} open={open} />
    </>
  );
}

function Panel({ store, panel }: { store: Store; panel: string }) {
  switch (panel) {
    case "selection":
      return <SelectionPanel store={store} />;
    case "changes":
      return <ChangesPanel store={store} />;
    case "quality":
      return <QualityPanel store={store} />;
    default:
      return <NeighboursPanel store={store} />;
  }
}
