/** The formula of the selected cell with its numbers, in all weightings side by side. */

import type { JSX } from "preact";
import { Apply, Formula, Op, Row, Sym, Thin } from "../../marks/equation";
import { whole } from "../../marks/format";
import { figure, termName } from "./names";
import type { Store } from "./state";
import { type CellFacts, SCHEMES, type Scheme, smoothIdf, sublinearTf, textbookIdf, weight } from "./weights";

export function FormulaPanel({ store }: { store: Store }) {
  const cell = store.fields.cell.value;
  const facts = store.facts.value;
  if (cell === null) return <p class="nlpw-none">Click a cell of the matrix.</p>;
  if (facts === null) return <p class="nlpw-none">{waiting(store)}</p>;
  const { unit } = store.fields.options.value;
  const name = termName(cell.term, unit);
  if (facts.df === 0) return <p class="nlpw-none">“{name}” is not in the vocabulary with these options.</p>;
  return (
    <div class="nlpw-formulas">
      <p class="nlpw-cell-said">
        <b>“{name}”</b> in document <b>{cell.document}</b>{" "}
        {facts.count === 0
          ? "does not occur: 0 in every weighting."
          : `occurs ${facts.count === 1 ? "once" : `${whole(facts.count)} times`}.`}
      </p>
      <Ingredients facts={facts} />
      <table class="nlpw-schemes">
        <caption class="nlpw-hidden">The cell in every weighting</caption>
        <tbody>
          {SCHEMES.map(({ value, label }) => (
            <SchemeRow key={value} store={store} scheme={value} label={label} facts={facts} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function waiting(store: Store): string {
  return store.live.value ? "On its way…" : "This page does not hold it.";
}

/** tf, df, N, idf, norm: each with what it is. */
function Ingredients({ facts }: { facts: CellFacts }) {
  const items: readonly (readonly [string, string, string])[] = [
    ["n", whole(facts.count), `${facts.count === 1 ? "time" : "times"} in this document`],
    ["|d|", whole(facts.length), "terms in the document"],
    ["df", whole(facts.df), "documents with the term"],
    ["N", whole(facts.documents), "documents"],
    ["‖d‖", figure(facts.norm), "length of the row of n · idf (smooth)"],
  ];
  return (
    <dl class="nlpw-ingredients">
      {items.map(([symbol, value, meaning]) => (
        <div key={symbol}>
          <dt>{symbol}</dt>
          <dd>
            <b>{value}</b> {meaning}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface SchemeProps {
  readonly store: Store;
  readonly scheme: Scheme;
  readonly label: string;
  readonly facts: CellFacts;
}

function SchemeRow({ store, scheme, label, facts }: SchemeProps) {
  const chosen = store.scheme.value === scheme;
  const value = weight(scheme, facts);
  return (
    <tr class={chosen ? "nlpw-chosen" : undefined} aria-current={chosen ? "true" : undefined}>
      <th scope="row">
        <button type="button" onClick={() => choose(store, scheme)} title={`Show ${label} in the matrix`}>
          {label}
        </button>
      </th>
      <td class="nlpw-symbols">
        <Formula>{symbols(scheme)}</Formula>
      </td>
      <td class="nlpw-numbers">= {numbers(scheme, facts)}</td>
      <td class="nlpw-value" data-scheme={scheme} data-value={String(value)} title={String(value).replace("-", "−")}>
        {scheme === "count" ? whole(value) : figure(value)}
      </td>
    </tr>
  );
}

function choose(store: Store, scheme: Scheme): void {
  if (scheme === "sublinear") store.ask({ weighting: "smooth", sublinear: true });
  else if (scheme === "smooth") store.ask({ weighting: "smooth", sublinear: false });
  else store.ask({ weighting: scheme });
}

const n = <mi>n</mi>;
const N = <mi>N</mi>;
const df = <mi mathvariant="normal">df</mi>;
const length = (
  <Row>
    <mo>|</mo>
    <mi>d</mi>
    <mo>|</mo>
  </Row>
);

function symbols(scheme: Scheme): JSX.Element {
  const smooth = (
    <Row>
      <mo>(</mo>
      <mi>ln</mi>
      <Thin />
      <mfrac>
        <Row>
          <mn>1</mn>
          <Op>+</Op>
          {N}
        </Row>
        <Row>
          <mn>1</mn>
          <Op>+</Op>
          {df}
        </Row>
      </mfrac>
      <Op>+</Op>
      <mn>1</mn>
      <mo>)</mo>
    </Row>
  );
  const norm = (sub?: string) => (
    <Row>
      <mo>‖</mo>
      <Sym name="d" {...(sub !== undefined && { sub })} />
      <mo>‖</mo>
    </Row>
  );
  switch (scheme) {
    case "count":
      return n;
    case "tf":
      return (
        <mfrac>
          {n}
          {length}
        </mfrac>
      );
    case "textbook":
      return (
        <Row>
          <mfrac>
            {n}
            {length}
          </mfrac>
          <Thin />
          <mi>ln</mi>
          <Thin />
          <mfrac>
            {N}
            {df}
          </mfrac>
        </Row>
      );
    case "smooth":
      return (
        <Row>
          {n}
          <Thin />
          {smooth}
          <Op>/</Op>
          {norm()}
        </Row>
      );
    case "sublinear":
      return (
        <Row>
          <Apply name="">
            <mn>1</mn>
            <Op>+</Op>
            <mi>ln</mi>
            <Thin />
            {n}
          </Apply>
          <Thin />
          {smooth}
          <Op>/</Op>
          {norm("sub")}
        </Row>
      );
  }
}

/** The formula with its numbers. */
export function numbers(scheme: Scheme, facts: CellFacts): string {
  const { count, length: size, df: held, documents, norm, normSublinear } = facts;
  const idf = figure(smoothIdf(documents, held));
  switch (scheme) {
    case "count":
      return whole(count);
    case "tf":
      return `${whole(count)} / ${whole(size)}`;
    case "textbook":
      return `${figure(size === 0 ? 0 : count / size)} · ${figure(textbookIdf(documents, held))}`;
    case "smooth":
      return `${whole(count)} · ${idf} / ${figure(norm)}`;
    case "sublinear":
      return `${figure(sublinearTf(count))} · ${idf} / ${figure(normSublinear)}`;
  }
}
