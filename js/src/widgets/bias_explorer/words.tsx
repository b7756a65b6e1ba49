/** The words, one line each: where it stood, where it stands, the real share of women, and whether it is exempt. */

import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { Select } from "../../controls/select";
import { format, whole } from "../../marks/format";
import type { BiasExplorerProps } from "../../protocol/bias_explorer.gen";
import { correlation } from "./math";
import { listed, number } from "./names";
import type { Store } from "./state";
import { matches, reachOf, stripWidth } from "./strip";
import { WordsEditor } from "./words_editor";

const LINE = 20;
const HEIGHT = 280;
const ORDERS = [
  { value: "projection", label: "the component" },
  { value: "list", label: "the list" },
  { value: "share", label: "the share of women" },
] as const;

export function Words({ store }: { store: Store }) {
  const { placed, order, lists, words } = store.fields;
  const live = store.live.value;
  const editing = useSignal(false);
  if (placed.value === null) return null;
  const known = Object.entries(lists.value.words);
  const current = known.find(([, list]) => list.join() === words.value.join())?.[0] ?? "";
  const shares = Array.from(store.shares.value).some((one) => !Number.isNaN(one));
  const { lost } = placed.value;
  return (
    <>
      <div class="nlpw-line nlpw-words-bar">
        <label class="nlpw-search">
          <span class="nlpw-hidden">search among the words</span>
          <input
            type="search"
            placeholder={`search ${whole(placed.value.words.length)} words`}
            value={store.found.value}
            onInput={(event) => {
              store.found.value = event.currentTarget.value;
            }}
          />
        </label>
        <Select
          label="ordered by"
          value={order.value}
          choices={shares ? ORDERS : ORDERS.slice(0, 2)}
          onChange={(value) => store.set({ order: value })}
        />
        {live && (
          <Select
            label="words"
            value={editing.value ? "own" : current}
            choices={[
              ...known.map(([value]) => ({ value, label: value })),
              ...(current === "" ? [{ value: "", label: "your own" }] : []),
              { value: "own", label: "edit …" },
            ]}
            onChange={(value) => {
              const list = lists.value.words[value];
              editing.value = value === "own";
              if (list !== undefined) store.ask({ words: list });
            }}
          />
        )}
      </div>
      {editing.value && (
        <WordsEditor
          name="words shown"
          words={words.value}
          disabled={!live}
          onChange={(list) => {
            editing.value = false;
            store.ask({ words: list });
          }}
        />
      )}
      <div class="nlpw-heads" aria-hidden="true">
        <span>word</span>
        <span>{wide(store) ? "○ as given ● now ◇ exempt" : "○ before ● now"}</span>
        {wide(store) && <span class="nlpw-value">now</span>}
        {shares && (
          <span class="nlpw-women" title="percentage of women in the profession, where it is known">
            women
          </span>
        )}
        <span title="exempt: nothing is removed">◇</span>
      </div>
      <Lines store={store} shares={shares} />
      {shares && <Agreement store={store} />}
      {lost.length > 0 && (
        <p class="nlpw-lost" title={lost.join(", ")}>
          <b>{whole(lost.length)} without a vector:</b> {listed(lost)}
        </p>
      )}
    </>
  );
}

/** How far the components go with the real shares. */
function Agreement({ store }: { store: Store }) {
  const components = store.components.value;
  if (components === null) return null;
  const shares = store.shares.value;
  const before = correlation(components.before, shares);
  const now = correlation(components.now, shares);
  if (before.count < 3) return null;
  return (
    <p class="nlpw-quiet nlpw-agreement" title="Pearson's correlation, over the words whose share is known">
      correlation with the share of women, {whole(before.count)} words: {number(before.value)} →{" "}
      <b>{number(now.value)}</b>
    </p>
  );
}

