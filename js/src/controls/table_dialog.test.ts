import { expect, it } from "vitest";
import { toTsv } from "./table_dialog";

it("writes tables as spreadsheets read them", () => {
  const table = { caption: "", columns: ["step", "word", "f"], rows: [["1", "a\tb\nc", "−0.318"]] };
  expect(toTsv(table)).toBe("step\tword\tf\n1\ta b c\t-0.318");
});
