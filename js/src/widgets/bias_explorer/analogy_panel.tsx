/** An analogy before and now: two rankings, and lines between the places of one word. */

import { format, whole } from "../../marks/format";
import { Entry } from "./entry";
import { listed } from "./names";
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
  return (
    <div class="nlpw-line nlpw-ask">
      {(["a", "b", "c"] as const).map((box, k) => (
        <span key={box} class="nlpw-line">
          {k > 0 && <span class="nlpw-quiet">{k === 1 ? "is to" : "as"}</span>}
          <Entry
            name={box}
            value={question[box]}
            disabled={!store.live.value}
            onEnter={(word) => store.ask({ question: { ...question, [box]: word } })}
          />
        </span>
      ))}
      <span class="nlpw-quiet">is to ?</span>
    </div>
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
