/** The reader's sentence, shuffled and misspelt, by the made-up matrix. */

import type { Neighbour, Sentence, Trial, VectorizerExplorerProps } from "../../protocol/vectorizer_explorer.gen";
import { floats, ints } from "./fake";
import { cosine, type FakeMatrix, placesOf } from "./fake_matrix";
import { type Scheme, smoothIdf, sublinearTf, textbookIdf } from "./weights";

type Row = ReadonlyMap<number, number>;

export function fakeTrial(
  props: VectorizerExplorerProps,
  matrix: FakeMatrix,
  order: readonly number[],
  scheme: Scheme,
  near: (row: Row) => Neighbour[],
): Trial | null {
  const text = props.sentence;
  if (text.trim() === "") return null;
  const words = text.split(/\s+/);
  const turn = 1 + (props.seed % Math.max(1, words.length - 1));
  const shuffled = [...words.slice(turn), ...words.slice(0, turn)].join(" ");
  const misspelt = words
    .map((word, k) => ((k + props.seed) % 3 === 1 && word.length > 3 ? word.slice(0, 1) + word.slice(2) : word))
    .join(" ");
  const made = [text, shuffled, misspelt].map((one) => sentenceOf(one, props, matrix, order, scheme));
  const [a, b, c] = made as [Made, Made, Made];
  const same = a.row.size === b.row.size && [...a.row].every(([k, value]) => b.row.get(k) === value);
  return {
    sentence: a.sentence,
    shuffled: b.sentence,
    misspelt: c.sentence,
    same,
    similarity: cosine(a.row, c.row).similarity,
    nearest: near(a.row),
    verdict: "",
    probability: 0,
  };
}

interface Made {
  readonly row: Row;
  readonly sentence: Sentence;
}

function sentenceOf(
  text: string,
  props: VectorizerExplorerProps,
  matrix: FakeMatrix,
  order: readonly number[],
  scheme: Scheme,
): Made {
  const places = placesOf(text, props.options);
  const terms = [...new Set(places.map(({ term }) => term))];
  const counts = terms.map((term) => places.filter((place) => place.term === term).length);
  const columns = terms.map((term) => matrix.terms.indexOf(term));
  const N = matrix.documents;
  const plain = terms.map((_, at) => {
    const [k, count] = [columns[at] as number, counts[at] as number];
    if (k < 0) return 0;
    const df = matrix.df[k] as number;
    if (scheme === "count") return count;
    if (scheme === "tf") return count / places.length;
    if (scheme === "textbook") return (count / places.length) * textbookIdf(N, df);
    return (scheme === "smooth" ? count : sublinearTf(count)) * smoothIdf(N, df);
  });
  // Summed in one order, so that the same words give the same length to the last digit.
  const sorted = [...plain].sort((a, b) => a - b);
  const length = ["smooth", "sublinear"].includes(scheme) ? Math.hypot(...sorted) || 1 : 1;
  const weights = plain.map((value) => value / length);
  return {
    row: new Map(columns.flatMap((k, at): [number, number][] => (k < 0 ? [] : [[k, weights[at] as number]]))),
    sentence: {
      text,
      terms,
      columns: ints(columns.map((k) => (k < 0 ? -1 : order.indexOf(k)))),
      counts: ints(counts),
      weights: floats(weights),
      places: ints(
        places.flatMap(({ term, start, stop }) => [terms.indexOf(term), start, stop]),
        places.length,
        3,
      ),
    },
  };
}
