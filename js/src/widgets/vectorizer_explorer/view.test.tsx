import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { VectorizerExplorerEmit, VectorizerExplorerProps } from "../../protocol/vectorizer_explorer.gen";
import type { View } from "../../protocol/view";
import { DEFAULTS, fakeKernel, fakeProps } from "./fake";
import { hugeProps } from "./fake_huge";
import { mount } from "./view";

interface Stage {
  el: HTMLElement;
  view: View<VectorizerExplorerProps>;
  emitted: Partial<VectorizerExplorerEmit>[];
}

const SAMPLE = fakeProps();
const stages: Stage[] = [];

/** With a kernel, everything that the page writes is answered at once. */
function stage(props: VectorizerExplorerProps, { live = true, kernel = false } = {}): Stage {
  const el = document.createElement("div");
  document.body.append(el);
  const emitted: Partial<VectorizerExplorerEmit>[] = [];
  const answer = kernel ? fakeKernel(props) : null;
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

function shows(check: () => void): Promise<void> {
  return vi.waitFor(check, { interval: 5 });
}

function find<E extends HTMLElement>(el: HTMLElement, selector: string): E {
  const found = el.querySelector<E>(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
}

function button(el: HTMLElement, text: string): HTMLElement {
  const found = [...el.querySelectorAll<HTMLElement>("button")].find((one) => one.textContent?.startsWith(text));
  if (found === undefined) throw new Error(`no button ${text}`);
  return found;
}

function press(target: HTMLElement, key: string, more: KeyboardEventInit = {}): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

function change(field: HTMLInputElement | HTMLSelectElement, value: string, type = "change"): void {
  field.value = value;
  field.dispatchEvent(new Event(type, { bubbles: true }));
}

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
});

afterEach(async () => {
  for (const { el, view } of stages.splice(0)) {
    view.destroy();
    expect(el.innerHTML).toBe("");
    el.remove();
  }
  vi.useRealTimers();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
});

describe("the keyboard", () => {
  const grid = (el: HTMLElement) => find(el, "[role=grid]");
  const place = (el: HTMLElement) => [
    find(el, "[role=row]").getAttribute("aria-rowindex"),
    find(el, "[role=gridcell]").getAttribute("aria-colindex"),
  ];

  it.each([
    ["ArrowRight", {}, ["1", "5"]],
    ["ArrowLeft", {}, ["1", "3"]],
    ["ArrowDown", {}, ["2", "4"]],
    ["ArrowUp", {}, ["1", "4"]],
    ["Home", {}, ["1", "1"]],
    ["End", {}, ["1", "66"]],
    ["End", { shiftKey: true }, ["60", "4"]],
  ])("%s %o goes to %o", async (key, more, wanted) => {
    const { el } = stage(SAMPLE);
    expect(place(el)).toEqual(["1", "4"]);
    press(grid(el), key, more);
    await shows(() => expect(place(el)).toEqual(wanted));
  });

  it("looks at a cell when it rests on it, not at those passed over", async () => {
    const { el, emitted } = stage(SAMPLE, { kernel: true });
    for (let k = 0; k < 3; k++) press(grid(el), "ArrowDown");
    await shows(() => expect(emitted).toEqual([{ cell: { document: 3, term: "boat" } }]));
    await shows(() => expect(find(el, "[aria-label='text as given']").textContent).toContain("The plot"));
  });

  it("waits for cells that are not there yet, and shows no number for them", async () => {
    const { el, emitted } = stage(hugeProps());
    press(grid(el), "End");
    await shows(() => expect(place(el)[1]).toBe("100000"));
    await new Promise((done) => setTimeout(done, 200));
    expect(find(el, "[role=gridcell]").textContent).not.toMatch(/: \d/);
    expect(emitted.filter((patch) => "cell" in patch)).toEqual([]);
  });

  it("leaves keys with Ctrl to the host, but for undo", () => {
    const { el, emitted } = stage(SAMPLE);
    press(grid(el), "ArrowRight", { ctrlKey: true });
    expect(place(el)).toEqual(["1", "4"]);
    expect(emitted).toEqual([]);
  });
});

describe("the document", () => {
  it.each([
    ["A  dog\n barks", "A dog barks", 0],
    ["A dog barks and goes on", "A dog…", 0],
    ["A dog", "Review 1", 1],
  ])("%o is titled where %o is not how it begins", (raw, title, lines) => {
    if (SAMPLE.reading === null) throw new Error("no document");
    const { el } = stage({ ...SAMPLE, reading: { ...SAMPLE.reading, raw, title } });
    expect(el.querySelectorAll(".nlpw-title-line")).toHaveLength(lines);
  });
});

