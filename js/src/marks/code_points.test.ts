import { describe, expect, it } from "vitest";
import { codePoints } from "./code_points";

describe.each(["", "plain", "caf\u00e9 e\u0301", "a😀b👩‍👩‍👧c", "😀", "\ufffd lone \ud83d x", "שלום 😀 שלום"])(
  "%j",
  (value) => {
    const text = codePoints(value);
    const points = [...value];

    it("counts and cuts as code points do", () => {
      expect(text.length).toBe(points.length);
      for (let start = 0; start <= points.length; start++) {
        for (let stop = start; stop <= points.length; stop++) {
          expect(text.slice(start, stop)).toBe(points.slice(start, stop).join(""));
        }
      }
    });

    it("converts offsets both ways", () => {
      for (let point = 0; point <= points.length; point++) {
        const unit = text.toUnits(point);
        expect(unit).toBe(points.slice(0, point).join("").length);
        expect(text.toPoints(unit)).toBe(point);
      }
      // The second half of a pair belongs to the same character.
      for (let unit = 0; unit < value.length; unit++) {
        const point = text.toPoints(unit);
        expect(text.toUnits(point)).toBeLessThanOrEqual(unit);
        expect(text.toUnits(point + 1)).toBeGreaterThan(unit);
      }
    });

    it("keeps offsets outside the text at its ends", () => {
      expect(text.slice(-3, points.length + 3)).toBe(value);
      expect(text.toUnits(-1)).toBe(0);
      expect(text.toUnits(points.length + 1)).toBe(value.length);
      expect(text.toPoints(value.length + 5)).toBe(points.length);
    });
  },
);
