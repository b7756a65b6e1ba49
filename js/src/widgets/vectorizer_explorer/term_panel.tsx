/** The selected term: in how many documents, how often, and where. */

import { counted, whole } from "../../marks/format";
import { waiting } from "./formula";
import { share, termName } from "./names";
import type { Store } from "./state";

export function TermPanel({ store }: { store: Store }) {
  const cell = store.fields.cell.value;
  const info = store.term.value;
  if (cell === null) return null;
  const { documents } = store.fields.size.value;
  const name = termName(cell.term, store.fields.options.value.unit);
  return (
    <section class="nlpw-term-panel" aria-label="The selected term">
      <h4>
        Term <span class="nlpw-plain nlpw-strong">“{name}”</span>
        {info !== null && info.column >= 0 && (
          <span class="nlpw-plain">
            in <b>{whole(info.frequency)}</b> of {counted(documents, "document")} ({share(info.frequency, documents)}
            ), {counted(info.total, "occurrence")}
          </span>
        )}
      </h4>
      {info === null && <p class="nlpw-none">{waiting(store)}</p>}
      {info !== null && info.column < 0 && (
        <p class="nlpw-none">It has no column with these options: it was dropped, or is made otherwise now.</p>
      )}
      {info !== null && info.occurrences.length > 0 && (
        <ol class="nlpw-concordance">
          {info.occurrences.map(({ document, title, before, match, after }, k) => (
            <li key={k}>
              <button
                type="button"
                class={document === cell.document ? "nlpw-here" : undefined}
                title={`Read document ${document}: ${title}`}
                onClick={() => store.select({ document })}
              >
                <span class="nlpw-quiet">{document}</span>
                <span class="nlpw-before">
                  <span>{before}</span>
                </span>
                <b>{match}</b>
                <span class="nlpw-after">{after}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
