/** Words ranked by how much their neighbourhoods differ between the two embeddings. */

import { useSignal, useSignalEffect } from "@preact/signals";
import { useCallback, useMemo } from "preact/hooks";
import { Select } from "../../controls/select";
import { counted, format } from "../../marks/format";
import { Pages } from "./pages";
import type { Store } from "./state";
import { VirtualList } from "./virtual_list";

const ORDERS = [
  { value: "most", label: "most changed first" },
  { value: "least", label: "least changed first" },
] as const;

/** Scrolling on within this time, in ms, passes over rows without asking for them. */
const SETTLED = 80;

export function ChangesPanel({ store }: { store: Store }) {
  const { fields } = store;
  const pages = useMemo(() => new Pages(), []);
  const news = useSignal(0);
  const sight = useSignal({ first: 0, last: 0 });
  useSignalEffect(() => {
    const { value: changes } = fields.changes;
    if (changes === null) return;
    pages.add(changes, String(fields.browse.peek().ascending));
    news.value = news.peek() + 1;
  });
  useSignalEffect(() => {
    void news.value;
    const { first, last } = sight.value;
    if (!store.live.value) return;
    const timer = setTimeout(() => {
      const wanted = pages.missing(first, last, fields.browse.peek().ascending);
      if (wanted === null) return;
      store.answers.sent();
      store.pass({ browse: wanted });
    }, SETTLED);
    return () => clearTimeout(timer);
  });
  const onSight = useCallback((first: number, last: number) => {
    sight.value = { first, last };
  }, []);
  void news.value;
  const changes = fields.changes.value;
  if (fields.source.value.second === "") return <p class="nlpw-none">That needs a second embedding.</p>;
  if (changes === null) return <p class="nlpw-none">The ranking is not here yet.</p>;
  const { ascending } = fields.browse.value;
  const total = store.live.value ? pages.total : changes.rows.length;
  return (
    <>
      <p class="nlpw-note">
        {counted(changes.total, "word")} by how many of the {changes.k} nearest neighbours differ: 0 none, 1 all.
        {total < changes.total && ` This page holds ${counted(total, "row")} of them.`}
      </p>
      {store.live.value && (
        <Select
          label="order"
          terse
          value={ascending ? "least" : "most"}
          choices={ORDERS}
          onChange={(value) => {
            store.answers.sent();
            store.pass({ browse: { offset: 0, count: 50, ascending: value === "least" } });
          }}
        />
      )}
      <VirtualList
        name="words by change"
        count={total}
        onSight={onSight}
        row={(index) => {
          const row = pages.at(index);
          if (row === undefined) return <span class="nlpw-row nlpw-quiet">…</span>;
          return (
            <button
              type="button"
              class="nlpw-row"
              title={`Distance after the alignment ${format(row.residual)}`}
              onClick={() => store.look(row.point, true)}
              onPointerEnter={() => {
                store.marked.value = row.point;
              }}
              onPointerLeave={() => {
                store.marked.value = -1;
              }}
            >
              <span class="nlpw-cut">{row.word}</span>
              <i class="nlpw-cosine" aria-hidden="true">
                <i style={{ width: `${(100 * row.change).toFixed(1)}%` }} />
              </i>
              <span class="nlpw-value">{format(row.change, { digits: 2 })}</span>
            </button>
          );
        }}
      />
    </>
  );
}
