import { expect, it } from "vitest";
import { moved } from "./reorder";

it.each([
  [0, 2, "bcad"],
  [3, 0, "dabc"],
  [1, 1, "abcd"],
  [2, 3, "abdc"],
])("moves %i to %i", (from, to, wanted) => {
  expect(moved([..."abcd"], from, to).join("")).toBe(wanted);
});
