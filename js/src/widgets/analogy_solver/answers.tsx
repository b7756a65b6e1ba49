/** The rankings by the three methods, side by side. */

import { whole } from "../../marks/format";
import type { Answer, Solved } from "../../protocol/analogy_solver.gen";
import { METHOD_NAMES, ordinal, score } from "./names";
import type { Store } from "./state";

export function AnswersView({ store }: { store: Store }) {
  const { solved, facts } = store.shown.value;
  const terms = store.fields.terms.value;
  if (solved.length === 0) {
    const missing = (["a", "b", "c"] as const).filter((box) => terms[box] === "");
    const unknown = facts.filter((fact) => fact.row < 0 && fact.ngrams.length === 0 && fact.box !== "d");
    return (
      <p class="nlpw-waiting">
        {missing.length > 0
          ? `Type a word for ${missing.join(", ")}, or choose an example.`
          : unknown.length > 0
            ? `No answer: ${unknown.map(({ word }) => `“${word}”`).join(" and ")} ${unknown.length > 1 ? "have" : "has"} no vector here.`
            : "Waiting for the kernel."}
      </p>
    );
  }
  return (
    <div class="nlpw-methods">
      {solved.map((one) => (
        <Ranking key={one.method} store={store} solved={one} />
      ))}
    </div>
  );
}

function Ranking({ store, solved }: { store: Store; solved: Solved }) {
  const { name, formula, source } = METHOD_NAMES[solved.method];
  const best = solved.answers[0]?.score ?? 0;
  const { d } = store.fields.terms.value;
  return (
    <section class="nlpw-method" aria-label={`Answers by ${name}`}>
      <h4 title={source}>
        <span>{name}</span>
        <span class="nlpw-formula">{formula}</span>
      </h4>
      <ol class="nlpw-ranking">
        {solved.answers.map((answer) => (
          <Row key={answer.row} store={store} answer={answer} best={best} chosen={answer.word === d} />
        ))}
      </ol>
      {solved.expected !== null && solved.expected.rank > solved.answers.length && (
        <ol class="nlpw-ranking nlpw-further" aria-label="Your answer">
          <Row store={store} answer={solved.expected} best={best} chosen />
        </ol>
      )}
      <Hidden store={store} solved={solved} />
    </section>
  );
}

function Row({ store, answer, best, chosen }: { store: Store; answer: Answer; best: number; chosen: boolean }) {
  const { a, b, c } = store.fields.terms.value;
  const input = [a, b, c].includes(answer.word);
  const share = best > 0 ? Math.max(0, Math.min(1, answer.score / best)) : 0;
  return (
    <li class={chosen ? "nlpw-chosen" : undefined}>
      <span class="nlpw-rank">{whole(answer.rank)}</span>
      <button
        type="button"
        class="nlpw-answer"
        aria-pressed={chosen}
        title={`${chosen ? "Clear box d" : `Put “${answer.word}” into box d`}; word ${whole(answer.row + 1)} of the vocabulary`}
        onClick={() => store.put({ d: chosen ? "" : answer.word })}
      >
        <i style={{ width: `${(100 * share).toFixed(1)}%` }} />
        <span>{answer.word}</span>
        {input && <em>given</em>}
      </button>
      <span class="nlpw-value" title={String(answer.score)}>
        {score(answer.score)}
      </span>
    </li>
  );
}

/** What leaving out a, b and c hides: often the first answer. */
function Hidden({ store, solved }: { store: Store; solved: Solved }) {
  if (!store.fields.exclude_inputs.value) return null;
  const ahead = solved.hidden.filter(({ rank }) => rank <= store.fields.k.value);
  if (ahead.length === 0) return <p class="nlpw-hides">Leaving out a, b and c hides nothing here.</p>;
  return (
    <p class="nlpw-hides">
      Left out:{" "}
      {ahead.map((answer, k) => (
        <span key={answer.row}>
          {k > 0 && ", "}
          <b>{answer.word}</b> {ordinal(answer.rank)} <span class="nlpw-value">{score(answer.score)}</span>
        </span>
      ))}
    </p>
  );
}
