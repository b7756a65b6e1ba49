/** The bar: which embedding answers, among how many words, how many answers, and whether the inputs may be answers. */

import type { Signal } from "@preact/signals";
import { Select } from "../../controls/select";
import { Switch } from "../../controls/switch";
import { Bar, type Open } from "../../frame/bar";
import { whole } from "../../marks/format";
import type { Store } from "./state";

const COUNTS = [5, 10, 20, 50];
const RESTRICTIONS = [5_000, 30_000, 100_000, 300_000];
const WHY =
  "The words of the question are mostly the nearest to b − a + c themselves. Leaving them out is customary; " +
  "switch it off to see what that hides";

export function Toolbar({ store, open }: { store: Store; open: Signal<Open> }) {
  const { fields } = store;
  const live = store.live.value;
  const { embeddings, embedding, restrict, k, exclude_inputs } = fields;
  const chosen = embeddings.value.find(({ name }) => name === embedding.value);
  const words = chosen?.words ?? 0;
  const limits = [...new Set([0, ...RESTRICTIONS.filter((limit) => limit < words), restrict.value])].sort(
    (x, y) => x - y,
  );
  const counts = [...new Set([...COUNTS, k.value])].sort((x, y) => x - y);
  return (
    <Bar title="Analogies" store={store} open={open} empty={store.shown.value.solved.length === 0}>
      <Select
        label="embedding"
        value={embedding.value}
        choices={(live ? embeddings.value : embeddings.value.filter(({ name }) => name === embedding.value)).map(
          (one) => ({
            value: one.name,
            label: `${one.name}: ${whole(one.words)} words × ${whole(one.size)}`,
            short: one.name,
          }),
        )}
        onChange={(value) => store.ask({ embedding: value })}
      />
      <Select
        label="among"
        value={restrict.value}
        title="Words that may be answers; where vectors are sorted by frequency, the first are the most frequent"
        choices={(live ? limits : [restrict.value]).map((value) => ({
          value,
          label: value === 0 ? `all ${whole(words)} words` : `the first ${whole(value)}`,
        }))}
        onChange={(value) => store.ask({ restrict: value })}
      />
      <Select
        label="answers"
        value={k.value}
        choices={counts.map((value) => ({ value, label: whole(value) }))}
        onChange={(value) => store.ask({ k: value })}
      />
      <Switch
        name="Leave out a, b and c as answers"
        on={exclude_inputs.value}
        small
        title={WHY}
        onChange={(value) => store.ask({ exclude_inputs: value })}
      >
        leave out a, b, c
      </Switch>
    </Bar>
  );
}
