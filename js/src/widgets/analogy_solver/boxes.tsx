/** The question: a is to b as c is to d, in four word boxes, each with what is known of its word. */

import { Button } from "../../controls/button";
import { Select } from "../../controls/select";
import { useUid } from "../../controls/use_uid";
import { WordBox } from "../../controls/word_box";
import { whole } from "../../marks/format";
import type { Preset, Terms, WordFact } from "../../protocol/analogy_solver.gen";
import { bestOf, type Store } from "./state";

const SAID = { a: "first word", b: "is to", c: "as", d: "is to: the answer, or your guess" } as const;

export function Question({ store }: { store: Store }) {
  const best = bestOf(store.shown.value.solved);
  return (
    <section class="nlpw-question" aria-label="The question">
      <div class="nlpw-sentence">
        <Box store={store} box="a" />
        <span class="nlpw-is">is to</span>
        <Box store={store} box="b" />
        <span class="nlpw-is">as</span>
        <Box store={store} box="c" />
        <span class="nlpw-is">is to</span>
        <Box store={store} box="d" placeholder={best === "" ? "?" : `${best}?`} />
      </div>
      <div class="nlpw-line">
        <Button name="Swap the pairs: c is to d as a is to b" disabled={store.fixed.value} onClick={store.swap}>
          Swap pairs
        </Button>
        <Button
          name="Ask the other way round: b is to a as d is to c"
          disabled={store.fixed.value}
          onClick={store.invert}
        >
          Reverse
        </Button>
        <Button
          name="Chain: apply the same offset again, to the answer"
          disabled={best === "" || store.fixed.value}
          onClick={() => store.chain(store.fields.terms.peek().d || best)}
        >
          Chain
        </Button>
        {!store.fixed.value && <Presets store={store} />}
      </div>
    </section>
  );
}

function Box({ store, box, placeholder }: { store: Store; box: keyof Terms; placeholder?: string }) {
  const { fields } = store;
  const id = useUid();
  const word = fields.terms.value[box];
  const fact = store.shown.value.facts.find((one) => one.box === box && one.word === word);
  const offer = store.completions.value;
  const unknown = fact !== undefined && fact.row < 0 && fact.ngrams.length === 0;
  return (
    <div class={`nlpw-box nlpw-box-${box}`}>
      <span class="nlpw-letter" aria-hidden="true">
        {box}
      </span>
      <WordBox
        name={`${box}: ${SAID[box]}`}
        word={word}
        placeholder={placeholder ?? "a word"}
        offer={offer !== null && offer.box === box ? offer : null}
        invalid={unknown}
        disabled={store.fixed.value}
        describedBy={fact === undefined ? undefined : id}
        onType={(text) => store.type({ box, text })}
        onCommit={(wish) => store.put({ [box]: wish })}
      />
      <div class="nlpw-fact" id={id}>
        {fact !== undefined && <Fact store={store} fact={fact} />}
      </div>
    </div>
  );
}

function Fact({ store, fact }: { store: Store; fact: WordFact }) {
  if (fact.row >= 0) return <span title="Place in the vocabulary, 1 first">word {whole(fact.row + 1)}</span>;
  if (fact.ngrams.length > 0) {
    return (
      <span title={fact.ngrams.join(" ")}>
        not in the vocabulary: made of its {whole(fact.ngrams.length)} character n-grams
      </span>
    );
  }
  return (
    <span role="alert">
      not {store.local.value ? "in this page" : "in the vocabulary"}
      {fact.suggestions.length > 0 && ": "}
      {fact.suggestions.map((word, k) => (
        <span key={word}>
          {k > 0 && ", "}
          <button
            type="button"
            class="nlpw-link"
            aria-label={`Take ${word} for ${fact.word}`}
            onClick={() => store.put({ [fact.box]: word })}
          >
            {word}
          </button>
        </span>
      ))}
    </span>
  );
}

function Presets({ store }: { store: Store }) {
  const presets = store.fields.presets.value;
  const { a, b, c } = store.fields.terms.value;
  const at = presets.findIndex((one) => one.a === a && one.b === b && one.c === c);
  const label = (one: Preset) => `${one.relation}: ${one.a} : ${one.b} :: ${one.c} : ?`;
  if (presets.length === 0) return null;
  const choices = presets.map((one, value) => ({ value, label: label(one), short: one.relation }));
  if (at < 0) choices.unshift({ value: -1, label: "your own", short: "your own" });
  return (
    <Select
      label="example"
      value={at}
      choices={choices}
      onChange={(value) => {
        const preset = presets[value];
        if (preset !== undefined) store.take(preset);
      }}
    />
  );
}
