import { describe, expect, it } from "vitest";
import { codePoints } from "../../marks/code_points";
import { clip, tell } from "./story";

const stage = (title: string, text: string) => ({ title, text: codePoints(text) });
const STAGES = [stage("Source", "Feet run"), stage("Lower case", "feet run"), stage("Lemmatize", "foot run")];

describe("the story", () => {
  it("tells the changes and leaves the rest out", () => {
    expect(tell(STAGES, [[[0, 4]], [[0, 4]], [[0, 4]]]).beats).toEqual([
      { step: "", text: "Feet" },
      { step: "Lower case", text: "feet" },
      { step: "Lemmatize", text: "foot" },
    ]);
    expect(tell(STAGES, [[[5, 8]], [[5, 8]], [[5, 8]]])).toEqual({
      beats: [{ step: "", text: "run" }],
      removedBy: null,
      addedBy: null,
    });
  });

  it("says which step removed it, and which added it", () => {
    expect(tell(STAGES, [[[0, 4]], [[0, 4]], []]).removedBy).toBe("Lemmatize");
    expect(tell(STAGES, [[], [[0, 4]], [[0, 4]]]).addedBy).toBe("Lower case");
  });

  it("shortens the middle of what is long", () => {
    expect(clip("a  b\nc")).toBe("a b c");
    expect([...clip("😀".repeat(100), 11)]).toEqual([..."😀😀😀😀😀…😀😀😀😀😀"]);
  });
});
