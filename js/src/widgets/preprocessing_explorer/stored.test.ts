import { describe, expect, it } from "vitest";
import { fakeLanes, fakeNotes, fakeProps, fakeStored } from "./fake";
import { assemble } from "./stored";

const NAMES = ["strip_html", "remove_stopwords", "expand_contractions", "lowercase", "stem"];
const props = fakeProps({ names: NAMES, on: NAMES });

describe("a saved page", () => {
  it("has for every combination the lanes and notes that the kernel would send", () => {
    const stored = fakeStored(props);
    for (let bits = 0; bits < 2 ** NAMES.length; bits++) {
      const steps = props.steps.map((card, k) => ({ ...card, on: ((bits >> k) & 1) === 1 }));
      expect(assemble(stored, steps)).toEqual({
        lanes: fakeLanes(props.text, steps),
        missing: [],
        notes: fakeNotes(steps),
      });
    }
  });

  it("says which lanes it lacks, and shows none after a gap", () => {
    const stored = fakeStored(props);
    const { "10": _gone, ...lanes } = stored.lanes;
    const without = { ...stored, lanes: Object.fromEntries(Object.entries(lanes).filter(([key]) => key !== "101")) };
    const steps = props.steps.map((card, k) => ({ ...card, on: k !== 1 }));
    const found = assemble(without, steps);
    expect(found?.lanes.map(({ id }) => id)).toEqual(["strip_html-1"]);
    expect(found?.missing).toEqual(["expand_contractions-1", "lowercase-1", "stem-1"]);
  });

  it("knows nothing of another order", () => {
    expect(assemble(fakeStored(props), [...props.steps].reverse())).toBeUndefined();
  });
});
