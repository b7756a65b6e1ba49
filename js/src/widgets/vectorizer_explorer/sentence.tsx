/** The reader's own sentence: what the matrix sees of it, and what it does not. */

import { useMemo } from "preact/hooks";
import { Button } from "../../controls/button";
import { TextBox } from "../../controls/text_box";
import { counted, format, formatProbability } from "../../marks/format";
import { unpack } from "../../protocol/codec";
import type { Sentence, Trial } from "../../protocol/vectorizer_explorer.gen";
import { LitText, tintOf } from "./lit_text";
import { termName } from "./names";
import { NeighbourList } from "./neighbours";
import { cellText } from "./paint";
import { TermButton } from "./reader";
import { spansOf } from "./segments";
import type { Store } from "./state";

interface Props {
  readonly store: Store;
  readonly top: number;
}

export function SentencePanel({ store, top }: Props) {
  const { fields } = store;
  const trial = fields.trial.value;
  return (
    <div class="nlpw-sentence">
      <div class="nlpw-line">
        <TextBox
          name="Your sentence"
          text={fields.sentence.value}
          action="Try"
          width={store.width.value}
          obstacle={store.live.value ? null : "needs a kernel"}
          commit={(sentence) => store.ask({ sentence })}
        />
      </div>
      {trial === null ? (
        <p class="nlpw-none">
          {store.live.value
            ? "Type a sentence: its vector, the same words in another order, misspelt words, and the documents nearest to it."
            : "This page holds no sentence."}
        </p>
      ) : (
        <Tried store={store} trial={trial} top={top} />
      )}
    </div>
  );
}

function Tried({ store, trial, top }: Props & { trial: Trial }) {
  const { sentence, shuffled, misspelt } = trial;
  const again = () => store.ask({ seed: store.fields.seed.peek() + 1 });
  return (
    <>
      <Version store={store} top={top} name="your sentence" sentence={sentence} />
      <Version store={store} top={top} name="shuffled" sentence={shuffled}>
        <Button name="Shuffle again, and misspell again" disabled={!store.live.value} onClick={again}>
          Shuffle again
        </Button>
        <span class="nlpw-finding">
          {trial.same ? (
            <>
              <b>= the same vector</b>, number for number: the order is lost.
            </>
          ) : (
            <>
              <b>≠ another vector</b>: n-grams keep some of the order.
            </>
          )}
        </span>
      </Version>
      <Version store={store} top={top} name="misspelt" sentence={misspelt}>
        <span class="nlpw-finding">
          cosine with your sentence <b>{format(trial.similarity)}</b>: {outsideWords(misspelt)}
        </span>
      </Version>
      <Vectors store={store} trial={trial} />
      {trial.verdict !== "" && (
        <p class="nlpw-finding">
          The classifier says <b>{trial.verdict}</b>, probability <b>{formatProbability(trial.probability)}</b>.
        </p>
      )}
      <h4>Nearest documents</h4>
      <NeighbourList store={store} found={trial.nearest} />
    </>
  );
}

function outsideTerms({ terms, columns }: Sentence): string[] {
  const places = unpack(columns).values;
  return terms.filter((_, k) => (places[k] ?? -1) < 0);
}

function outsideWords(sentence: Sentence): string {
  const outside = outsideTerms(sentence).length;
  return outside === 0 ? "every term has a column." : `${counted(outside, "term")} without a column count for nothing.`;
}

interface VersionProps extends Props {
  readonly name: string;
  readonly sentence: Sentence;
  readonly children?: preact.ComponentChildren;
}

function Version({ store, top, name, sentence, children }: VersionProps) {
  const spans = useMemo(() => spansOf(unpack(sentence.places).values, 3, 1), [sentence]);
  const columns = unpack(sentence.columns).values;
  const weights = unpack(sentence.weights).values;
  return (
    <div class="nlpw-version">
      <span class="nlpw-caption">{name}</span>
      <LitText
        name={name}
        text={sentence.text}
        spans={spans}
        terms={sentence.terms}
        tint={(term) => ((columns[term] ?? -1) < 0 ? null : tintOf(weights[term] ?? 0, top))}
        lit={store.lit}
        selected={store.fields.cell.value?.term ?? null}
        onPick={(term) => {
          if ((columns[sentence.terms.indexOf(term)] ?? -1) >= 0) store.select({ term });
        }}
      />
      {children !== undefined && <div class="nlpw-line">{children}</div>}
    </div>
  );
}

const MOST = 60;

/** The three vectors side by side. */
function Vectors({ store, trial }: { store: Store; trial: Trial }) {
  const versions = [trial.sentence, trial.shuffled, trial.misspelt];
  const weights = versions.map((sentence) => unpack(sentence.weights).values);
  const terms = [...new Set(versions.flatMap(({ terms: some }) => some))];
  const outside = new Set(versions.flatMap(outsideTerms));
  const most = Math.max(...weights.flatMap((some) => [...some]), 0);
  const { unit } = store.fields.options.value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="nlpw-vectors" tabIndex={0} aria-label="The three vectors">
      <table>
        <thead>
          <tr>
            <th scope="col">term</th>
            <th scope="col">your sentence</th>
            <th scope="col">shuffled</th>
            <th scope="col">misspelt</th>
          </tr>
        </thead>
        <tbody>
          {terms.slice(0, MOST).map((term) => (
            <tr key={term}>
              <th scope="row">
                <TermButton store={store} term={term} name={termName(term, unit)} />
              </th>
              {versions.map((sentence, k) => {
                const at = sentence.terms.indexOf(term);
                if (!outside.has(term)) {
                  const value = at < 0 ? 0 : (weights[k]?.[at] ?? 0);
                  return <Entry key={k} text={cellText(store.scheme.value, value)} share={value / (most || 1)} />;
                }
                return (
                  <td key={k} class="nlpw-outside">
                    {at < 0 ? "" : "no column"}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {terms.length > MOST && <p class="nlpw-note">and {counted(terms.length - MOST, "term")} more</p>}
    </section>
  );
}

/** A weight with a bar behind it. */
function Entry({ text, share }: { text: string; share: number }) {
  const width = `${(100 * Math.max(0, Math.min(1, share))).toFixed(1)}%`;
  return (
    <td>
      <span class="nlpw-entry">
        <i style={{ width }} />
        <span>{text}</span>
      </span>
    </td>
  );
}
