/** What dragging does, and how near the picture is. */

import type { Signal } from "@preact/signals";
import { Button } from "../../controls/button";
import { showAll, zoomBy } from "./keyboard";
import type { Painter } from "./painter";
import type { Store } from "./state";

const TOOLS = [
  { value: "pan", name: "Move (V)", path: "M8 2v12M2 8h12M6 4l2-2 2 2M6 12l2 2 2-2M4 6 2 8l2 2M12 6l2 2-2 2" },
  {
    value: "lasso",
    name: "Lasso (L): draw around points",
    path: "M8 3c3.3 0 6 1.8 6 4s-2.7 4-6 4-6-1.8-6-4 2.7-4 6-4zM4.5 10c-1 1.5-.5 3.5 1.5 4",
  },
  { value: "rectangle", name: "Rectangle (R): drag over points", path: "M3 4h10v8H3z" },
] as const;

export function Tools({ store, painter }: { store: Store; painter: Painter }) {
  const tool = store.fields.tool as Signal<"pan" | "lasso" | "rectangle">;
  return (
    <div class="nlpw-tools">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend */}
      <div class="nlpw-group" role="group" aria-label="what dragging does">
        {TOOLS.map(({ value, name, path }) => (
          <Button key={value} name={name} pressed={tool.value === value} onClick={() => store.pass({ tool: value })}>
            <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" class="nlpw-icon">
              <path d={path} fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round" />
            </svg>
          </Button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend */}
      <div class="nlpw-group" role="group" aria-label="zoom">
        <Button name="Further (−)" icon="minus" onClick={() => zoomBy(store, painter, -1)} />
        <Button name="Nearer (+)" icon="plus" onClick={() => zoomBy(store, painter, 1)} />
        <Button name="Show all (0)" onClick={() => showAll(store)}>
          all
        </Button>
      </div>
    </div>
  );
}
