/** The story of what is lit, in one line below the lanes. */

import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Button } from "../../controls/button";
import type { Store } from "./state";
import { clip, tell } from "./story";

export function Caption({ store }: { store: Store }) {
  const story = useMemo(
    () => computed(() => (store.lit.value === null ? null : tell(store.stages.value, store.lit.value.spans))),
    [store],
  ).value;
  const held = store.lit.value?.held === true;
  return (
    <div class="nlpw-story" data-held={held ? "" : undefined}>
      <p aria-live="polite">
        {story === null || story.beats.length === 0 ? (
          <span class="nlpw-faded">
            Point at a word to see where it comes from and what becomes of it; a click holds it.
            <span class="nlpw-key">
              <span class="nlpw-ghost">
                <s>removed</s>
              </span>{" "}
              <span class="nlpw-changed">changed</span> <span class="nlpw-joined">joined</span>
            </span>
          </span>
        ) : (
          <>
            {story.beats.map(({ step, text }, k) => (
              <span class="nlpw-beat" key={k}>
                {step !== "" && (
                  <span class="nlpw-by">
                    {k > 0 && <span aria-hidden="true">→ </span>}
                    {k === 0 ? `added by ${step}` : step}
                  </span>
                )}
                <b dir="auto">{text.trim() === "" ? "␣" : clip(text.trim())}</b>
              </span>
            ))}
            {story.removedBy !== null && <span class="nlpw-gone">→ removed by {story.removedBy}</span>}
            {story.removedBy === null && story.beats.length === 1 && story.addedBy === null && (
              <span class="nlpw-by">unchanged throughout</span>
            )}
          </>
        )}
      </p>
      {held && <Button name="Release (Escape)" icon="close" onClick={() => store.hold(null)} />}
    </div>
  );
}
