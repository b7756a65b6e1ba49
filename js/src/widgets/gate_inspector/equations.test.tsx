import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LayerData, type Role, valueAt } from "./data";
import { goldenCase, goldenCases } from "./detail_fixture";
import { Equations } from "./equations";

let host: HTMLElement;

beforeEach(() => {
  host = document.createElement("div");
  document.body.append(host);
});

afterEach(() => {
  render(null, host);
  host.remove();
});

function show(data: LayerData, step = 2, unit = 0): void {
  act(() => render(<Equations data={data} step={step} unit={unit} onSelect={() => {}} />, host));
}

function number(quantity: string, role: string): number {
  const found = host.querySelectorAll(`[data-quantity="${quantity}"][data-role="${role}"]`);
  expect(found).toHaveLength(1);
  return Number(found[0]?.getAttribute("data-value"));
}

function press(element: Element | null | undefined): void {
  act(() => (element as HTMLElement).click());
}

/** A printed number as a number, in units of the last printed place. */
function printed(text: string | null | undefined): number {
  return Math.round(Number((text ?? "").replace("−", "-")) * 1e4);
}

describe.each(goldenCases())("$name", ({ data, sums }) => {
  it("shows the numbers Python finds", () => {
    for (const { gate, step, unit, total } of sums) {
      show(data, step, unit);
      expect(number(gate, "preactivation")).toBeCloseTo(total, 6);
      expect(number(gate, "value")).toBe(valueAt(data, gate, step, unit));
    }
  });

  it("opens one sum at a time, whose printed lines add up exactly", () => {
    show(data);
    const buttons = [...host.querySelectorAll(".nlpw-equation[aria-expanded]")];
    const opened = () => buttons.filter((button) => button.getAttribute("aria-expanded") === "true");
    expect(opened()).toHaveLength(1);
    for (const button of buttons) {
      if (button.getAttribute("aria-expanded") === "false") press(button);
      expect(opened()).toEqual([button]);
      const panel = document.getElementById(button.getAttribute("aria-controls") ?? "");
      for (const count of panel?.querySelectorAll(".nlpw-counts button") ?? []) {
        press(count);
        const lines = [...(panel?.querySelectorAll("tbody tr td:last-child") ?? [])];
        expect(lines.length).toBeGreaterThan(1);
        const total = printed(panel?.querySelector("tfoot td")?.textContent);
        expect(lines.reduce((sum, line) => sum + printed(line.textContent), 0)).toBe(total);
      }
    }
    press(opened()[0]);
    expect(opened()).toHaveLength(0);
    expect(host.querySelector(".nlpw-terms")).toBeNull();
  });

  it("writes its symbols as MathML in the colour of their quantity", () => {
    show(data);
    const symbols = host.querySelectorAll("math msub");
    expect(symbols.length).toBeGreaterThan(0);
    for (const symbol of symbols) expect(symbol.namespaceURI).toBe("http://www.w3.org/1998/Math/MathML");
    expect(host.querySelectorAll("math .nlpw-role-hidden").length).toBeGreaterThan(0);
  });
});

it("writes the state of the token after in a backward layer", () => {
  show(goldenCase("bidirectional GRU, no bias, backward").data);
  expect(host.querySelector("math")?.textContent).not.toContain("t−1");
  expect(host.textContent).toContain("t+1");
});

it("leaves the bias out where there is none", () => {
  const formula = (name: string) => {
    show(goldenCase(name).data);
    return host.querySelector(".nlpw-equation-formula math")?.textContent;
  };
  expect(formula("RNN, tanh, forward")).toContain("b");
  expect(formula("RNN, ReLU, no bias, forward")).not.toContain("b");
});

it("works the cell state out of numbers on screen", () => {
  const { data } = goldenCase("LSTM, forward");
  show(data, 2, 1);
  const row = host.querySelector('[data-quantity="cell"][data-role="value"]')?.closest("li");
  const [forget, before, input, candidate] = [...(row?.querySelectorAll('[data-role="operand"]') ?? [])].map(
    (element) => Number(element.getAttribute("data-value")),
  ) as [number, number, number, number];
  expect(forget * before + input * candidate).toBeCloseTo(valueAt(data, "cell", 2, 1), 6);
});

it("mixes old and new in a GRU out of numbers on screen", () => {
  const { data } = goldenCase("GRU, forward");
  show(data, 0, 2);
  const row = host.querySelector('[data-quantity="hidden"][data-role="value"]')?.closest("li");
  const [rest, fresh, update, before] = [...(row?.querySelectorAll('[data-role="operand"]') ?? [])].map((element) =>
    Number(element.getAttribute("data-value")),
  ) as [number, number, number, number];
  expect(before).toBe(data.h0[2]);
  expect(rest * fresh + update * before).toBeCloseTo(valueAt(data, "hidden", 0, 2), 6);
});

it("says why there are no terms when the weights are not here", () => {
  const { data } = goldenCase("LSTM, forward");
  show({ ...data, weights: null });
  expect(host.querySelector("button")).toBeNull();
  expect(host.querySelector('[data-role="preactivation"]')).toBeNull();
  expect(number("forget", "value")).toBe(valueAt(data, "forget", 2, 0));
  expect(host.textContent).toContain("weights of this layer are not here");
});

it("warns when the weights are no longer those of the trace", () => {
  const { data } = goldenCase("LSTM, forward");
  show(data);
  expect(host.querySelector(".nlpw-warning")).toBeNull();
  const weights = data.weights as NonNullable<LayerData["weights"]>;
  show({ ...data, weights: { ...weights, b_ih: (weights.b_ih as Float32Array).map((b) => b + 0.2) } });
  expect(host.querySelector(".nlpw-warning")?.textContent).toContain("refresh()");
});

it("says that a projection has no such hidden unit", () => {
  const { data } = goldenCase("LSTM, projection, forward");
  show(data, 1, 3);
  expect(host.textContent).toContain("no h of unit 3");
  show(data, 1, 1);
  expect(number("hidden", "preactivation")).toBeCloseTo(valueAt(data, "hidden", 1, 1), 5);
});

it("shares what is pointed at", () => {
  const highlight = signal<Role | null>(null);
  const { data } = goldenCase("GRU, forward");
  act(() => render(<Equations data={data} step={1} unit={0} onSelect={() => {}} highlight={highlight} />, host));
  const row = host.querySelector(".nlpw-equations li") as HTMLElement;
  act(() => void row.dispatchEvent(new PointerEvent("pointerenter")));
  expect(highlight.value).toBe("reset");
  expect(row.className).toContain("nlpw-lit");
  act(() => void row.dispatchEvent(new PointerEvent("pointerleave")));
  expect(highlight.value).toBeNull();
});