describe("the formula", () => {
  it("has its numbers in every weighting, the chosen one marked", () => {
    const { el } = stage(SAMPLE);
    const values = [...el.querySelectorAll<HTMLElement>("[data-scheme]")];
    expect(values.map((cell) => cell.dataset.scheme)).toEqual(["count", "tf", "textbook", "smooth", "sublinear"]);
    const [count = 0, tf = 0, textbook = 0, smooth = 0] = values.map((cell) => Number(cell.dataset.value));
    const length = SAMPLE.reading?.length ?? 0;
    const df = SAMPLE.term_info?.frequency ?? 0;
    expect([count, tf]).toEqual([1, 1 / length]);
    expect(textbook).toBeCloseTo(Math.log(60 / df) / length, 12);
    expect(smooth).toBeCloseTo((Math.log(61 / (1 + df)) + 1) / (SAMPLE.reading?.norm ?? 0), 12);
    expect(find(el, ".nlpw-chosen").textContent).toContain("TF-IDF, smooth");
  });

  it("says that a term does not occur: 0 in every weighting", () => {
    const { el } = stage(fakeProps({ cell: { document: 1, term: "clever" } }));
    expect(find(el, ".nlpw-cell-said").textContent).toContain("does not occur");
    const values = [...el.querySelectorAll<HTMLElement>("[data-scheme]")].map((cell) => cell.dataset.value);
    expect(values).toEqual(["0", "0", "0", "0", "0"]);
  });

  it("says that a pruned term has no column", () => {
    const { el } = stage(fakeProps({ options: { ...DEFAULTS, min_df: 30 }, cell: { document: 1, term: "clever" } }));
    expect(find(el, "[role=tabpanel]").textContent).toContain("not in the vocabulary");
    expect(find(el, ".nlpw-term-panel").textContent).toContain("no column");
  });

  it("changes the weighting at once, and undoes it", async () => {
    const { el, emitted } = stage(SAMPLE);
    button(el, "TF-IDF, smooth sublinear").click();
    expect(emitted).toEqual([{ sublinear: true }]);
    await shows(() => expect(find(el, ".nlpw-chosen").textContent).toContain("sublinear"));
    press(find(el, "[role=grid]"), "z", { ctrlKey: true });
    await shows(() => expect(find(el, ".nlpw-chosen").textContent).not.toContain("sublinear"));
  });
});

describe("the document", () => {
  it("lights a term up in text and list, and lets it go", async () => {
    const { el } = stage(SAMPLE);
    const piece = [...el.querySelectorAll<HTMLElement>(".nlpw-piece")].find((one) => one.textContent === "boat");
    piece?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
    await shows(() => expect(piece?.classList.contains("nlpw-lit")).toBe(true));
    find(el, ".nlpw-lit-text").dispatchEvent(new PointerEvent("pointerleave"));
    await shows(() => expect(el.querySelectorAll(".nlpw-lit")).toHaveLength(0));
    const term = button(el, "wonderful");
    term.dispatchEvent(new PointerEvent("pointerenter"));
    await shows(() => expect(el.querySelector(".nlpw-piece.nlpw-lit")?.textContent).toBe("wonderful"));
  });

  it("goes to the column of a term that is clicked", () => {
    const { el, emitted } = stage(SAMPLE);
    [...el.querySelectorAll<HTMLElement>(".nlpw-piece")].find((one) => one.textContent === "wonderful")?.click();
    expect(emitted).toEqual([{ cell: { document: 0, term: "wonderful" } }]);
  });

  it("is another one after a click on an occurrence, a neighbour or the stepper", async () => {
    const { el, emitted } = stage(SAMPLE, { kernel: true });
    find(el, ".nlpw-concordance li:nth-child(2) button").click();
    expect(emitted.at(-1)).toEqual({ cell: { document: 2, term: "boat" } });
    await shows(() => expect(find(el, "[aria-label='text as given']").textContent).toContain("Her performance"));
    find(el, "[aria-label='document: one more']").click();
    expect(emitted.at(-1)).toEqual({ cell: { document: 3, term: "boat" } });
  });
});

