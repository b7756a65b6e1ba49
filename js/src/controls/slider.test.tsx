import { render } from "preact";
import { expect, it, vi } from "vitest";
import { Slider } from "./slider";

it("previews while it is dragged and commits when it is let go", () => {
  const place = document.createElement("div");
  const [onPreview, onCommit] = [vi.fn(), vi.fn()];
  render(<Slider label="df" value={2} min={0} max={9} said="two" onPreview={onPreview} onCommit={onCommit} />, place);
  const input = place.querySelector("input") as HTMLInputElement;
  expect(input.getAttribute("aria-valuetext")).toBe("two");
  input.value = "7";
  input.dispatchEvent(new Event("input", { bubbles: true }));
  expect([onPreview.mock.calls, onCommit.mock.calls]).toEqual([[[7]], []]);
  input.dispatchEvent(new Event("change", { bubbles: true }));
  expect(onCommit.mock.calls).toEqual([[7]]);
  render(null, place);
});
