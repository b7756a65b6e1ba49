/** The view on what the Python widget really sends. */

import { afterEach, describe, expect, it } from "vitest";
import contract from "../../../../tests/contract/vectorizer_explorer.json";
import { unpack } from "../../protocol/codec";
import { decode } from "../../protocol/page";
import {
  keys,
  type VectorizerExplorerEmit,
  type VectorizerExplorerProps,
} from "../../protocol/vectorizer_explorer.gen";
import { createStore } from "./state";
import { mount } from "./view";
import { weight } from "./weights";

const CASES = Object.entries(decode(contract) as Record<string, VectorizerExplorerProps>);

let cleanUp = () => {};
afterEach(() => cleanUp());

describe.each(CASES)("the contract's %s", (_, props) => {
  it("has the traits that the types promise", () => {
    expect(Object.keys(props).sort()).toEqual([...keys].sort());
  });

  it("draws the matrix, the formula, the document and the term, and writes nothing of itself", () => {
    const el = document.createElement("div");
    document.body.append(el);
    const emitted: Partial<VectorizerExplorerEmit>[] = [];
    const view = mount(el, props, (patch) => emitted.push(patch), { live: props.stored === null });
    cleanUp = () => {
      view.destroy();
      el.remove();
    };
    expect(el.querySelector("[role=grid]")?.getAttribute("aria-rowcount")).toBe(String(props.size.documents));
    expect(el.querySelector("[aria-label='text as given']")?.textContent).toBe(props.reading?.raw);
    expect(el.querySelectorAll(".nlpw-concordance li")).toHaveLength(props.term_info?.occurrences.length ?? 0);
    expect(el.textContent).not.toMatch(/NaN|undefined|Infinity/);
    expect(el.querySelector("[role=alert]")).toBeNull();
    expect(emitted).toEqual([]);
  });

  it("weighs each term of the document in its cell as in the text", () => {
    const store = createStore(props, () => {}, { live: false });
    cleanUp = store.end;
    const { reading } = props;
    if (reading === null) throw new Error("nothing is read");
    const counts = unpack(reading.counts).values;
    const known = reading.vocabulary.filter((term) => store.cells.columnOf(term) !== undefined);
    const row = store.cells.row(reading.row);
    if (row === undefined) return;
    expect(known.length).toBeGreaterThan(0);
    for (const term of known) {
      const column = store.cells.columnOf(term) as number;
      const k = reading.vocabulary.indexOf(term);
      expect(store.cells.count(reading.row, column)).toBe(counts[k]);
      expect(row.length).toBe(reading.length);
      const cell = { ...row, count: counts[k] as number, df: store.cells.column(column)?.df ?? 0 };
      const wanted = { ...cell, norm: reading.norm, normSublinear: reading.norm_sublinear };
      const { documents } = props.size;
      expect(weight("smooth", { ...cell, documents })).toBeCloseTo(weight("smooth", { ...wanted, documents }), 5);
    }
  });
});
