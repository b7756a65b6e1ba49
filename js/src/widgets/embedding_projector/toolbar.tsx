/** The bar: how vectors become points, whether that is going on, and the search. */

import { type Signal, useSignal } from "@preact/signals";
import type { Ref } from "preact";
import { Button } from "../../controls/button";
import { Select } from "../../controls/select";
import { Bar, type Open } from "../../frame/bar";
import { selectMatches, selectNeighbours } from "./keyboard";
import { METHODS, type Method } from "./methods";
import { isIterated, RunButtons } from "./run_controls";
import { SearchBox } from "./search_box";
import { Settings } from "./settings";
import type { Store } from "./state";

interface Props {
  readonly store: Store;
  readonly open: Signal<Open>;
  readonly search: Ref<HTMLInputElement>;
}

const LAYOUTS = [
  { value: "single", label: "alone" },
  { value: "side", label: "side by side" },
  { value: "morph", label: "in one picture" },
] as const;

export function Toolbar({ store, open, search }: Props) {
  const { fields } = store;
  const options = fields.options.value;
  const fixed = !store.live.value;
  const settings = useSignal(false);
  // Coordinates are given once and for all, or they never are.
  const given = options.method === "given" || fields.frame.value?.method === "given";
  const methods = METHODS.filter(({ value }) => (fixed ? value === options.method : value !== "given" || given));
  const dimensions = [2, 3].filter((value) => !fixed || value === options.dimensions);
  const commands = [
    {
      name: "Select the matches",
      hint: "M",
      disabled: store.found.value.points.length === 0,
      run: () => selectMatches(store),
    },
    {
      name: "Select word and neighbours",
      hint: "N",
      disabled: store.point.value < 0,
      run: () => selectNeighbours(store),
    },
  ];
  return (
    <>
      <Bar
        title="Projector"
        store={store}
        open={open}
        empty={store.words.value.length === 0}
        commands={commands}
        actions={<SearchBox store={store} field={search} />}
      >
        <Select
          label="method"
          value={options.method}
          choices={methods}
          onChange={(method: Method) => store.ask({ options: { ...options, method } })}
        />
        <Select
          label="dimensions"
          terse
          value={options.dimensions}
          choices={dimensions.map((value) => ({ value, label: `${value}-D` }))}
          onChange={(value) => store.ask({ options: { ...options, dimensions: value } })}
        />
        {isIterated(options.method) && !fixed && (
          <Button
            name="Settings of the projection"
            expanded={settings.value}
            pressed={settings.value}
            onClick={() => {
              settings.value = !settings.peek();
            }}
          >
            settings
          </Button>
        )}
        <RunButtons store={store} />
        {fields.source.value.second !== "" && (
          <>
            <span class="nlpw-divider" aria-hidden="true" />
            <Select
              label="embeddings"
              value={fields.arrangement.value}
              choices={LAYOUTS}
              title={`${fields.source.value.name} and ${fields.source.value.second}`}
              onChange={(arrangement) => store.set({ arrangement })}
            />
          </>
        )}
      </Bar>
      {!fixed && (settings.value || options.method === "axes") && <Settings store={store} />}
    </>
  );
}
