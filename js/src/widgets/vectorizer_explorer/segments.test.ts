import { describe, expect, it } from "vitest";
import { piecesOf, segmentsOf, spansOf } from "./segments";

describe("a text in pieces", () => {
  it("is whole again when the pieces are put together", () => {
    const text = "a boat 🚤 and a café";
    const segments = segmentsOf(text, spansOf([0, 2, 6, 1, 7, 8, 2, 15, 19], 3, 1));
    expect(segments.map((one) => one.text).join("")).toBe(text);
    expect(segments.filter(({ terms }) => terms.length > 0).map((one) => one.text)).toEqual(["boat", "🚤", "café"]);
  });

  it("has overlapping n-grams in each of their pieces, the shortest first", () => {
    // "not bad": 0 = not bad, 1 = not, 2 = bad
    const segments = segmentsOf("not bad", spansOf([0, 0, 7, 1, 0, 3, 2, 4, 7], 3, 1));
    expect(segments).toEqual([
      { text: "not", terms: [1, 0] },
      { text: " ", terms: [0] },
      { text: "bad", terms: [2, 0] },
    ]);
    expect(piecesOf(segments).get(0)).toEqual([0, 1, 2]);
  });

  it("keeps places that reach beyond a text that was cut within it", () => {
    expect(segmentsOf("ab", spansOf([0, 1, 9, 1, 5, 7], 3, 1))).toEqual([
      { text: "a", terms: [] },
      { text: "b", terms: [0] },
    ]);
    expect(segmentsOf("", [])).toEqual([]);
  });
});
