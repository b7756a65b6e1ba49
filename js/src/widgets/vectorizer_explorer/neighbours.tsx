/** Documents near the selected one, and what they share with it. */

import { format } from "../../marks/format";
import type { Neighbour } from "../../protocol/vectorizer_explorer.gen";
import { waiting } from "./formula";
import { termName } from "./names";
import { TermButton } from "./reader";
import type { Store } from "./state";
import { SCHEMES } from "./weights";

export function NeighboursPanel({ store }: { store: Store }) {
  const found = store.neighbours.value;
  const cell = store.fields.cell.value;
  if (cell === null) return <p class="nlpw-none">Select a document.</p>;
  if (found === null) return <p class="nlpw-none">{waiting(store)}</p>;
  const scheme = SCHEMES.find(({ value }) => value === store.scheme.value);
  return (
    <>
      <p class="nlpw-note">
        Cosine of the rows with document {cell.document}
        {store.live.value ? `, ${scheme?.label ?? ""}` : ", in the weighting of the time of saving"}; below, the terms
        that add most to it.
      </p>
      <NeighbourList store={store} found={found} />
    </>
  );
}

export function NeighbourList({ store, found }: { store: Store; found: readonly Neighbour[] }) {
  if (found.length === 0) return <p class="nlpw-none">No document shares a weighted term with it.</p>;
  const { unit } = store.fields.options.value;
  const most = Math.max(...found.flatMap(({ contributions }) => contributions), Number.MIN_VALUE);
  return (
    <ol class="nlpw-neighbours">
      {found.map(({ document, title, label, similarity, shared, contributions }) => (
        <li key={document}>
          <button
            type="button"
            class="nlpw-go"
            title={`Read document ${document}`}
            onClick={() => store.select({ document })}
          >
            <span class="nlpw-value" title={String(similarity)}>
              {format(similarity)}
            </span>
            <span class="nlpw-quiet">{document}</span>
            <span class="nlpw-cut">{title}</span>
            {label !== "" && <span class="nlpw-label">{label}</span>}
          </button>
          <ul class="nlpw-shared">
            {shared.map((term, k) => (
              <li key={term}>
                <TermButton store={store} term={term} name={termName(term, unit)}>
                  <Bar width={(contributions[k] ?? 0) / most} share={(contributions[k] ?? 0) / (similarity || 1)} />
                </TermButton>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

/** What a term adds: `width` beside the others, `share` of the whole cosine; both 0 to 1. */
function Bar({ width, share }: { width: number; share: number }) {
  return (
    <span class="nlpw-share" title={`${Math.round(100 * share)} % of the cosine`}>
      <i style={{ width: `${(100 * Math.max(0, Math.min(1, width))).toFixed(1)}%` }} />
    </span>
  );
}
