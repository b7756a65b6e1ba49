/** An imitation of the kernel for the dev page and the tests: it counts, orders, weighs and reads as the real one does. */

import { type PackedArray, pack } from "../../protocol/codec";
import type {
  Block,
  Neighbour,
  Options,
  Reading,
  TermInfo,
  VectorizerExplorerEmit,
  VectorizerExplorerProps,
  Viewport,
} from "../../protocol/vectorizer_explorer.gen";
import { fakeClassifier } from "./fake_classifier";
import { cosine, countTexts, type FakeMatrix, placesOf, weightsOf } from "./fake_matrix";
import { fakePruning } from "./fake_pruning";
import { type FakeReview, fakeReviews } from "./fake_texts";
import { fakeTrial } from "./fake_trial";
import { schemeOf } from "./weights";

type Props = VectorizerExplorerProps;
type Patch = Partial<VectorizerExplorerEmit>;

export const DEFAULTS: Options = {
  unit: "word",
  ngram_min: 1,
  ngram_max: 1,
  case: "lower",
  binary: false,
  min_df: 1,
  max_df: 1,
  max_features: 0,
};

export function ints(values: readonly number[], ...shape: number[]): PackedArray {
  return pack({ shape: shape.length > 0 ? shape : [values.length], values: Int32Array.from(values) });
}

export function floats(values: readonly number[], ...shape: number[]): PackedArray {
  return pack({ shape: shape.length > 0 ? shape : [values.length], values: Float32Array.from(values) });
}

/** Traits of an explorer on made-up reviews; any of them may be given. */
export function fakeProps(given: Partial<Props> = {}, reviews: readonly FakeReview[] = fakeReviews(60)): Props {
  const start: Props = {
    block: null,
    cell: { document: 0, term: "boat" },
    classes: ["negative", "positive"],
    classifier: null,
    classify: false,
    document_order: "given",
    error: "",
    neighbours: [],
    options: DEFAULTS,
    panel: "formula",
    pruning: fakePruning(countTexts([], DEFAULTS)),
    reading: null,
    seed: 0,
    sentence: "",
    size: { documents: 0, terms: 0, nonzero: 0, tokens: 0, dropped_terms: 0, dropped_tokens: 0 },
    source_code: "import nlpwidgets as nw\n\nexplorer = nw.VectorizerExplorer()",
    status: { state: "ready", message: "", progress: -1 },
    stored: null,
    sublinear: false,
    term_info: null,
    term_order: "frequency",
    theme: "auto",
    training: { message: "", progress: -1 },
    trial: null,
    version: 1,
    viewport: { row: 0, column: 0, rows: 40, columns: 60 },
    weighting: "smooth",
    ...given,
  };
  return { ...start, ...derive(start, reviews), ...given };
}

/** Answers what the page writes: the traits that follow. */
export function fakeKernel(props: Props, reviews: readonly FakeReview[] = fakeReviews(60)) {
  let now = props;
  return (patch: Patch): Partial<Props> => {
    now = { ...now, ...patch };
    const same = Object.keys(patch).every((name) => ["viewport", "panel", "theme", "sentence", "seed"].includes(name));
    const classifier = patch.classify ? { classifier: fakeClassifier(countAll(now, reviews), reviews) } : {};
    const changes = {
      ...derive({ ...now, version: same ? now.version : now.version + 1 }, reviews),
      ...(patch.options !== undefined && { classifier: null }),
      ...classifier,
      classify: false,
    };
    now = { ...now, ...changes };
    return changes;
  };
}

function countAll(props: Props, reviews: readonly FakeReview[]): FakeMatrix {
  return countTexts(
    reviews.map(({ text }) => text),
    props.options,
  );
}

function derive(props: Props, reviews: readonly FakeReview[]): Partial<Props> {
  const { cell, options } = props;
  const matrix = countAll(props, reviews);
  const scheme = schemeOf(props.weighting, props.sublinear);
  const orders = ordersOf(props, matrix);
  const near = (row: ReadonlyMap<number, number>, but: number): Neighbour[] =>
    reviews
      .map(({ text, label }, document) => {
        const { similarity, parts } = cosine(row, weightsOf(matrix, document, scheme));
        const most = parts.slice(0, 6);
        return {
          document,
          title: title(text),
          label,
          similarity,
          shared: most.map(([k]) => matrix.terms[k] ?? ""),
          contributions: most.map(([, part]) => part),
        };
      })
      .filter(({ document, similarity }) => document !== but && similarity > 0)
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, 8);
  return {
    size: {
      documents: matrix.documents,
      terms: matrix.terms.length,
      nonzero: matrix.rows.reduce((sum, row) => sum + row.size, 0),
      tokens: matrix.lengths.reduce((sum, length) => sum + length, 0),
      dropped_terms: matrix.droppedTerms,
      dropped_tokens: matrix.droppedTokens,
    },
    version: props.version,
    block: matrix.terms.length === 0 ? null : blockOf(props, matrix, reviews, orders),
    reading: cell && readingOf(cell.document, options, matrix, reviews, orders.rows.indexOf(cell.document)),
    term_info: cell && termOf(cell.term, options, matrix, reviews, orders.columns),
    neighbours: cell === null ? [] : near(weightsOf(matrix, cell.document, scheme), cell.document),
    pruning: fakePruning(matrix),
    trial: fakeTrial(props, matrix, orders.columns, scheme, (row) => near(row, -1)),
  };
}

