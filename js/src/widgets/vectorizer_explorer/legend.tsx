/** Below the matrix: its size, its colours, its orders, the size of the cells. */

import { Button } from "../../controls/button";
import { Select } from "../../controls/select";
import { counted, whole } from "../../marks/format";
import { zoomBy } from "./keyboard";
import { share } from "./names";
import type { Store } from "./state";
import { SCHEMES } from "./weights";
import { ZOOMS } from "./zoom";

const TERM_ORDERS = [
  { value: "frequency", label: "by df" },
  { value: "alphabet", label: "by alphabet" },
  { value: "document", label: "by weight in this document" },
] as const;

const DOCUMENT_ORDERS = [
  { value: "given", label: "as given" },
  { value: "near", label: "nearest to this document" },
  { value: "term", label: "by weight of this term" },
] as const;

export function Legend({ store, top }: { store: Store; top: number }) {
  const { fields } = store;
  const { documents, terms, nonzero } = fields.size.value;
  const fixed = !store.live.value;
  const scheme = SCHEMES.find(({ value }) => value === store.scheme.value);
  const only = <V extends string>(all: readonly { value: V; label: string }[], value: V) =>
    fixed ? all.filter((one) => one.value === value) : all;
  return (
    <div class="nlpw-legend">
      <span>
        {counted(documents, "document")} × {counted(terms, "term")}, <b>{share(nonzero, documents * terms)}</b> not zero
      </span>
      <span class="nlpw-scale" title={`${scheme?.label ?? ""}: the strongest colour from ${top} on`}>
        0 <i class="nlpw-ramp" /> {whole(top)}+
      </span>
      <span class="nlpw-grow" />
      <Select
        label="terms"
        value={fields.term_order.value}
        choices={only(TERM_ORDERS, fields.term_order.value)}
        onChange={(term_order) => store.ask({ term_order })}
      />
      <Select
        label="documents"
        value={fields.document_order.value}
        choices={only(DOCUMENT_ORDERS, fields.document_order.value)}
        onChange={(document_order) => store.ask({ document_order })}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend */}
      <span class="nlpw-group" role="group" aria-label="size of the cells">
        <Button
          name="Smaller cells (−)"
          icon="minus"
          disabled={store.zoomLevel.value === 0}
          onClick={() => zoomBy(store, -1)}
        />
        <Button
          name="Larger cells (+)"
          icon="plus"
          disabled={store.zoomLevel.value === ZOOMS.length - 1}
          onClick={() => zoomBy(store, 1)}
        />
      </span>
    </div>
  );
}
