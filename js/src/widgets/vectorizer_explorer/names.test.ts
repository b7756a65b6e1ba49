import { expect, it } from "vitest";
import { figure, share, termName } from "./names";

it("shows white space in character n-grams, not between words", () => {
  expect(termName("a b\n", "character")).toBe("a␣b⏎");
  expect(termName("a b", "word")).toBe("a b");
});

it("names terms that have nothing to show", () => {
  expect(termName("", "word")).toBe("(empty)");
  expect(termName(" ", "word")).toBe("␣");
});

it("keeps enough digits to calculate with", () => {
  expect([0, 1, 0.5, 0.0438, 0.004, 1234].map(figure)).toEqual(["0", "1.000", "0.500", "0.0438", "0.00400", "1234"]);
});

it("says shares that are never 0 when there are some", () => {
  expect([share(0, 9), share(1, 25_000), share(1, 3), share(3, 3)]).toEqual(["0 %", "0.004 %", "33 %", "100 %"]);
});
