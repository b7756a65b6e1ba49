/** A linear classifier on the matrix: how good it is, and which terms speak for which class. */

import { Button } from "../../controls/button";
import { format, percent, whole } from "../../marks/format";
import type { Classified, Weight } from "../../protocol/vectorizer_explorer.gen";
import { termName } from "./names";
import { TermButton } from "./reader";
import type { Store } from "./state";

export function ClassifierPanel({ store }: { store: Store }) {
  const { fields } = store;
  const trained = fields.classifier.value;
  if (fields.classes.value.length === 0) {
    return (
      <p class="nlpw-none">
        There are no labels. Pass one per document: <code>VectorizerExplorer(documents, labels=labels)</code>.
      </p>
    );
  }
  return (
    <div class="nlpw-classifier">
      <Training store={store} />
      {trained === null ? (
        !fields.classify.value && (
          <p class="nlpw-none">
            A logistic regression on the TF-IDF matrix tells “{fields.classes.value.join("” from “")}”: one weight per
            term.
          </p>
        )
      ) : (
        <Result store={store} trained={trained} />
      )}
    </div>
  );
}

function Training({ store }: { store: Store }) {
  const { classify, training, classifier } = store.fields;
  const { message, progress } = training.value;
  const name = classifier.value === null ? "Train" : "Train again";
  if (!classify.value) {
    return (
      <div class="nlpw-line">
        <Button
          name={`${name}${store.live.value ? "" : ": needs a kernel"}`}
          disabled={!store.live.value}
          onClick={() => {
            store.answers.sent();
            store.pass({ classify: true });
          }}
        >
          {name}
        </Button>
      </div>
    );
  }
  return (
    <div class="nlpw-line" role="status">
      <Button name="Cancel the training" onClick={() => store.pass({ classify: false })}>
        Cancel
      </Button>
      <progress aria-label="training" max={1} value={progress >= 0 ? progress : undefined} />
      <span class="nlpw-quiet">{message}</span>
    </div>
  );
}

function Result({ store, trained }: { store: Store; trained: Classified }) {
  const [first = "", second = ""] = trained.classes;
  const most = Math.max(...[...trained.positive, ...trained.negative].map(({ weight }) => Math.abs(weight)), 0);
  return (
    <>
      <div class="nlpw-result">
        <p>
          <b class="nlpw-big">{accuracy(trained.accuracy)}</b> of {whole(trained.test)} test documents are told right;
          always saying the more frequent class: <b>{accuracy(trained.majority)}</b>. Trained on {whole(trained.train)}{" "}
          in {format(trained.seconds, { digits: trained.seconds < 10 ? 2 : 0 })} s.
        </p>
        <table class="nlpw-confusion">
          <caption>Test documents</caption>
          <thead>
            <tr>
              <td />
              {trained.classes.map((name) => (
                <th scope="col" key={name}>
                  said {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trained.confusion.map((row, k) => (
              <tr key={trained.classes[k]}>
                <th scope="row">is {trained.classes[k]}</th>
                {row.map((count, at) => (
                  <td key={at} class={at === k ? "nlpw-right" : undefined}>
                    {whole(count)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="nlpw-weights">
        <Weights store={store} name={first} weights={trained.negative} most={most} side="negative" />
        <Weights store={store} name={second} weights={trained.positive} most={most} side="positive" />
      </div>
    </>
  );
}

function accuracy(share: number): string {
  return share > 0.9 && share < 1 ? `${(100 * share).toFixed(1)} %` : percent(share);
}

interface WeightsProps {
  readonly store: Store;
  readonly name: string;
  readonly weights: readonly Weight[];
  readonly most: number;
  readonly side: "positive" | "negative";
}

function Weights({ store, name, weights, most, side }: WeightsProps) {
  const { unit } = store.fields.options.value;
  return (
    <div>
      <span class="nlpw-caption">speak for {name}</span>
      <ol class={`nlpw-bars nlpw-${side}`} aria-label={`Terms that speak for ${name}`}>
        {weights.map(({ term, weight }) => (
          <li key={term}>
            <TermButton store={store} term={term} name={termName(term, unit)} />
            <span class="nlpw-bar-track">
              <i style={{ width: `${((100 * Math.abs(weight)) / (most || 1)).toFixed(1)}%` }} />
            </span>
            <span class="nlpw-value" title={String(weight)}>
              {format(weight, { signed: true, digits: 2 })}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
