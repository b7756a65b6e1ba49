import { expect, it, vi } from "vitest";
import { codePoints } from "../../marks/code_points";
import { lay } from "./items";
import { drawLane } from "./lane_dom";

it("is filled while it has no direction of its own to look for, and has it again then", () => {
  const root = document.createElement("div");
  root.dir = "auto";
  const fill = vi.spyOn(root, "replaceChildren").mockImplementation(() => expect(root.hasAttribute("dir")).toBe(false));
  drawLane(root, lay(codePoints("one two"), null, null).items);
  expect(fill).toHaveBeenCalledOnce();
  expect(root.dir).toBe("auto");
});
