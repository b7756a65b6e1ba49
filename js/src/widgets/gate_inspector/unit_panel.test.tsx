import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type LayerData, valueAt } from "./data";
import { goldenCase, goldenCases } from "./detail_fixture";
import { UnitPanel } from "./unit_panel";
import { halfLife, series } from "./unit_stats";

let host: HTMLElement;
const onSelect = vi.fn();

beforeEach(() => {
  host = document.createElement("div");
  document.body.append(host);
  onSelect.mockClear();
});

afterEach(() => {
  render(null, host);
  host.remove();
});

function show(data: LayerData, step = 2, unit = 1): void {
  act(() => render(<UnitPanel data={data} step={step} unit={unit} onSelect={onSelect} />, host));
}

function find<E extends HTMLElement>(selector: string): E {
  const found = host.querySelector<E>(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
}

describe.each(goldenCases())("$name", ({ data }) => {
  it("draws a line for each quantity, through every step", () => {
    show(data);
    for (const { name } of data.quantities) {
      const path = find(`.nlpw-unit-line.nlpw-role-${name} path`).getAttribute("d") ?? "";
      expect(path.match(/[ML]/g)).toHaveLength(data.steps);
      expect(path).not.toContain("NaN");
    }
  });

  it("names its numbers at the selected step", () => {
    show(data, 3);
    const text = find(".nlpw-unit-chart").getAttribute("aria-valuetext") ?? "";
    expect(text).toContain("step 4, token word3");
    for (const { label } of data.quantities) expect(text).toContain(label);
  });
});

describe("the unit", () => {
  const { data } = goldenCase("LSTM, forward");

  it("steps within its bounds", () => {
    show(data, 2, 0);
    expect(find<HTMLButtonElement>('[aria-label="Previous unit"]').disabled).toBe(true);
    act(() => find('[aria-label="Next unit"]').click());
    expect(onSelect).toHaveBeenLastCalledWith({ unit: 1 });
    show(data, 2, 3);
    expect(find<HTMLButtonElement>('[aria-label="Next unit"]').disabled).toBe(true);
  });

  it("is typed, and kept within bounds", () => {
    show(data);
    const input = find<HTMLInputElement>("input");
    const type = (text: string) => {
      input.value = text;
      act(() => void input.dispatchEvent(new Event("change")));
    };
    type("3");
    expect(onSelect).toHaveBeenLastCalledWith({ unit: 3 });
    type("99");
    expect(onSelect).toHaveBeenLastCalledWith({ unit: 3 });
    onSelect.mockClear();
    type("");
    expect(onSelect).not.toHaveBeenCalled();
  });

  it("has the half-life of its forget gate", () => {
    show(data);
    const shown = find('[data-role="half-life"]');
    expect(shown.dataset.quantity).toBe("forget");
    expect(Number(shown.dataset.value)).toBe(halfLife(series(data, "forget", 1)));
  });
});

describe("the step", () => {
  const { data } = goldenCase("GRU, forward");
  const key = (name: string) => {
    act(() => void find(".nlpw-unit-chart").dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true })));
  };

  it("moves by keyboard and stays in the text", () => {
    show(data, 0);
    key("ArrowRight");
    expect(onSelect).toHaveBeenLastCalledWith({ step: 1 });
    key("ArrowLeft");
    expect(onSelect).toHaveBeenLastCalledWith({ step: 0 });
    key("End");
    expect(onSelect).toHaveBeenLastCalledWith({ step: 4 });
    onSelect.mockClear();
    key("x");
    expect(onSelect).not.toHaveBeenCalled();
  });

  it("follows a press, and a drag", () => {
    show(data, 0);
    const chart = find(".nlpw-unit-chart");
    const box = { left: 0, width: 520 } as DOMRect;
    vi.spyOn(chart, "getBoundingClientRect").mockReturnValue(box);
    const point = (type: string, clientX: number, buttons: number) => {
      act(() => void chart.dispatchEvent(new PointerEvent(type, { clientX, buttons, bubbles: true })));
    };
    point("pointermove", 510, 0);
    expect(onSelect).not.toHaveBeenCalled();
    expect(host.textContent).toContain("step 5");
    point("pointerdown", 510, 1);
    expect(onSelect).toHaveBeenLastCalledWith({ step: 4 });
    point("pointermove", 275, 1);
    expect(onSelect).toHaveBeenLastCalledWith({ step: 2 });
  });
});

it("switches lines off and on", () => {
  const { data } = goldenCase("LSTM, forward");
  show(data);
  const toggle = [...host.querySelectorAll("button")].find((button) => button.textContent === "forget gate");
  act(() => toggle?.click());
  expect(host.querySelector(".nlpw-unit-line.nlpw-role-forget")).toBeNull();
  expect(toggle?.getAttribute("aria-pressed")).toBe("false");
  act(() => toggle?.click());
  expect(host.querySelector(".nlpw-unit-line.nlpw-role-forget")).not.toBeNull();
});

it("keeps lines beyond 1 inside the chart", () => {
  const { data } = goldenCase("RNN, ReLU, no bias, forward");
  const hidden = data.values.hidden as NonNullable<LayerData["values"]["hidden"]>;
  const large = { ...data, values: { hidden: { ...hidden, values: hidden.values.map((v) => 40 * Math.abs(v) + 1) } } };
  expect(valueAt(large, "hidden", 2, 1)).toBeGreaterThanOrEqual(1);
  show(large);
  const path = find(".nlpw-unit-line path").getAttribute("d") ?? "";
  const heights = [...path.matchAll(/[ML][\d.]+ (-?[\d.]+)/g)].map((match) => Number(match[1]));
  expect(heights).toHaveLength(large.steps);
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(0);
});

it("says that a plain RNN has no memory gate", () => {
  show(goldenCase("RNN, tanh, forward").data);
  expect(host.textContent).toContain("no memory half-life");
});
