/** Under the strips: what the colours mean, how many units share a row, and the zoom. */

import { Button } from "../../controls/button";
import type { Layout } from "./layout";
import type { Store } from "./state";

export function Legend({ store, layout }: { store: Store; layout: Layout }) {
  const { fields } = store;
  const meta = store.current.value?.meta;
  if (meta === undefined) return null;
  const rows = layout.strip(meta.hidden_size);
  const differs = store.panes.value.length > 1 && fields.compare_view.value === "difference";
  const some = Math.min(meta.hidden_size, rows.visible * rows.unitsPerRow);
  return (
    <div class="nlpw-legend">
      <span>
        <i class="nlpw-scale nlpw-scale-signed" /> −, 0, +
      </span>
      {meta.kind !== "rnn" && !differs && (
        <span>
          <i class="nlpw-scale nlpw-scale-gate" /> gate 0 to 1, in its colour
        </span>
      )}
      <span>
        {some < meta.hidden_size ? `${some} of ` : ""}
        {meta.hidden_size} units{rows.unitsPerRow > 1 ? `, ${rows.unitsPerRow} units per row (their mean)` : ""}
      </span>
      <span class="nlpw-zooms">
        <Zoom
          what="words"
          less="Narrower words"
          fit="Fit the words"
          more="Wider words (Ctrl+wheel)"
          fits={fields.column_width.value === 0}
          zoom={layout.zoomColumns}
          reset={() => store.set({ column_width: 0 })}
        />
        <Zoom
          what="units"
          less="Lower units"
          fit="Fit the units"
          more="Higher units (Ctrl+Shift+wheel)"
          fits={fields.unit_height.value === 0}
          zoom={layout.zoomUnits}
          reset={() => store.set({ unit_height: 0 })}
        />
      </span>
    </div>
  );
}

interface ZoomProps {
  readonly what: string;
  readonly less: string;
  readonly fit: string;
  readonly more: string;
  readonly fits: boolean;
  zoom(direction: 1 | -1): void;
  reset(): void;
}

function Zoom({ what, less, fit, more, fits, zoom, reset }: ZoomProps) {
  return (
    <span class="nlpw-zoom">
      {what}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend */}
      <span class="nlpw-group" role="group" aria-label={`zoom of the ${what}`}>
        <Button name={less} icon="minus" onClick={() => zoom(-1)} />
        <Button name={fit} pressed={fits} onClick={reset}>
          fit
        </Button>
        <Button name={more} icon="plus" onClick={() => zoom(1)} />
      </span>
    </span>
  );
}
