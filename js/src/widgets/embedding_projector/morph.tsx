/** From one embedding to the other, by hand or by itself. */

import { useSignal, useSignalEffect } from "@preact/signals";
import { Button } from "../../controls/button";
import { Slider } from "../../controls/slider";
import { percent } from "../../marks/format";
import type { Store } from "./state";

/** How long it takes from one end to the other, ms. */
const TIME = 1600;

export function Morph({ store }: { store: Store }) {
  const { fields } = store;
  const playing = useSignal(false);
  useSignalEffect(() => {
    if (!playing.value) return;
    const from = fields.morph.peek();
    const to = from < 0.5 ? 1 : 0;
    if (store.calm.peek()) {
      store.pass({ morph: to });
      playing.value = false;
      return;
    }
    let began = Number.NaN;
    let frame = requestAnimationFrame(function step(now) {
      if (Number.isNaN(began)) began = now;
      const share = Math.min(1, (now - began) / TIME);
      store.pass({ morph: from + (to - from) * share * share * (3 - 2 * share) });
      if (share < 1) frame = requestAnimationFrame(step);
      else playing.value = false;
    });
    return () => cancelAnimationFrame(frame);
  });
  const { name, second } = fields.source.value;
  if (fields.arrangement.value !== "morph" || second === "") return null;
  const go = (morph: number) => {
    playing.value = false;
    store.pass({ morph });
  };
  return (
    <div class="nlpw-morph">
      <Button
        name={playing.value ? "Pause" : "Move to the other embedding"}
        icon={playing.value ? "pause" : "play"}
        pressed={playing.value}
        onClick={() => {
          playing.value = !playing.peek();
        }}
      />
      <span class="nlpw-cut">{name}</span>
      <Slider
        label="Between the two embeddings"
        value={fields.morph.value}
        min={0}
        max={1}
        step={0.01}
        said={`${percent(fields.morph.value)} of the way to ${second}`}
        onPreview={go}
        onCommit={go}
      />
      <span class="nlpw-cut">{second}</span>
    </div>
  );
}