interface Orders {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

function ordersOf(props: Props, matrix: FakeMatrix): Orders {
  const scheme = schemeOf(props.weighting, props.sublinear);
  const document = props.cell?.document ?? 0;
  const own = weightsOf(matrix, document, scheme);
  const column = matrix.terms.indexOf(props.cell?.term ?? "");
  const rows = [...matrix.rows.keys()];
  const columns = [...matrix.terms.keys()];
  const falling = (keys: number[], key: (k: number) => number) => keys.sort((a, b) => key(b) - key(a) || a - b);
  if (props.term_order === "frequency") falling(columns, (k) => matrix.df[k] ?? 0);
  if (props.term_order === "document") falling(columns, (k) => own.get(k) ?? 0);
  if (props.document_order === "near") {
    falling(rows, (k) => (k === document ? 2 : cosine(own, weightsOf(matrix, k, scheme)).similarity));
  }
  if (props.document_order === "term") falling(rows, (k) => weightsOf(matrix, k, scheme).get(column) ?? 0);
  return { rows, columns };
}

function blockOf(props: Props, matrix: FakeMatrix, reviews: readonly FakeReview[], orders: Orders): Block {
  const { row, column, rows, columns } = clamp(props.viewport, matrix.documents, matrix.terms.length);
  const documents = orders.rows.slice(row, row + rows);
  const terms = orders.columns.slice(column, column + columns);
  const cells = documents.flatMap((document, r) =>
    terms.flatMap((term, c) => {
      const count = matrix.rows[document]?.get(term);
      return count === undefined ? [] : [[r, c, count] as const];
    }),
  );
  return {
    version: props.version,
    row,
    column,
    rows,
    columns,
    documents: ints(documents),
    titles: documents.map((document) => title(reviews[document]?.text ?? "")),
    labels: documents.map((document) => reviews[document]?.label ?? ""),
    lengths: ints(documents.map((document) => matrix.lengths[document] ?? 0)),
    norms: floats(
      documents.flatMap((document) => [...(matrix.norms[document] ?? [])]),
      rows,
      2,
    ),
    terms: terms.map((term) => matrix.terms[term] ?? ""),
    frequencies: ints(terms.map((term) => matrix.df[term] ?? 0)),
    cell_rows: ints(cells.map(([r]) => r)),
    cell_columns: ints(cells.map(([, c]) => c)),
    counts: ints(cells.map(([, , count]) => count)),
  };
}

export function clamp(wish: Viewport, documents: number, terms: number): Viewport {
  const rows = Math.max(1, Math.min(wish.rows, documents));
  const columns = Math.max(1, Math.min(wish.columns, terms));
  return {
    row: Math.min(wish.row, documents - rows),
    column: Math.min(wish.column, terms - columns),
    rows,
    columns,
  };
}

function readingOf(
  document: number,
  options: Options,
  matrix: FakeMatrix,
  reviews: readonly FakeReview[],
  row: number,
): Reading | null {
  const review = reviews[document];
  if (review === undefined) return null;
  const weights = weightsOf(matrix, document, "smooth");
  const columns = [...weights.keys()].sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0));
  const vocabulary = columns.map((k) => matrix.terms[k] ?? "");
  const places = placesOf(review.text, options).flatMap(({ term, start, stop }) => {
    const k = vocabulary.indexOf(term);
    return k < 0 ? [] : [[k, start, stop, start, stop]];
  });
  return {
    document,
    row,
    title: title(review.text),
    label: review.label,
    length: matrix.lengths[document] ?? 0,
    norm: matrix.norms[document]?.[0] ?? 0,
    norm_sublinear: matrix.norms[document]?.[1] ?? 0,
    raw: review.text,
    text: null,
    vocabulary,
    counts: ints(columns.map((k) => matrix.rows[document]?.get(k) ?? 0)),
    frequencies: ints(columns.map((k) => matrix.df[k] ?? 0)),
    places: ints(places.flat(), places.length, 5),
    cut: false,
  };
}

function termOf(
  term: string,
  options: Options,
  matrix: FakeMatrix,
  reviews: readonly FakeReview[],
  order: readonly number[],
): TermInfo {
  const k = matrix.terms.indexOf(term);
  const found = reviews.flatMap(({ text }, document) => {
    const place = placesOf(text, options).find((one) => one.term === term);
    if (place === undefined || k < 0) return [];
    const { start, stop } = place;
    return [
      {
        document,
        title: title(text),
        before: text.slice(0, start),
        match: text.slice(start, stop),
        after: text.slice(stop),
      },
    ];
  });
  return {
    term,
    column: k < 0 ? -1 : order.indexOf(k),
    frequency: k < 0 ? 0 : (matrix.df[k] ?? 0),
    total: k < 0 ? 0 : matrix.rows.reduce((sum, row) => sum + (row.get(k) ?? 0), 0),
    occurrences: found.slice(0, 20),
  };
}

function title(text: string): string {
  return text.length > 50 ? `${text.slice(0, 50)}…` : text;
}
