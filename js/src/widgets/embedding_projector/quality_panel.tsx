/** How far the picture can be trusted. */

import { Button } from "../../controls/button";
import { format, percent, whole } from "../../marks/format";
import type { Store } from "./state";

export function QualityPanel({ store }: { store: Store }) {
  const { fields } = store;
  const quality = fields.quality.value;
  const busy = fields.assess.value;
  const { shown } = fields.source.value;
  const column = fields.columns.value.find(({ name }) => /trustworth/i.test(name));
  const assess = (wish: boolean) => {
    store.answers.sent();
    store.pass({ assess: wish });
  };
  return (
    <>
      {quality === null ? (
        <p class="nlpw-none">
          A picture in two or three dimensions cannot keep all distances. How many neighbours it keeps can be counted.
        </p>
      ) : (
        <>
          <dl class="nlpw-measures">
            <Measure name="trustworthiness" value={quality.trustworthiness}>
              Low where points stand together that are not near in the space of the vectors: false neighbours.
            </Measure>
            <Measure name="continuity" value={quality.continuity}>
              Low where neighbours in the space of the vectors were torn apart: missing neighbours.
            </Measure>
            <Measure name="kept" value={quality.preserved} share>
              Of the {quality.k} nearest neighbours, so many are among the {quality.k} nearest points.
            </Measure>
          </dl>
          {quality.frame !== (fields.frame.value?.number ?? 0) && (
            <p class="nlpw-note">The picture has changed since.</p>
          )}
          <p class="nlpw-quiet">
            Means over {quality.sample < shown ? `a sample of ${whole(quality.sample)}` : `all ${whole(shown)}`} points,
            k = {quality.k}. The first two count misplaced points by how far their rank is off (Venna & Kaski 2001) and
            are near 1 for large sets; the third is stricter.
          </p>
        </>
      )}
      <div class="nlpw-panel-line">
        {store.live.value ? (
          busy ? (
            <Button name="Cancel the assessment" onClick={() => assess(false)}>
              cancel
            </Button>
          ) : (
            <Button
              name={quality === null ? "Assess the picture" : "Assess again"}
              disabled={fields.frame.value === null}
              onClick={() => assess(true)}
            >
              {quality === null ? "assess" : "assess again"}
            </Button>
          )
        ) : (
          quality === null && <span class="nlpw-quiet">Assessing needs a kernel.</span>
        )}
        {busy && <span role="status">counting neighbours…</span>}
        {column !== undefined && store.live.value && fields.color_by.value !== column.name && (
          <Button name={`Colour by ${column.name}`} onClick={() => store.ask({ color_by: column.name })}>
            colour by {column.name}
          </Button>
        )}
      </div>
    </>
  );
}

interface MeasureProps {
  readonly name: string;
  readonly value: number;
  readonly share?: boolean;
  readonly children: preact.ComponentChildren;
}

function Measure({ name, value, share, children }: MeasureProps) {
  return (
    <div>
      <dt>
        {name} <b>{share ? percent(value) : format(value)}</b>
      </dt>
      <dd>
        <i class="nlpw-cosine" aria-hidden="true">
          <i style={{ width: `${(100 * Math.max(0, Math.min(1, value))).toFixed(1)}%` }} />
        </i>
        {children}
      </dd>
    </div>
  );
}
