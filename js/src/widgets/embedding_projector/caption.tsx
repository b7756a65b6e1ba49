/** Below the picture: what it shows, and how. */

import { Select } from "../../controls/select";
import { Slider } from "../../controls/slider";
import { Switch } from "../../controls/switch";
import { format, whole } from "../../marks/format";
import { methodName } from "./methods";
import { isIterated } from "./run_controls";
import type { Store } from "./state";

const DENSITIES = [
  { value: "auto", label: "as fits" },
  { value: "points", label: "points" },
  { value: "density", label: "density" },
] as const;

export function Caption({ store }: { store: Store }) {
  const { fields } = store;
  const { columns, color_by, size_by } = fields;
  const fixed = !store.live.value;
  const named = (chosen: string, kinds: readonly string[]) => {
    const all = [
      { value: "", label: "nothing" },
      ...columns.value.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => ({ value: name, label: name })),
    ];
    // Without a kernel only the values that were saved are here.
    return fixed ? all.filter(({ value }) => value === chosen) : all;
  };
  return (
    <div class="nlpw-caption">
      <p>{saidOf(store)}</p>
      <span class="nlpw-grow" />
      <Select
        label="colour"
        value={color_by.value}
        choices={named(color_by.value, ["number", "category"])}
        onChange={(value) => store.ask({ color_by: value })}
      />
      <Select
        label="size"
        value={size_by.value}
        choices={named(size_by.value, ["number"])}
        onChange={(value) => store.ask({ size_by: value })}
      />
      <Select
        label="drawn as"
        value={fields.density.value}
        choices={DENSITIES}
        onChange={(density) => store.set({ density })}
      />
      <span class="nlpw-point-size" title="Size of the points">
        <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
          <circle cx="4" cy="11" r="2.5" fill="currentColor" />
          <circle cx="11" cy="6" r="4.5" fill="currentColor" />
        </svg>
        <Slider
          label="Size of the points"
          value={Math.log2(fields.point_size.value)}
          min={-2}
          max={2}
          step={0.25}
          said={format(fields.point_size.value, { digits: 2 })}
          onPreview={(value) => store.set({ point_size: 2 ** value })}
          onCommit={(value) => store.set({ point_size: 2 ** value })}
        />
      </span>
      <Switch name="words" on={fields.labels.value} small onChange={(labels) => store.set({ labels })}>
        words
      </Switch>
    </div>
  );
}

function saidOf({ fields }: Store) {
  const { shown, words, size } = fields.source.value;
  const frame = fields.frame.value;
  const wish = fields.options.value.method;
  const explained = frame?.explained ?? [];
  const share = explained.reduce((sum, one) => sum + one, 0);
  return (
    <>
      <b>{whole(shown)}</b> {shown === words ? "words" : `of ${whole(words)} words`} × {size}
      {frame !== null && `, ${methodName(frame.method)}`}
      {explained.length > 0 && (
        <span title={explained.map((one, k) => `axis ${k + 1}: ${format(100 * one, { digits: 1 })} %`).join("\n")}>
          {" "}
          keeps <b>{format(100 * share, { digits: 1 })} %</b> of the variance
        </span>
      )}
      {frame !== null && frame.divergence !== null && fields.run.value === "idle" && (
        <>
          , KL divergence <b>{format(frame.divergence)}</b>
        </>
      )}
      {frame !== null && frame.method !== wish && isIterated(wish) && fields.run.value === "idle" && (
        <span class="nlpw-quiet"> · {methodName(wish)} has not begun</span>
      )}
    </>
  );
}
