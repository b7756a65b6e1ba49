/** What one gets without analogy, and how parallel the offsets of a relation are. */

import { Select } from "../../controls/select";
import { format, whole } from "../../marks/format";
import type { Answer, Consistency } from "../../protocol/analogy_solver.gen";
import { score } from "./names";
import type { Store } from "./state";

export function BaselinesPanel({ store }: { store: Store }) {
  const { baselines, solved } = store.shown.value;
  const { c } = store.fields.terms.value;
  const best = solved[0]?.answers[0];
  return (
    <div class="nlpw-baselines">
      <section aria-label="Nearest to c alone">
        <h4>Nearest to c alone</h4>
        {baselines === null ? (
          <p class="nlpw-none">Three known words are needed.</p>
        ) : (
          <>
            <Words answers={baselines.nearest} best={best?.word ?? ""} />
            <p class="nlpw-note">
              {best !== undefined && baselines.nearest[0]?.word === best.word
                ? `“${best.word}” is the nearest word to “${c}” anyway: the offset added nothing.`
                : `Cosine with “${c}”. Where the answer stands here, the offset had little to do.`}
            </p>
          </>
        )}
      </section>
      {baselines !== null && baselines.random.length > 0 && (
        <section aria-label="Random words">
          <h4>Random words</h4>
          <Words answers={baselines.random} best="" />
          <p class="nlpw-note">Their 3CosAdd: what a score of a word that has nothing to do with it looks like.</p>
        </section>
      )}
      <Offsets store={store} />
    </div>
  );
}

function Words({ answers, best }: { answers: readonly Answer[]; best: string }) {
  return (
    <ol class="nlpw-ranking">
      {answers.map(({ word, row, rank, score: value }) => (
        <li key={row} class={word === best ? "nlpw-chosen" : undefined}>
          <span class="nlpw-rank">{whole(rank)}</span>
          <span class="nlpw-plain-word">{word}</span>
          <span class="nlpw-value" title={String(value)}>
            {score(value)}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Offsets({ store }: { store: Store }) {
  const { presets, relation, consistency } = store.fields;
  const names = [...new Set(presets.value.map((preset) => preset.relation))];
  if (names.length === 0) return null;
  const found = consistency.value;
  const choices = (store.live.value ? ["", ...names] : names.filter((name) => name === found?.relation)).map(
    (value) => ({
      value,
      label: value === "" ? "none" : value,
    }),
  );
  return (
    <section class="nlpw-offsets" aria-label="Offsets of a relation">
      <h4>
        Offsets of{" "}
        <span class="nlpw-plain">
          {choices.length > 0 ? (
            <Select
              label="relation"
              terse
              value={relation.value}
              choices={choices}
              onChange={(value) => store.ask({ relation: value })}
            />
          ) : (
            "a relation: needs a kernel"
          )}
        </span>
      </h4>
      {found === null || found.relation !== relation.value ? (
        <p class="nlpw-none">Choose a relation: are its offsets parallel at all?</p>
      ) : (
        <Parallel found={found} />
      )}
    </section>
  );
}

function Parallel({ found }: { found: Consistency }) {
  return (
    <>
      <p>
        Mean cosine between two offsets <b>{format(found.mean, { digits: 3 })}</b>; pairs shuffled{" "}
        <b>{format(found.shuffled, { digits: 3 })}</b>.
      </p>
      <ul class="nlpw-pairs">
        {found.pairs.map(({ a, b, cosine }) => (
          <li key={`${a} ${b}`}>
            <span class="nlpw-cut">
              {a} → {b}
            </span>
            <span class="nlpw-track-bar" aria-hidden="true">
              <i
                class={cosine < 0 ? "nlpw-against" : undefined}
                style={{ width: `${(100 * Math.min(1, Math.abs(cosine))).toFixed(1)}%` }}
              />
            </span>
            <span class="nlpw-value">{format(cosine, { digits: 3 })}</span>
          </li>
        ))}
      </ul>
      <p class="nlpw-note">
        Of each pair: the cosine of its offset with the mean offset of the other pairs.
        {found.missing.length > 0 && ` Not in the vocabulary: ${found.missing.join(", ")}.`}
      </p>
    </>
  );
}
