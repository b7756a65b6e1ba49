/** The slider, and the numbers that move with it. */

import { Button } from "../../controls/button";
import { Slider } from "../../controls/slider";
import { format } from "../../marks/format";
import { number, pValue, share } from "./names";
import type { Store } from "./state";

export function Removal({ store }: { store: Store }) {
  const { strength } = store.fields;
  const value = strength.value;
  const ready = store.words.value !== null;
  return (
    <section class="nlpw-removal" aria-label="Removal">
      <div class="nlpw-slide">
        <Button
          name={store.playing.value ? "Pause" : "Slide it out"}
          icon={store.playing.value ? "pause" : "play"}
          pressed={store.playing.value}
          disabled={!ready}
          onClick={store.play}
        />
        <div class="nlpw-slide-track">
          <Slider
            label={`share of the ${store.wish.value.name} component that is removed`}
            value={value}
            min={0}
            max={1}
            step={0.01}
            disabled={!ready}
            said={`${Math.round(100 * value)} percent removed`}
            onPreview={store.slide}
            onCommit={store.slide}
          />
          <div class="nlpw-ends" aria-hidden="true">
            <span>as given</span>
            <span>{store.wish.value.name} removed</span>
          </div>
        </div>
        <output class="nlpw-strength">{format(value, { digits: 2 })}</output>
      </div>
      <Numbers store={store} />
    </section>
  );
}

function Numbers({ store }: { store: Store }) {
  const bias = store.bias.value;
  const weat = store.weat.value;
  const measured = store.fields.measured.value;
  const outdated = store.outdated.value;
  const kernel = store.live.value;
  return (
    <dl class="nlpw-numbers">
      <Moving
        name="direct bias"
        about="Mean length of the projections of the words shown that are not exempt (c = 1)"
        before={number(bias?.before ?? null)}
        now={number(bias?.now ?? null)}
      />
      <Moving
        name="effect size d"
        about="Of the association test chosen below"
        before={number(weat?.before.effect ?? null)}
        now={number(weat?.now.effect ?? null)}
      />
      <Moving
        name="p"
        about="Share of the partitions of the targets that give more"
        before={weat === null ? "–" : pValue(weat.before)}
        now={weat === null ? "–" : pValue(weat.now)}
      />
      <Moving
        name="analogies right"
        about={
          measured === null ? "" : `${measured.asked} questions of ${measured.questions}, among the most frequent words`
        }
        before={share(measured?.analogies.before ?? null)}
        now={share(measured?.analogies.after ?? null)}
        late={outdated}
        kernel={kernel}
      />
      {measured !== null && measured.ratings !== "" && (
        <Moving
          name="human ratings"
          about={`Spearman's correlation with ${measured.ratings}`}
          before={number(measured.similarity.before)}
          now={number(measured.similarity.after)}
          late={outdated}
          kernel={kernel}
        />
      )}
      <Moving
        name="similarities kept"
        about="Spearman's correlation of the cosines of random pairs of words with those before"
        before="1.000"
        now={number(measured?.kept ?? null)}
        late={outdated}
        kernel={kernel}
      />
    </dl>
  );
}

interface MovingProps {
  readonly name: string;
  readonly about: string;
  readonly before: string;
  readonly now: string;
  /** It is of another strength: the kernel is at it. */
  readonly late?: boolean;
  readonly kernel?: boolean;
}

function Moving({ name, about, before, now, late, kernel = true }: MovingProps) {
  return (
    <div class={late ? "nlpw-late" : undefined} title={about} aria-busy={late === true && kernel}>
      <dt>
        <span>{name}</span>
        {late !== undefined && <small class="nlpw-note-late">{kernel ? "catching up" : "only with a kernel"}</small>}
      </dt>
      <dd>
        <span class="nlpw-was">{before}</span>
        <span aria-hidden="true"> → </span>
        <b>{now}</b>
      </dd>
    </div>
  );
}