describe("the panels", () => {
  it("show the neighbours with what they share", () => {
    const { el } = stage({ ...SAMPLE, panel: "neighbours" });
    expect(el.querySelectorAll(".nlpw-neighbours > li")).toHaveLength(SAMPLE.neighbours.length);
    const first = SAMPLE.neighbours[0];
    expect(find(el, ".nlpw-shared").textContent).toBe(first?.shared.join(""));
  });

  it("preview pruning while dragging, and prune when the slider is let go", async () => {
    const { el, emitted } = stage({ ...SAMPLE, panel: "pruning" }, { kernel: true });
    const slider = find<HTMLInputElement>(el, ".nlpw-slider");
    const before = find(el, ".nlpw-kept-terms").textContent;
    change(slider, "6", "input");
    await shows(() => expect(find(el, ".nlpw-kept-terms").textContent).not.toBe(before));
    expect(emitted).toEqual([]);
    const preview = find(el, ".nlpw-kept-terms").textContent;
    change(slider, "6");
    expect(emitted).toEqual([{ options: { ...DEFAULTS, min_df: 10 } }]);
    await shows(() => expect(find(el, ".nlpw-legend").textContent).toContain(`× ${preview} terms`));
  });

  it("show that the order is lost, and what misspelling does", async () => {
    const { el, emitted } = stage(fakeProps({ sentence: "the boat was not great", panel: "sentence" }), {
      kernel: true,
    });
    expect(el.textContent).toContain("the same vector");
    expect(el.querySelectorAll(".nlpw-version .nlpw-outside").length).toBeGreaterThan(0);
    const words = () => find(el, "[aria-label=shuffled]").textContent;
    const before = words();
    button(el, "Shuffle again").click();
    expect(emitted).toEqual([{ seed: 1 }]);
    await shows(() => expect(words()).not.toBe(before));
    expect(words()?.split(" ").sort()).toEqual(before?.split(" ").sort());
  });

  it("say that bigrams keep some of the order", () => {
    const options = { ...DEFAULTS, ngram_max: 2 };
    const { el } = stage(fakeProps({ options, sentence: "the boat was not great", panel: "sentence" }));
    expect(el.textContent).toContain("another vector");
  });

  it("train, show the result, and cancel", async () => {
    const { el, emitted } = stage({ ...SAMPLE, panel: "classifier" }, { kernel: true });
    button(el, "Train").click();
    expect(emitted).toEqual([{ classify: true }]);
    await shows(() => expect(el.querySelectorAll(".nlpw-bars li")).toHaveLength(24));
    const training = stage({
      ...SAMPLE,
      panel: "classifier",
      classify: true,
      training: { message: "fit", progress: 0.5 },
    });
    expect(find<HTMLProgressElement>(training.el, "progress").value).toBe(0.5);
    button(training.el, "Cancel").click();
    expect(training.emitted).toEqual([{ classify: false }]);
  });

  it("say what the classifier lacks", () => {
    const { el } = stage({ ...SAMPLE, panel: "classifier", classes: [] });
    expect(find(el, "[role=tabpanel]").textContent).toContain("labels=labels");
  });
});

describe("the bar", () => {
  it("counts anew by other options", async () => {
    const { el, emitted } = stage(SAMPLE, { kernel: true });
    change(find<HTMLSelectElement>(el, "select[aria-label=unit]"), "character");
    expect(emitted).toEqual([{ options: { ...DEFAULTS, unit: "character" } }]);
    await shows(() => expect(find(el, ".nlpw-legend").textContent).not.toContain("× 66 terms"));
  });

  it("goes to a term that is typed", () => {
    const { el, emitted } = stage(SAMPLE);
    const field = find<HTMLInputElement>(el, "[aria-label='Go to a term']");
    change(field, "Children", "input");
    press(field, "Enter");
    expect(emitted).toEqual([{ cell: { document: 0, term: "children" } }]);
  });
});

describe("a page without a kernel", () => {
  const stored = {
    blocks: SAMPLE.block === null ? [] : [SAMPLE.block],
    readings: {},
    neighbours: {},
    terms: SAMPLE.term_info === null ? {} : { boat: SAMPLE.term_info },
    said: "This page holds some of it.",
  };
  const SAVED = { ...SAMPLE, block: null, stored };

  it("says what is there, weighs anew, and asks nothing", async () => {
    const { el, emitted } = stage(SAVED, { live: false });
    expect(find(el, ".nlpw-said").textContent).toBe(stored.said);
    press(find(el, "[role=grid]"), "ArrowDown");
    await shows(() => expect(find(el, ".nlpw-cell-said").textContent).toContain("document 1"));
    expect(find(el, ".nlpw-reader").textContent).toContain("This page does not hold it");
    expect(emitted).toEqual([{ cell: { document: 1, term: "boat" } }]);
    button(el, "count").click();
    await shows(() => expect(find(el, ".nlpw-chosen").textContent).toContain("count"));
    expect(el.querySelector("[role=alert]")).toBeNull();
    expect(el.querySelector("select[aria-label=unit]")).toBeNull();
  });

  it("says that a term is not there", async () => {
    const { el, emitted } = stage(SAVED, { live: false });
    const field = find<HTMLInputElement>(el, "[aria-label='Go to a term']");
    change(field, "nowhere", "input");
    press(field, "Enter");
    await shows(() => expect(find(el, "[role=alert]").textContent).toContain("not in this page"));
    expect(emitted).toEqual([]);
  });
});

describe("without anything to show", () => {
  it.each([
    ["documents", fakeProps({ cell: null }, []), "There are no documents"],
    ["terms", fakeProps({ options: { ...DEFAULTS, min_df: 1000 } }), "No term is left"],
  ])("says so: %s", (_, props, said) => {
    const { el } = stage(props);
    expect(el.textContent).toContain(said);
    expect(el.textContent).not.toMatch(/NaN|undefined|Infinity/);
  });
});

it("forgets blocks of an older version", async () => {
  const { el, view } = stage(SAMPLE);
  expect(find(el, "[role=gridcell]").textContent).toContain("boat");
  view.update({ version: 9, term_info: null, reading: null });
  await shows(() => expect(find(el, "[role=gridcell]").textContent).not.toContain("boat"));
});
