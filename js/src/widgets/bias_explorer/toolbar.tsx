/** The bar: which vectors, which subspace, how its directions are found. */

import type { Signal } from "@preact/signals";
import { Select } from "../../controls/select";
import { Bar, type Open } from "../../frame/bar";
import { whole } from "../../marks/format";
import type { SubspaceWish } from "../../protocol/bias_explorer.gen";
import { METHODS } from "./names";
import type { Store } from "./state";

export function Toolbar({ store, open }: { store: Store; open: Signal<Open> }) {
  const { embedding, subspace, subspaces, lists } = store.fields;
  const live = store.live.value;
  const wish = store.wish.value;
  const names = subspaces.value.map(({ name }) => name);
  const more = live ? lists.value.subspaces.filter(({ name }) => !names.includes(name)) : [];
  const { name, words, size } = embedding.value;
  return (
    <Bar title="Bias" store={store} open={open} empty={store.words.value === null}>
      <span class="nlpw-choice" title="The word vectors; they are never changed">
        {name}: {whole(words)} words × {whole(size)}
      </span>
      <Select
        label="direction"
        value={subspace.value}
        choices={[
          ...(live ? names : [subspace.value]).map((value) => ({ value, label: value })),
          ...more.map((one) => ({ value: one.name, label: `add: ${one.name}` })),
        ]}
        onChange={(value) => {
          const fresh = more.find((one) => one.name === value);
          store.ask(
            fresh === undefined
              ? { subspace: value }
              : { subspaces: [...subspaces.value, fresh], subspace: fresh.name },
          );
        }}
      />
      <Select
        label="by"
        value={wish.method}
        title={METHODS[wish.method].about}
        choices={(live ? (Object.keys(METHODS) as SubspaceWish["method"][]) : [wish.method]).map((value) => ({
          value,
          label: METHODS[value].name,
        }))}
        onChange={(method) => store.revise({ method })}
      />
      <Select
        label="dimensions"
        value={wish.dims}
        choices={(live ? [1, 2, 3, 4, 5] : [wish.dims]).map((value) => ({ value, label: String(value) }))}
        onChange={(dims) => store.revise({ dims })}
      />
    </Bar>
  );
}
