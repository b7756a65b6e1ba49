import { describe, expect, it } from "vitest";
import golden from "../../../../tests/contract/weights_golden.json";
import { type CellFacts, schemeOf, smoothIdf, textbookIdf, weight } from "./weights";

interface Golden {
  count: number;
  length: number;
  df: number;
  documents: number;
  norm: number;
  norm_sublinear: number;
  values: Record<"count" | "tf" | "textbook" | "smooth" | "smooth_sublinear", number>;
  idf: Record<"textbook" | "smooth", number>;
}

const CELLS = golden as unknown as readonly Golden[];

describe("the golden cells", () => {
  it("are many", () => expect(CELLS.length).toBeGreaterThan(40));

  it.each(["count", "tf", "textbook", "smooth", "sublinear"] as const)("have Python's %s", (scheme) => {
    for (const cell of CELLS) {
      const wanted = cell.values[scheme === "sublinear" ? "smooth_sublinear" : scheme];
      const facts = { ...cell, normSublinear: cell.norm_sublinear };
      expect(Math.abs(weight(scheme, facts) - wanted)).toBeLessThanOrEqual(1e-12 * Math.max(1, wanted));
    }
  });

  it("have Python's idf", () => {
    for (const { documents, df, idf } of CELLS) {
      expect(textbookIdf(documents, df)).toBeCloseTo(idf.textbook, 12);
      expect(smoothIdf(documents, df)).toBeCloseTo(idf.smooth, 12);
    }
  });
});

describe("a cell", () => {
  const cell: CellFacts = { count: 3, length: 12, df: 5, documents: 20, norm: 7, normSublinear: 4 };

  it("is worked out as by hand", () => {
    expect(weight("count", cell)).toBe(3);
    expect(weight("tf", cell)).toBe(0.25);
    expect(weight("textbook", cell)).toBeCloseTo(0.25 * Math.log(4), 14);
    expect(weight("smooth", cell)).toBeCloseTo((3 * (Math.log(21 / 6) + 1)) / 7, 14);
    expect(weight("sublinear", cell)).toBeCloseTo(((1 + Math.log(3)) * (Math.log(21 / 6) + 1)) / 4, 14);
  });

  it("that is empty weighs nothing, in an empty document and for a term of no document too", () => {
    const nothing = { count: 0, length: 0, df: 0, documents: 20, norm: 0, normSublinear: 0 };
    for (const scheme of ["count", "tf", "textbook", "smooth", "sublinear"] as const) {
      expect(weight(scheme, nothing)).toBe(0);
    }
  });
});

it("sublinear matters only for smooth", () => {
  expect(schemeOf("smooth", true)).toBe("sublinear");
  expect(schemeOf("tf", true)).toBe("tf");
});
