/** The direction builder: subspaces side by side, their pairs as chips, and how much of the pairs' variance they explain. */

import { useSignal } from "@preact/signals";
import { Button } from "../../controls/button";
import type { Built, SubspaceWish, WordSet } from "../../protocol/bias_explorer.gen";
import { listed, number, share } from "./names";
import type { Store } from "./state";
import { WordsEditor } from "./words_editor";

export function Builder({ store }: { store: Store }) {
  const { built, exempt } = store.fields;
  const own = store.built.value;
  const live = store.live.value;
  return (
    <section class="nlpw-builder" aria-label="Direction builder">
      <h4>Directions</h4>
      <ul class="nlpw-subspaces">
        {built.value.map((one) => (
          <Subspace key={one.name} store={store} built={one} />
        ))}
      </ul>
      {live && (
        <Button name={`Keep a copy of ${store.wish.value.name}, to change it side by side`} onClick={() => copy(store)}>
          Keep a copy
        </Button>
      )}
      {own !== undefined && own.problem !== "" && (
        <p class="nlpw-trouble" role="alert">
          {own.problem}
        </p>
      )}
      <h4>{store.wish.value.groups.join(" : ")}</h4>
      <ul class="nlpw-chips">
        {store.wish.value.sets.map((set, at) => (
          <Chip key={set.words.join(" ")} store={store} set={set} at={at} lost={own?.lost ?? []} />
        ))}
      </ul>
      {live && <AddSet store={store} />}
      {own !== undefined && own.lost.length > 0 && (
        <p class="nlpw-lost">
          <b>{own.lost.length} without a vector:</b> {listed(own.lost)}
        </p>
      )}
      <details class="nlpw-exempt">
        <summary>
          ◇ {exempt.value.length} exempt words <span class="nlpw-quiet">gendered by definition, or yours</span>
        </summary>
        <WordsEditor
          name="exempt words"
          words={exempt.value}
          disabled={!live}
          onChange={(words) => store.ask({ exempt: words })}
        />
      </details>
    </section>
  );
}

/** A second subspace from the same sets, under another name; it becomes the active one. */
function copy(store: Store): void {
  const all = store.fields.subspaces.peek();
  const own = store.wish.peek();
  const root = own.name.replace(/ \d+$/, "");
  let k = 2;
  while (all.some(({ name }) => name === `${root} ${k}`)) k++;
  const fresh = { ...own, name: `${root} ${k}` };
  store.ask({ subspaces: [...all, fresh], subspace: fresh.name });
}

/** One subspace: choose it by its name; its variance, by component. */
function Subspace({ store, built }: { store: Store; built: Built }) {
  const { subspaces, subspace } = store.fields;
  const active = built.name === subspace.value;
  const said = `${share(built.share)} of the variance of its pairs lies in it`;
  return (
    <li class={active ? "nlpw-active" : undefined}>
      <button
        type="button"
        class="nlpw-subspace"
        aria-pressed={active}
        disabled={!store.live.value}
        title={built.problem === "" ? said : built.problem}
        onClick={() => store.ask({ subspace: built.name })}
      >
        <span class="nlpw-cut">{built.name}</span>
        <span class="nlpw-quiet">bias {number(built.bias)}</span>
        <Variance built={built} />
      </button>
      {store.live.value && subspaces.value.length > 1 && (
        <Button
          name={`Drop ${built.name}`}
          icon="close"
          onClick={() => store.ask({ subspaces: subspaces.value.filter(({ name }) => name !== built.name) })}
        />
      )}
    </li>
  );
}

/** Bars of the explained variance; those of the subspace are filled. */
export function Variance({ built }: { built: Built }) {
  const most = built.explained[0] ?? 1;
  return (
    <span
      class="nlpw-variance"
      role="img"
      aria-label={`Explained variance: ${built.explained.map((part) => share(part)).join(", ")}`}
    >
      {built.explained.map((part, k) => (
        <i
          key={k}
          class={k < built.dims ? "nlpw-in" : undefined}
          title={`component ${k + 1}: ${share(part)}`}
          style={{ height: `${Math.max(4, (100 * part) / most).toFixed(1)}%` }}
        />
      ))}
    </span>
  );
}

const WEIGHTS = [0, 0.5, 1, 2, 4];

/** A pair or set: off and on, heavier and lighter, dropped. */
function Chip({ store, set, at, lost }: { store: Store; set: WordSet; at: number; lost: readonly string[] }) {
  const { words, weight } = set;
  const missing = words.filter((word) => lost.includes(word));
  const name = words.join(" : ");
  const state = missing.length > 0 ? "nlpw-missing" : weight === 0 ? "nlpw-off" : "";
  const live = store.live.value;
  const weigh = (value: number) =>
    store.setSets(store.wish.peek().sets.map((one, k) => (k === at ? { ...one, weight: value } : one)));
  const next = WEIGHTS[(WEIGHTS.indexOf(weight) + 1) % WEIGHTS.length] ?? 1;
  return (
    <li class={`nlpw-chip ${state}`} title={missing.length > 0 ? `no vector: ${missing.join(", ")}` : name}>
      <span>{name}</span>
      <button
        type="button"
        class="nlpw-weight"
        disabled={!live}
        aria-label={`weight of ${name}: ${weight}; change to ${next}`}
        title={`Weight ${weight}; click for ${next}`}
        onClick={() => weigh(next)}
      >
        ×{weight}
      </button>
      {live && (
        <Button
          name={`Drop ${name}`}
          icon="close"
          onClick={() => store.setSets(store.wish.peek().sets.filter((_, k) => k !== at))}
        />
      )}
    </li>
  );
}

/** A text field for another pair. */
function AddSet({ store }: { store: Store }) {
  const draft = useSignal("");
  const wish = store.wish.value;
  const words = split(draft.value);
  const problem = problemOf(words, wish);
  const add = () => {
    if (words.length === 0 || problem !== "") return;
    store.setSets([...wish.sets, { words, weight: 1 }]);
    draft.value = "";
  };
  return (
    <div class="nlpw-add">
      <input
        type="text"
        aria-label={`another set: ${wish.groups.join(", ")}`}
        placeholder={wish.groups.join(" : ")}
        value={draft.value}
        aria-invalid={draft.value !== "" && problem !== ""}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.isComposing) return;
          add();
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <Button name="Add the set" disabled={words.length === 0 || problem !== ""} onClick={add}>
        Add
      </Button>
      {draft.value !== "" && problem !== "" && <small>{problem}</small>}
    </div>
  );
}

/** Words apart by blanks, colons, commas or slashes. */
export function split(text: string): string[] {
  return text.split(/[\s,:;/]+/).filter((word) => word !== "");
}

function problemOf(words: readonly string[], { groups, sets }: SubspaceWish): string {
  if (words.length !== groups.length) return `${groups.length} words, as ${groups.join(" : ")}`;
  if (new Set(words).size < words.length) return "different words";
  if (sets.some((one) => one.words.join(" ") === words.join(" "))) return "it is there already";
  return "";
}
