/** What stays: how well the old sides are found again, and who still keeps whose company. */

import { whole } from "../../marks/format";
import type { Measured, Neighbourhood } from "../../protocol/bias_explorer.gen";
import { unpack } from "../../protocol/codec";
import { number, share } from "./names";
import type { Store } from "./state";

export function StaysPanel({ store }: { store: Store }) {
  const measured = store.fields.measured.value;
  const late = store.outdated.value;
  const live = store.live.value;
  const [positive = "first", ...others] = store.wish.value.groups;
  if (measured === null) {
    return (
      <p class="nlpw-none" role="status">
        {live ? "measuring …" : "This page holds no measurement."}
      </p>
    );
  }
  const now = `strength ${measured.strength.toFixed(2)}`;
  return (
    <div class={`nlpw-stays${late ? " nlpw-late" : ""}`} aria-busy={late && live}>
      <p>
        <b>{verdict(measured)}</b> Taking a component out leaves the company that words keep: hard debiasing hides more
        than it removes (Gonen &amp; Goldberg 2019).
      </p>
      <table class="nlpw-figures">
        <thead>
          <tr>
            <th scope="col">of the {whole(measured.biased)} words that lay farthest out before</th>
            <th scope="col">as given</th>
            <th scope="col">
              {now} {late && <small>{live ? "catching up" : "only with a kernel"}</small>}
            </th>
          </tr>
        </thead>
        <tbody>
          <Row name="k-means with two clusters puts with their own side" pair={measured.clusters} show={share} />
          <Row
            name="a linear classifier finds the side of words it has not seen"
            pair={measured.classifier}
            show={share}
          />
          <Row
            name={`correlation of a word’s old component with its neighbours’ share on the side “${positive}”`}
            pair={measured.correlation}
            show={number}
          />
        </tbody>
      </table>
      <p class="nlpw-note">Half of the words, 50 %, is what guessing finds.</p>
      {measured.neighbours !== null && (
        <Company found={measured.neighbours} positive={positive} other={others.join(" or ")} now={now} />
      )}
      {measured.neighbours === null && live && (
        <p class="nlpw-none">Choose one of the words above to see its neighbours before and now.</p>
      )}
    </div>
  );
}

interface RowProps {
  readonly name: string;
  readonly pair: { readonly before: number | null; readonly after: number | null };
  show(value: number | null): string;
}

function Row({ name, pair, show }: RowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{show(pair.before)}</td>
      <td>{show(pair.after)}</td>
    </tr>
  );
}

export function verdict({ classifier, strength }: Measured): string {
  if (classifier.after === null) return "There are too few words on both sides to be found again.";
  if (strength === 0)
    return `Nothing is removed yet: a classifier finds the side of ${share(classifier.after)} of the words.`;
  return `With ${Math.round(100 * strength)} % of the component removed, a classifier still finds the side of ${share(classifier.after)} of the words.`;
}

/** Neighbours of one word, by the side on which they lay before anything was removed. */
function Company({
  found,
  positive,
  other,
  now,
}: {
  found: Neighbourhood;
  positive: string;
  other: string;
  now: string;
}) {
  const { values } = unpack(found.parallel);
  const count = found.before.length;
  const lists = [
    { title: "as given", words: found.before, from: 0 },
    { title: now, words: found.after, from: count },
  ];
  return (
    <div class="nlpw-company">
      {lists.map(({ title, words, from }) => {
        const right = words.filter((_, k) => (values[from + k] as number) > 0).length;
        return (
          <section key={title}>
            <h4>
              neighbours of {found.word}, {title}
            </h4>
            <ul>
              {words.map((word, k) => {
                const value = values[from + k] as number;
                return (
                  <li
                    key={word}
                    class={value > 0 ? "nlpw-first" : "nlpw-other"}
                    title={`component before: ${number(value)}`}
                  >
                    <i class="nlpw-key" />
                    {word}
                  </li>
                );
              })}
            </ul>
            <p class="nlpw-quiet">
              {right} of {words.length} lay on the side “{positive}”, {words.length - right} on “{other}”
            </p>
          </section>
        );
      })}
    </div>
  );
}
