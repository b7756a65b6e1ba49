import { expect, it } from "vitest";
import { literal } from "./python_literal";

it("writes what Python reads", () => {
  expect(literal({ a: [1, 2.5, 'it\'s "so"'], b: null, c: true, d: { e: false } })).toBe(
    '{"a": [1, 2.5, "it\'s \\"so\\""], "b": None, "c": True, "d": {"e": False}}',
  );
});
