/** The weightings of a cell, each from the count: the same rules as nlpwidgets.vectorize. */

export type Weighting = "count" | "tf" | "textbook" | "smooth";

/** A weighting, with the sublinear smooth one as one of its own. */
export type Scheme = Weighting | "sublinear";

/** All that the weight of a cell depends on. */
export interface CellFacts {
  /** How often the term occurs in the document; 1 where binary. */
  readonly count: number;
  /** Terms in the document, with repetition. */
  readonly length: number;
  /** Documents that hold the term. */
  readonly df: number;
  /** Documents in all, N. */
  readonly documents: number;
  /** Euclidean length of the document's row of count · idf, smooth. */
  readonly norm: number;
  /** The same with 1 + ln(count) in place of the count. */
  readonly normSublinear: number;
}

export const SCHEMES: readonly { readonly value: Scheme; readonly label: string }[] = [
  { value: "count", label: "count" },
  { value: "tf", label: "term frequency" },
  { value: "textbook", label: "TF-IDF, textbook" },
  { value: "smooth", label: "TF-IDF, smooth" },
  { value: "sublinear", label: "TF-IDF, smooth sublinear" },
];

/** The scheme that the two traits name; `sublinear` matters only for smooth. */
export function schemeOf(weighting: Weighting, sublinear: boolean): Scheme {
  return weighting === "smooth" && sublinear ? "sublinear" : weighting;
}

/** ln(N / df); a term that every document holds says nothing: 0. */
export function textbookIdf(documents: number, df: number): number {
  return Math.log(documents / df);
}

/** ln((1 + N) / (1 + df)) + 1: as if one more document held every term; never 0. */
export function smoothIdf(documents: number, df: number): number {
  return Math.log((1 + documents) / (1 + df)) + 1;
}

/** 1 + ln(count): the tenth occurrence adds less than the second. */
export function sublinearTf(count: number): number {
  return count > 0 ? 1 + Math.log(count) : 0;
}

/** The weight of a cell; 0 where the term does not occur. */
export function weight(scheme: Scheme, cell: CellFacts): number {
  if (cell.count === 0) return 0;
  switch (scheme) {
    case "count":
      return cell.count;
    case "tf":
      return cell.count / cell.length;
    case "textbook":
      return (cell.count / cell.length) * textbookIdf(cell.documents, cell.df);
    case "smooth":
      return (cell.count * smoothIdf(cell.documents, cell.df)) / cell.norm;
    case "sublinear":
      return (sublinearTf(cell.count) * smoothIdf(cell.documents, cell.df)) / cell.normSublinear;
  }
}
