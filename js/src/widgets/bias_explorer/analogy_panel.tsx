/** An analogy before and now: two rankings, and lines between the places of one word. */

import { useSignal } from "@preact/signals";
import { Button } from "../../controls/button";
import { format } from "../../marks/format";
import { listed, whole } from "./names";
import { SHOWN, type Store } from "./state";

const LINE = 22;

export function AnalogyPanel({ store }: { store: Store }) {
  const { question, candidates } = store.fields;
  const found = candidates.value;
  const asked = question.value;
  return (
    <div class="nlpw-analogy">
      <Ask store={store} />
      {found !== null && found.lost.length > 0 && (
        <p class="nlpw-lost">
          <b>Without a vector:</b> {listed(found.lost)}
        </p>
      )}
      {asked !== null && <Rankings store={store} />}
      {found !== null && found.lost.length === 0 && (
        <p class="nlpw-note">
          3CosAdd: the cosine with b − a + c, among the {whole(found.searched)} most frequent words, the given ones left
          out. Each of them loses its component as the slider says, unless it is exempt.
        </p>
      )}
    </div>
  );
}

function Ask({ store }: { store: Store }) {
  const question = store.fields.question.value ?? { a: "", b: "", c: "" };
  const draft = useSignal<{ a: string; b: string; c: string } | null>(null);
  const shown = draft.value ?? question;
  const live = store.live.value;
  const take = () => {
    const wish = draft.peek();
    if (wish === null || [wish.a, wish.b, wish.c].some((word) => word.trim() === "")) return;
    draft.value = null;
    store.ask({ question: { a: wish.a.trim(), b: wish.b.trim(), c: wish.c.trim() } });
  };
  return (
    <form
      class="nlpw-line nlpw-ask"
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      {(["a", "b", "c"] as const).map((box, k) => (
        <span key={box} class="nlpw-line">
          {k > 0 && <span class="nlpw-quiet">{k === 1 ? "is to" : "as"}</span>}
          <input
            type="text"
            aria-label={box}
            value={shown[box]}
            disabled={!live}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            onInput={(event) => {
              draft.value = { ...shown, [box]: event.currentTarget.value };
            }}
          />
        </span>
      ))}
      <span class="nlpw-quiet">is to ?</span>
      {draft.value !== null && (
        <Button name="Ask" onClick={take}>
          Ask
        </Button>
      )}
    </form>
  );
}

function Rankings({ store }: { store: Store }) {
  const ranked = store.ranked.value;
  if (ranked === null) return null;
  const { before, now } = ranked;
  const height = SHOWN * LINE;
  const placeIn = (words: typeof now, word: string) => words.findIndex((one) => one.word === word);
  return (
    <div class="nlpw-rankings">
      <Ranking title="as given" answers={before} other={now} />
      <svg class="nlpw-moves" width={64} height={height} aria-hidden="true">
        {before.map(({ word }, from) => {
          const to = placeIn(now, word);
          const y = (place: number) => (place + 0.5) * LINE;
          if (to < 0) return <path key={word} class="nlpw-gone" d={`M0 ${y(from)}L22 ${y(from) + 8}`} />;
          const state = to < from ? "nlpw-up" : to > from ? "nlpw-down" : "";
          return <path key={word} class={state} d={`M0 ${y(from)}C32 ${y(from)} 32 ${y(to)} 64 ${y(to)}`} />;
        })}
      </svg>
      <Ranking title={`strength ${format(store.fields.strength.value, { digits: 2 })}`} answers={now} other={before} />
    </div>
  );
}

interface RankingProps {
  readonly title: string;
  readonly answers: readonly { readonly word: string; readonly score: number }[];
  readonly other: readonly { readonly word: string }[];
}

function Ranking({ title, answers, other }: RankingProps) {
  return (
    <section>
      <h4>{title}</h4>
      <ol class="nlpw-ranking">
        {answers.map(({ word, score }) => (
          <li key={word} class={other.some((one) => one.word === word) ? undefined : "nlpw-fresh"}>
            <span class="nlpw-cut">{word}</span>
            <span class="nlpw-value">{format(score)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
