/** Questions that were answered wrongly, a page at a time; a click asks one above. */

import { Button } from "../../controls/button";
import { Select } from "../../controls/select";
import { whole } from "../../marks/format";
import { comparable, nameOf } from "./scores";
import { PAGE, type Store } from "./state";

export function FailuresView({ store }: { store: Store }) {
  const found = store.fields.failures.value;
  const { scores } = store.fields;
  if (found === null) {
    return (
      <div class="nlpw-line">
        <Button
          name={`Browse the failures${store.live.value ? "" : ": needs a kernel"}`}
          disabled={!store.live.value}
          onClick={() => store.browseFailures({ section: "", offset: 0 })}
        >
          Browse failures
        </Button>
      </div>
    );
  }
  const { browse, total, rows } = found;
  const score = scores.value[browse.score];
  const sections = ["", ...(score?.sections ?? []).map(({ name }) => name)];
  const move = (by: number) => store.browseFailures({ offset: Math.max(0, browse.offset + by * PAGE) });
  const fixed = !store.live.value;
  return (
    <section class="nlpw-failures" aria-label="Failures">
      <div class="nlpw-line">
        <h4>Failures</h4>
        <Select
          label="of"
          value={browse.score}
          choices={comparable(scores.value)
            .filter(({ at }) => !fixed || at === browse.score)
            .map(({ at, score: one }) => ({ value: at, label: nameOf(one) }))}
          onChange={(value) => store.browseFailures({ score: value, offset: 0 })}
        />
        <Select
          label="in"
          value={browse.section}
          choices={(fixed ? [browse.section] : sections).map((value) => ({ value, label: value || "all sections" }))}
          onChange={(section) => store.browseFailures({ section, offset: 0 })}
        />
        <span class="nlpw-pager">
          <Button
            name="Failures before"
            icon="previous"
            disabled={fixed || browse.offset === 0}
            onClick={() => move(-1)}
          />
          <span>
            {total === 0
              ? "none"
              : `${whole(browse.offset + 1)}–${whole(browse.offset + rows.length)} of ${whole(total)}`}
          </span>
          <Button
            name="Failures after"
            icon="next"
            disabled={fixed || browse.offset + rows.length >= total}
            onClick={() => move(1)}
          />
        </span>
      </div>
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section class="nlpw-failure-table" tabIndex={0} aria-label="Questions answered wrongly">
          <table>
            <thead>
              <tr>
                <th scope="col">question</th>
                <th scope="col">right answer</th>
                <th scope="col" class="nlpw-value">
                  its rank
                </th>
                <th scope="col">answered</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ a, b, c, d, answer, rank }, k) => (
                <tr key={`${browse.offset}-${k}`}>
                  <th scope="row">
                    <button
                      type="button"
                      class="nlpw-link"
                      title="Ask this question above"
                      onClick={() => store.put({ a, b, c, d })}
                    >
                      {a} : {b} :: {c} : ?
                    </button>
                  </th>
                  <td>{d}</td>
                  <td class="nlpw-value">{whole(rank)}</td>
                  <td>{answer}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
