/** The bar: how texts become counts, how counts are weighed, and where to look. */

import { type Signal, useSignal } from "@preact/signals";
import { Select } from "../../controls/select";
import { Switch } from "../../controls/switch";
import { useUid } from "../../controls/use_uid";
import { Bar, type Open } from "../../frame/bar";
import type { Options } from "../../protocol/vectorizer_explorer.gen";
import { zoomBy } from "./keyboard";
import type { Store } from "./state";
import { SCHEMES } from "./weights";

interface Props {
  readonly store: Store;
  readonly open: Signal<Open>;
}

const WEIGHTINGS = SCHEMES.filter(({ value }) => value !== "sublinear") as unknown as readonly {
  value: "count" | "tf" | "textbook" | "smooth";
  label: string;
}[];

export function Toolbar({ store, open }: Props) {
  const { fields } = store;
  const options = fields.options.value;
  const set = (patch: Partial<Options>) => store.ask({ options: { ...options, ...patch } });
  const fixed = !store.live.value;
  const commands = [
    { name: "Larger cells", hint: "+", run: () => zoomBy(store, 1) },
    { name: "Smaller cells", hint: "−", run: () => zoomBy(store, -1) },
  ];
  return (
    <Bar title="Vectorizer" store={store} open={open} commands={commands} actions={<Search store={store} />}>
      <Select
        label="unit"
        value={options.unit}
        choices={choices<Options["unit"]>(fixed, options.unit, [
          { value: "word", label: "words" },
          { value: "character", label: "characters" },
        ])}
        onChange={(unit) => set({ unit })}
      />
      <Select
        label="n-grams"
        value={`${options.ngram_min}–${options.ngram_max}`}
        choices={choices(fixed, `${options.ngram_min}–${options.ngram_max}`, ngramChoices(options))}
        title="Lengths of the n-grams, from–to"
        onChange={(value) => {
          const [ngram_min = 1, ngram_max = 1] = value.split("–").map(Number);
          set({ ngram_min, ngram_max });
        }}
      />
      <Select
        label="case"
        value={options.case}
        choices={choices<Options["case"]>(fixed, options.case, [
          { value: "lower", label: "lower" },
          { value: "keep", label: "kept" },
        ])}
        onChange={(value) => set({ case: value })}
      />
      <Switch
        name="binary"
        on={options.binary}
        disabled={fixed}
        small
        title="Count a term once per document, however often it occurs"
        onChange={(binary) => set({ binary })}
      >
        binary
      </Switch>
      <span class="nlpw-divider" aria-hidden="true" />
      <Select
        label="weights"
        value={fields.weighting.value}
        choices={WEIGHTINGS}
        onChange={(weighting) => store.ask({ weighting })}
      />
      {fields.weighting.value === "smooth" && (
        <Switch
          name="sublinear"
          on={fields.sublinear.value}
          small
          title="1 + ln(count) in place of the count"
          onChange={(sublinear) => store.ask({ sublinear })}
        >
          sublinear
        </Switch>
      )}
    </Bar>
  );
}

/** What can be chosen; only what is, where no kernel would count again. */
function choices<V extends string>(
  fixed: boolean,
  value: V,
  all: readonly { readonly value: V; readonly label: string }[],
): readonly { readonly value: V; readonly label: string }[] {
  return fixed ? all.filter((choice) => choice.value === value) : all;
}

function ngramChoices({ unit, ngram_min, ngram_max }: Options): { value: string; label: string }[] {
  const ranges =
    unit === "word"
      ? [
          [1, 1],
          [1, 2],
          [1, 3],
          [2, 2],
          [2, 3],
          [3, 3],
        ]
      : [
          [1, 1],
          [2, 2],
          [3, 3],
          [1, 3],
          [2, 4],
          [3, 5],
          [3, 6],
        ];
  if (!ranges.some(([low, high]) => low === ngram_min && high === ngram_max)) ranges.push([ngram_min, ngram_max]);
  return ranges.map(([low, high]) => ({
    value: `${low}–${high}`,
    label: low === high ? `${low}` : `${low} to ${high}`,
  }));
}

/** Terms offered while typing. */
const OFFERED = 30;

function Search({ store }: { store: Store }) {
  const draft = useSignal("");
  const missing = useSignal("");
  const id = useUid();
  void store.news.value;
  const go = () => {
    const wish = draft.peek().trim() === "" ? draft.peek() : draft.peek().trim();
    if (wish === "") return;
    const term = store.fields.options.peek().case === "lower" ? wish.toLowerCase() : wish;
    const here = store.cells.columnOf(term) !== undefined || store.fields.stored.peek()?.terms[term] !== undefined;
    if (!store.live.peek() && !here) {
      missing.value = `“${term}” is not in this page`;
      return;
    }
    missing.value = "";
    draft.value = "";
    store.select({ term });
  };
  const known = draft.value === "" ? [] : store.cells.all.flatMap(({ terms }) => terms);
  const offers = [...new Set(known.filter((term) => term.startsWith(draft.value.toLowerCase())))].slice(0, OFFERED);
  return (
    <span class="nlpw-search">
      <input
        type="search"
        aria-label="Go to a term"
        placeholder="Go to term"
        list={id}
        autocomplete="off"
        spellcheck={false}
        value={draft.value}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
          missing.value = "";
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          event.stopPropagation();
          go();
        }}
      />
      <datalist id={id}>
        {offers.map((term) => (
          <option key={term} value={term} />
        ))}
      </datalist>
      {missing.value !== "" && (
        <span class="nlpw-missing" role="alert">
          {missing.value}
        </span>
      )}
    </span>
  );
}
