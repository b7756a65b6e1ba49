import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CellDiagram } from "./cell_diagram";
import { type LayerData, valueAt } from "./data";
import { goldenCase, goldenCases } from "./detail_fixture";
import { inShort, inWords } from "./diagram_words";

let host: HTMLElement;

beforeEach(() => {
  host = document.createElement("div");
  document.body.append(host);
});

afterEach(() => {
  render(null, host);
  host.remove();
});

function show(data: LayerData, step = 2, unit = 1): void {
  act(() => render(<CellDiagram data={data} step={step} unit={unit} onSelect={() => {}} />, host));
}

describe.each(goldenCases())("$name", ({ data }) => {
  it("shows every gate with its full value", () => {
    show(data);
    const gates = data.quantities.filter(({ name }) => host.querySelector(`.nlpw-gate [data-quantity="${name}"]`));
    expect(gates.length).toBe({ lstm: 4, gru: 3, rnn: 1 }[data.meta.kind]);
    for (const { name } of gates) {
      const shown = host.querySelector(`.nlpw-gate [data-quantity="${name}"]`)?.getAttribute("data-value");
      expect(Number(shown)).toBe(valueAt(data, name, 2, 1));
    }
  });

  it("draws no wire to nowhere", () => {
    for (const unit of [0, data.meta.hidden_size - 1]) {
      for (const step of [0, data.steps - 1]) {
        show(data, step, unit);
        expect(host.innerHTML).not.toMatch(/NaN|undefined|Infinity/);
      }
    }
  });

  it("says its numbers in words", () => {
    const words = inWords(data, 2, 1);
    show(data);
    expect(host.querySelector("svg")?.getAttribute("aria-label")).toBe(words);
    expect(words).toContain("unit 1, step 3 of 5, token “word2”");
    for (const { label } of data.quantities) expect(words).toContain(label);
  });
});

describe("a backward layer", () => {
  const { data } = goldenCase("bidirectional LSTM, backward");

  it("starts from the token after", () => {
    const subscripts = () => [...host.querySelectorAll(".nlpw-sub")].map((element) => element.textContent);
    show(data);
    expect(subscripts()).toContain("t+1");
    expect(subscripts()).not.toContain("t−1");
    expect(host.textContent).toContain("reads right to left");
    show(goldenCase("bidirectional LSTM, forward").data);
    expect(subscripts()).toContain("t−1");
    expect(subscripts()).not.toContain("t+1");
    expect(host.textContent).not.toContain("right to left");
  });

  it("is drawn from right to left", () => {
    const centre = (name: string) =>
      Number(host.querySelector(`.nlpw-gate [data-quantity="${name}"]`)?.getAttribute("x"));
    show(data);
    expect(centre("forget")).toBeGreaterThan(centre("output"));
  });
});

it("shows no number for a hidden unit that the projection lacks", () => {
  const { data } = goldenCase("LSTM, projection, forward");
  show(data, 2, 3);
  expect(inWords(data, 2, 3)).not.toContain("hidden state");
  expect(host.textContent).toContain("–");
});

it("shortens a long token in the drawing, not in words", () => {
  const { data } = goldenCase("GRU, forward");
  const long = "antidisestablishmentarianism";
  show({ ...data, tokens: data.tokens.map(() => long) });
  expect(host.querySelector("svg")?.textContent).not.toContain(long);
  expect(host.querySelector("svg")?.getAttribute("aria-label")).toContain(long);
});

describe("the sentence below", () => {
  it("says what an LSTM keeps, takes in and shows", () => {
    const { data } = goldenCase("LSTM, forward");
    const percent = (role: "forget" | "input" | "output") => `${Math.round(100 * valueAt(data, role, 1, 2))} %`;
    expect(inShort(data, 1, 2)?.match(/\d+ %/g)).toEqual([percent("forget"), percent("input"), percent("output")]);
  });

  it("says what a GRU keeps and takes, together all of it", () => {
    const { data } = goldenCase("GRU, forward");
    const [keeps = 0, takes = 0] = (inShort(data, 3, 1)?.match(/\d+(?= %)/g) ?? []).map(Number);
    expect(keeps).toBe(Math.round(100 * valueAt(data, "update", 3, 1)));
    expect(Math.abs(keeps + takes - 100)).toBeLessThanOrEqual(1);
  });

  it("is not there without the numbers it needs", () => {
    const { data } = goldenCase("RNN, tanh, forward");
    expect(inShort(data, 1, 1)).toMatch(/weighs more/);
    expect(inShort({ ...data, weights: null }, 1, 1)).toBeNull();
  });
});
