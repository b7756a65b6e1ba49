import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AnalogySolverEmit, AnalogySolverProps } from "../../protocol/analogy_solver.gen";
import type { View } from "../../protocol/view";
import { cases } from "./cases";
import { fakeKernel, fakeProps, fakeSet } from "./fake";
import { mount } from "./view";

interface Stage {
  el: HTMLElement;
  view: View<AnalogySolverProps>;
  emitted: Partial<AnalogySolverEmit>[];
}

const stages: Stage[] = [];

function stage(props: AnalogySolverProps, { live = true, kernel = true } = {}): Stage {
  const el = document.createElement("div");
  document.body.append(el);
  const emitted: Partial<AnalogySolverEmit>[] = [];
  const answer = live && kernel ? fakeKernel(props) : null;
  const view = mount(
    el,
    props,
    (patch) => {
      emitted.push(patch);
      if (answer !== null) queueMicrotask(() => view.update(answer(patch)));
    },
    { live },
  );
  const one = { el, view, emitted };
  stages.push(one);
  return one;
}

const shows = (check: () => void) => vi.waitFor(check, { interval: 5 });

function box(el: HTMLElement, letter: string): HTMLInputElement {
  return el.querySelector(`.nlpw-box-${letter} input`) as HTMLInputElement;
}

function type(input: HTMLInputElement, text: string): void {
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function press(target: HTMLElement, key: string): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

function button(el: HTMLElement, text: string): HTMLButtonElement {
  const found = [...el.querySelectorAll("button")].find((one) => one.textContent?.startsWith(text));
  if (found === undefined) throw new Error(`no button ${text}`);
  return found;
}

const answers = (el: HTMLElement, method = "3CosAdd") =>
  [...el.querySelectorAll(`[aria-label="Answers by ${method}"] > .nlpw-ranking:first-of-type .nlpw-answer > span`)].map(
    (one) => one.textContent,
  );

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
});

afterEach(() => {
  for (const { el, view } of stages.splice(0)) {
    view.destroy();
    expect(el.innerHTML).toBe("");
    el.remove();
  }
});

