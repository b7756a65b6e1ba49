/** Stem against lemma for the words of the text, and what the stemmer puts together differently. */

import { Select } from "../../controls/select";
import type { FormGroup, WordForms } from "../../protocol/preprocessing_explorer.gen";
import { findWord } from "./find_word";
import type { Store } from "./state";

export const STEMMERS = [
  { value: "porter", label: "Porter" },
  { value: "english", label: "English (Porter 2)" },
  { value: "lancaster", label: "Lancaster" },
] as const;

export type Stemmer = (typeof STEMMERS)[number]["value"];

export function stemmerOf(value: string): Stemmer {
  return STEMMERS.find((one) => one.value === value)?.value ?? "porter";
}

export function FormsPanel({ store }: { store: Store }) {
  const { value: forms } = store.fields.forms;
  const stemmer = stemmerOf(store.fields.stemmer.value);
  const hold = (word: string) => {
    const found = findWord(store.stages.peek(), word, store.fields.focus.peek());
    if (found !== null) store.set({ focus: found });
  };
  if (forms.words.length === 0) return <p class="nlpw-faded">The text has no words.</p>;
  const groups = forms[stemmer];
  return (
    <div class="nlpw-forms">
      <section>
        <h4>Words of the text</h4>
        <Words words={forms.words} stemmer={stemmer} hold={hold} />
      </section>
      <section>
        <h4>
          Stem against lemma
          <span class="nlpw-which">
            <Select
              label="stemmer"
              value={stemmer}
              choices={STEMMERS}
              onChange={(value) => store.set({ stemmer: value })}
            />
          </span>
        </h4>
        <Groups
          title="Over-stemmed: one stem, several lemmas"
          none="No two lemmas share a stem."
          groups={groups.filter(({ kind }) => kind === "over")}
          hold={hold}
        />
        <Groups
          title="Under-stemmed: one lemma, several stems"
          none="No lemma has several stems."
          groups={groups.filter(({ kind }) => kind === "under")}
          hold={hold}
        />
      </section>
    </div>
  );
}

interface Holding {
  hold(word: string): void;
}

function Words({ words, stemmer, hold }: Holding & { words: readonly WordForms[]; stemmer: Stemmer }) {
  const cell = (name: Stemmer, word: WordForms) => (
    <td class={`${name === stemmer ? "nlpw-chosen" : ""}${word[name] === word.word ? " nlpw-faded" : ""}`}>
      <bdi>{word[name]}</bdi>
    </td>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="nlpw-scroll" tabIndex={0} aria-label="stems and lemmas of the words">
      <table>
        <thead>
          <tr>
            <th scope="col">word</th>
            <th scope="col" class="nlpw-number">
              times
            </th>
            <th scope="col">Porter</th>
            <th scope="col">English</th>
            <th scope="col">Lancaster</th>
            <th scope="col">lemma</th>
          </tr>
        </thead>
        <tbody>
          {words.map((word) => (
            <tr key={word.word}>
              <th scope="row">
                <Word word={word.word} hold={hold} />
              </th>
              <td class="nlpw-number">{word.count}</td>
              {cell("porter", word)}
              {cell("english", word)}
              {cell("lancaster", word)}
              <td class={word.lemma === word.word ? "nlpw-faded" : ""}>
                <bdi>{word.lemma}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Groups(props: Holding & { title: string; none: string; groups: readonly FormGroup[] }) {
  const { title, none, groups, hold } = props;
  return (
    <>
      <p class="nlpw-subtitle">{title}</p>
      {groups.length === 0 ? (
        <p class="nlpw-faded">{none}</p>
      ) : (
        <ul class="nlpw-groups">
          {groups.map(({ key, words, apart }) => (
            <li key={key}>
              <b>
                <bdi>{key}</bdi>
              </b>
              <span>
                {words.map((word, k) => (
                  <span class="nlpw-member" key={word}>
                    <Word word={word} hold={hold} />
                    {apart[k] !== word && (
                      <span class="nlpw-apart">
                        {" "}
                        → <bdi>{apart[k]}</bdi>
                      </span>
                    )}
                  </span>
                ))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Word({ word, hold }: Holding & { word: string }) {
  return (
    <button type="button" class="nlpw-link" title={`Hold “${word}” in the lanes`} onClick={() => hold(word)}>
      <bdi>{word}</bdi>
    </button>
  );
}
