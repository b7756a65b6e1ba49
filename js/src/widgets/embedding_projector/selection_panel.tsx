/** The selected words. */

import { Button } from "../../controls/button";
import { CopyButton } from "../../controls/copy_button";
import { counted } from "../../marks/format";
import { selectMatches } from "./keyboard";
import type { Store } from "./state";
import { valueText } from "./tooltip";
import { VirtualList } from "./virtual_list";

export function SelectionPanel({ store }: { store: Store }) {
  const selected = store.selected.value;
  const words = store.words.value;
  const matches = store.found.value.points.length;
  const column = store.colorColumn.value;
  const values = store.colorValues.value;
  if (selected.length === 0) {
    return (
      <>
        <p class="nlpw-none">
          Draw around points with the lasso (L) or the rectangle (R); Shift adds, Alt takes away. Python reads the words
          as <code>projector.selection</code>.
        </p>
        {matches > 0 && (
          <Button name="Select the matches of the search (M)" onClick={() => selectMatches(store)}>
            select {counted(matches, "match", "matches")}
          </Button>
        )}
      </>
    );
  }
  return (
    <>
      <div class="nlpw-panel-line">
        <b>{counted(selected.length, "word")}</b>
        <span class="nlpw-grow" />
        <Button
          name="Fly to the selection (F)"
          onClick={() => {
            store.goTo.value = { points: [...selected] };
          }}
        >
          fly
        </Button>
        <CopyButton name="Copy" text={() => Array.from(selected, (i) => words.at(i)).join("\n")} />
        <Button name="Clear the selection (Escape)" onClick={() => store.select(new Int32Array(0))}>
          clear
        </Button>
      </div>
      <VirtualList
        name="selected words"
        count={selected.length}
        row={(index) => {
          const point = selected[index] ?? -1;
          const value = values?.[point];
          return (
            <button
              type="button"
              class="nlpw-row"
              onClick={() => store.look(point, true)}
              onPointerEnter={() => {
                store.marked.value = point;
              }}
              onPointerLeave={() => {
                store.marked.value = -1;
              }}
            >
              <span class="nlpw-cut">{words.at(point)}</span>
              {column !== undefined && value !== undefined && (
                <span class="nlpw-value">{valueText(column, value)}</span>
              )}
            </button>
          );
        }}
      />
    </>
  );
}