/** Only the lines in sight are drawn. */
function Lines({ store, shares }: { store: Store; shares: boolean }) {
  const top = useSignal(0);
  const list = useRef<HTMLDivElement>(null);
  const before = store.components.value?.before;
  const placed = store.fields.placed.value;
  const real = store.shares.value;
  const text = store.found.value.trim();
  const order = store.fields.order.value;
  const rows = useMemo(() => {
    if (before === undefined || placed === null) return [];
    const hits = matches(placed.words, text);
    return orderOf(before, order, real).filter((at) => text === "" || hits.has(at));
  }, [before, placed, real, text, order]);
  if (before === undefined || placed === null) return null;
  const reach = reachOf(before);
  const first = Math.max(0, Math.floor(top.value / LINE) - 4);
  const sight = rows.slice(first, first + Math.ceil(HEIGHT / LINE) + 9);
  return (
    <section
      ref={list}
      class="nlpw-rows"
      aria-label="words along the direction, one by one"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      style={{ maxHeight: `${HEIGHT}px` }}
      onScroll={(event) => {
        top.value = event.currentTarget.scrollTop;
      }}
    >
      {rows.length === 0 && <p class="nlpw-none">No word holds “{text}”.</p>}
      <ul style={{ height: `${rows.length * LINE}px` }}>
        {sight.map((at, k) => (
          <Line key={at} store={store} at={at} top={(first + k) * LINE} reach={reach} shares={shares} />
        ))}
      </ul>
    </section>
  );
}

interface LineProps {
  readonly store: Store;
  readonly at: number;
  readonly top: number;
  readonly reach: number;
  readonly shares: boolean;
}

function Line({ store, at, top, reach, shares }: LineProps) {
  const { placed, exempt } = store.fields;
  const components = store.components.value;
  const word = placed.value?.words[at];
  if (components === null || word === undefined) return null;
  const [before, now] = [components.before[at] as number, components.now[at] as number];
  const real = store.shares.value[at] as number;
  const spared = exempt.value.includes(word);
  const place = (value: number) => `${(50 + (48 * value) / reach).toFixed(2)}%`;
  const side = before >= 0 ? "nlpw-first" : "nlpw-other";
  return (
    <li class={spared ? "nlpw-spared" : side} style={{ top: `${top}px` }}>
      <button
        type="button"
        class="nlpw-link nlpw-cut"
        title={`Show ${word} in the plane, and its neighbours`}
        disabled={!store.live.value}
        onClick={() => store.ask({ plane_words: [word], neighbours_of: word })}
      >
        {word}
      </button>
      <span class="nlpw-lane">
        <i
          class="nlpw-path"
          style={{
            left: place(Math.min(before, now)),
            width: `${((48 * Math.abs(before - now)) / reach).toFixed(2)}%`,
          }}
        />
        <i class="nlpw-was-dot" style={{ left: place(before) }} />
        <i class="nlpw-now-dot" style={{ left: place(now) }} />
      </span>
      {wide(store) && <span class="nlpw-value">{format(now, { signed: true })}</span>}
      {shares && (
        <span
          class={Number.isNaN(real) ? "nlpw-real nlpw-unknown" : "nlpw-real"}
          title={Number.isNaN(real) ? "share of women not known" : `${format(real, { digits: 1 })} % women`}
        >
          {!Number.isNaN(real) && <i style={{ width: `${real.toFixed(1)}%` }} />}
        </span>
      )}
      <button
        type="button"
        class="nlpw-spare"
        aria-pressed={spared}
        aria-label={`${word} is exempt`}
        title={spared ? "Exempt: nothing is removed from it" : "Exempt it: nothing will be removed from it"}
        disabled={!store.live.value}
        onClick={() =>
          store.ask({ exempt: spared ? exempt.value.filter((one) => one !== word) : [...exempt.value, word] })
        }
      >
        ◇
      </button>
    </li>
  );
}

/** There is room for numbers. */
function wide(store: Store): boolean {
  return stripWidth(store.width.value) > 420;
}

/** Words in the order chosen: those with the largest component first. */
export function orderOf(
  components: Float64Array,
  order: BiasExplorerProps["order"],
  shares: ArrayLike<number>,
): number[] {
  const rows = Array.from(components, (_, at) => at);
  if (order === "list") return rows;
  const key = (at: number): number => {
    if (order === "projection") return components[at] as number;
    const real = shares[at] as number;
    return Number.isNaN(real) ? -1 : real;
  };
  return rows.sort((one, other) => key(other) - key(one));
}
