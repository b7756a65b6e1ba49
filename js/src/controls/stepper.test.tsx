import { render } from "preact";
import { afterEach, expect, it, vi } from "vitest";
import { clampWhole, Stepper } from "./stepper";

const place = document.createElement("div");
afterEach(() => render(null, place));

function stage(value: number, disabled = false) {
  const onChange = vi.fn();
  document.body.append(place);
  render(<Stepper label="document" value={value} min={0} max={9} disabled={disabled} onChange={onChange} />, place);
  const [less, more] = place.querySelectorAll("button");
  return { onChange, less, more, field: place.querySelector("input") as HTMLInputElement };
}

it("steps, and stops at the ends", () => {
  const { onChange, less, more } = stage(0);
  expect(less?.disabled).toBe(true);
  more?.click();
  expect(onChange.mock.calls).toEqual([[1]]);
});

it("takes what is typed at Enter, within the bounds, and no words", async () => {
  const { onChange, field } = stage(4);
  for (const text of ["250", "many", "4"]) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => setTimeout(done, 5));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    await new Promise((done) => setTimeout(done, 5));
  }
  expect(onChange.mock.calls).toEqual([[9]]);
});

it("knows whole numbers", () => {
  expect([clampWhole(2.6, 0, 9), clampWhole(-3, 0, 9), clampWhole(Number.NaN, 0, 9)]).toEqual([3, 0, null]);
});