describe.each(Object.entries(cases))("the case %s", (name, make) => {
  it("is drawn, says nothing of itself, and has no odd words", () => {
    const { el, emitted } = stage(make(), { live: name !== "saved" });
    expect(el.querySelectorAll("[role=combobox]")).toHaveLength(4);
    expect(el.textContent).not.toMatch(/NaN|undefined|Infinity|\[object/);
    expect(emitted).toEqual([]);
  });
});

describe("the question", () => {
  it("is asked anew with Enter, and answered in all three rankings", async () => {
    const { el, emitted } = stage(fakeProps());
    expect(answers(el)[0]).toBe("queen");
    type(box(el, "b"), "uncle");
    await shows(() => expect(emitted.at(-1)).toEqual({ typed: { box: "b", text: "uncle" } }));
    press(box(el, "b"), "Enter");
    await shows(() => expect(answers(el)[0]).toBe("aunt"));
    expect(answers(el, "3CosMul")[0]).toBe("aunt");
    expect(emitted.at(-1)).toEqual({ terms: { a: "man", b: "uncle", c: "woman", d: "" } });
  });

  it("offers completions of the box that is typed in, and only there", async () => {
    const { el } = stage(fakeProps());
    type(box(el, "c"), "qu");
    await shows(() => expect(el.querySelectorAll(".nlpw-box-c [role=option]")).toHaveLength(3));
    expect(el.querySelectorAll("[role=option]")).toHaveLength(3);
  });

  it("says that a word is unknown and takes the spelling that is chosen", async () => {
    const { el } = stage(fakeProps());
    type(box(el, "b"), "kimg");
    press(box(el, "b"), "Enter");
    await shows(() => expect(el.querySelector(".nlpw-box-b [role=alert]")?.textContent).toContain("king"));
    expect(box(el, "b").getAttribute("aria-invalid")).toBe("true");
    expect(answers(el)).toEqual([]);
    button(el.querySelector(".nlpw-box-b") as HTMLElement, "king").click();
    await shows(() => expect(answers(el)[0]).toBe("queen"));
  });

  it("says of what a word unknown to fastText was made", () => {
    const fact = { box: "b" as const, word: "kingish", row: -1, ngrams: ["<ki", "kin", "ing"], suggestions: [] };
    const { el } = stage(fakeProps({ terms: { a: "man", b: "kingish", c: "woman", d: "" }, facts: [fact] }));
    expect(el.querySelector(".nlpw-box-b .nlpw-fact")?.textContent).toBe(
      "not in the vocabulary: made of its 3 character n-grams",
    );
  });

  it("is swapped, reversed, chained, and brought back", async () => {
    const { el, emitted } = stage(fakeProps());
    const last = () => emitted.at(-1)?.terms;
    button(el, "Swap pairs").click();
    expect(last()).toEqual({ a: "woman", b: "queen", c: "man", d: "king" });
    button(el, "Reverse").click();
    expect(last()).toEqual({ a: "queen", b: "woman", c: "king", d: "man" });
    await shows(() => expect(answers(el).length).toBeGreaterThan(0));
    button(el, "Chain").click();
    expect(last()).toEqual({ a: "queen", b: "woman", c: "man", d: "" });
    const undo = el.querySelector("[aria-label^=Undo]") as HTMLButtonElement;
    await shows(() => expect(undo.disabled).toBe(false));
    undo.click();
    expect(last()).not.toEqual({ a: "queen", b: "woman", c: "man", d: "" });
  });

  it("puts an answer into box d and takes it out again", async () => {
    const { el, emitted } = stage(fakeProps());
    const first = () => el.querySelector(".nlpw-answer") as HTMLButtonElement;
    first().click();
    await shows(() => expect(first().getAttribute("aria-pressed")).toBe("true"));
    expect(emitted.at(-1)?.terms?.d).toBe("queen");
    first().click();
    expect(emitted.at(-1)?.terms?.d).toBe("");
  });

  it("shows the rank of a guess that is not among the answers", () => {
    const props = fakeProps({ k: 5, terms: { a: "man", b: "king", c: "woman", d: "pear" } });
    const { el } = stage(props);
    const rank = props.solved[0]?.expected?.rank ?? 0;
    expect(rank).toBeGreaterThan(5);
    expect(el.querySelector(".nlpw-further .nlpw-rank")?.textContent).toBe(String(rank));
  });
});

describe("leaving the inputs out", () => {
  it("says what it hides, and allows it", async () => {
    const { el } = stage(fakeProps());
    expect(el.querySelector(".nlpw-hides")?.textContent).toMatch(/Left out: .*king/);
    (el.querySelector("[role=switch]") as HTMLElement).click();
    await shows(() => expect(answers(el)).toContain("king"));
    expect(el.querySelector(".nlpw-answer em")?.textContent).toBe("given");
  });
});

describe("questions by the hundred", () => {
  it("run, are cancelled, and show a bar per section and run", async () => {
    const { el, emitted } = stage(fakeProps({ panel: "questions" }));
    button(el, "Run").click();
    expect(emitted.at(-1)).toEqual({ evaluate: true });
    await shows(() => expect(el.querySelectorAll(".nlpw-sections li")).toHaveLength(5));
    button(el, "Run").click();
    await shows(() => expect(el.querySelectorAll(".nlpw-legend li")).toHaveLength(2));
    const shown = el.querySelector(".nlpw-sections li:nth-child(3)")?.textContent ?? "";
    expect(shown).toContain("54.9 %");
    expect(shown).toContain("306 of 506");
  });

  it("can be cancelled", () => {
    const { el, emitted } = stage(cases.running?.() as AnalogySolverProps, { kernel: false });
    expect(el.querySelector("[role=status] progress")?.getAttribute("value")).toBe("0.3");
    button(el, "Cancel").click();
    expect(emitted).toEqual([{ evaluate: false }]);
  });

  it("shows failures page by page and asks one above", async () => {
    const { el, emitted } = stage(cases.scores?.() as AnalogySolverProps);
    expect(el.querySelectorAll("tbody tr")).toHaveLength(20);
    (el.querySelector("[aria-label='Failures after']") as HTMLElement).click();
    expect(emitted.at(-1)).toEqual({ browse: { score: 1, section: "", offset: 20, count: 20 } });
    await shows(() => expect(el.querySelector(".nlpw-pager")?.textContent).toContain("21–40 of 57"));
    button(el.querySelector("tbody") as HTMLElement, "man").click();
    expect(emitted.at(-1)?.terms).toEqual({ a: "man", b: "king", c: "word20", d: "queen" });
  });

  it("keeps a panel open when its tab is clicked again", () => {
    const { el, emitted } = stage(fakeProps({ panel: "baselines" }), { kernel: false });
    (el.querySelector("[role=tab][aria-selected=true]") as HTMLElement).click();
    expect(emitted).toEqual([]);
  });

  it("names the run whose failures a page without kernel shows", () => {
    const { el } = stage(cases.scores?.() as AnalogySolverProps, { live: false });
    expect(el.querySelector(".nlpw-failures .nlpw-only")?.textContent).toContain("3Cos");
  });

  it("hands a file over, but none that no message could carry", async () => {
    const { el, emitted } = stage(fakeProps({ panel: "questions" }), { kernel: false });
    const input = el.querySelector("input[type=file]") as HTMLInputElement;
    const choose = (file: unknown) => {
      Object.defineProperty(input, "files", { value: [file], configurable: true });
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    choose({ name: "q.txt", size: 20, text: async () => ": one\na b c d\n" });
    await shows(() => expect(emitted).toEqual([{ upload: { name: "q.txt", text: ": one\na b c d\n" } }]));
    choose({ name: "big.txt", size: 9e6, text: async () => "never read" });
    await shows(() => expect(el.querySelector(".nlpw-missing")?.textContent).toContain("big.txt is too large"));
    expect(emitted).toHaveLength(1);
  });
});

describe("a saved page", () => {
  it("keeps the answers of the whole vocabulary until something else is asked, then says where they come from", async () => {
    const { el } = stage(
      fakeProps({ working_set: fakeSet(), embeddings: [{ name: "small", words: 400_000, size: 12, ngrams: false }] }),
      {
        live: false,
      },
    );
    expect(el.querySelector(".nlpw-said")?.textContent).toContain("21 of 400,000 words");
    expect(el.querySelector(".nlpw-said")?.textContent).toContain("those of the whole vocabulary");
    type(box(el, "b"), "uncle");
    await shows(() => expect(el.querySelectorAll("[role=option]")).toHaveLength(1));
    press(box(el, "b"), "Enter");
    await shows(() => expect(answers(el)[0]).toBe("aunt"));
    expect(el.querySelector(".nlpw-said")?.textContent).not.toContain("whole vocabulary");
    type(box(el, "b"), "zebra");
    press(box(el, "b"), "Enter");
    await shows(() => expect(el.querySelector(".nlpw-box-b [role=alert]")?.textContent).toContain("not in this page"));
  });
});

describe("a kernel that is gone", () => {
  it("leaves what was found, and lets nothing new be asked", () => {
    const { el, emitted } = stage(fakeProps(), { live: false });
    expect(answers(el)[0]).toBe("queen");
    expect(el.querySelector(".nlpw-said")?.textContent).toContain("no kernel");
    expect(box(el, "b").disabled).toBe(true);
    expect(button(el, "Swap pairs").disabled).toBe(true);
    expect(emitted).toEqual([]);
  });
});

describe("what every widget has", () => {
  it("shows what is on the screen as a table", async () => {
    const { el } = stage(fakeProps({ scores: [...(cases.scores?.().scores ?? [])] }));
    (el.querySelector("[aria-label=More]") as HTMLElement).click();
    await shows(() => expect(el.querySelector("[role=menuitem]")).not.toBeNull());
    [...el.querySelectorAll<HTMLElement>("[role=menuitem]")].find((one) => one.textContent?.includes("table"))?.click();
    await shows(() => expect(el.querySelectorAll("dialog tbody tr")).toHaveLength(30));
  });
});
