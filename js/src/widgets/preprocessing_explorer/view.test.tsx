import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PATIENCE } from "../../frame/answers";
import type { PreprocessingExplorerEmit, PreprocessingExplorerProps } from "../../protocol/preprocessing_explorer.gen";
import type { View } from "../../protocol/view";
import { cases } from "./cases";
import { fakeCorpus, fakeLanes, fakeNotes, fakeProps, fakeStored } from "./fake";
import { mount } from "./view";

interface Stage {
  el: HTMLElement;
  view: View<PreprocessingExplorerProps>;
  emitted: Partial<PreprocessingExplorerEmit>[];
}

const stages: Stage[] = [];

function stage(props: PreprocessingExplorerProps, live = true): Stage {
  const el = document.createElement("div");
  document.body.append(el);
  const emitted: Partial<PreprocessingExplorerEmit>[] = [];
  const view = mount(el, props, (patch) => emitted.push(patch), { live });
  const one = { el, view, emitted };
  stages.push(one);
  return one;
}

/** Waits until the view shows it: Preact draws after the event that asked for it. */
function shows(check: () => void): Promise<void> {
  return vi.waitFor(check, { interval: 5 });
}

function find<E extends HTMLElement>(el: HTMLElement, selector: string): E {
  const found = el.querySelector<E>(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
}

function named<E extends HTMLElement>(el: HTMLElement, name: string): E {
  return find<E>(el, `[aria-label="${name}"]`);
}

function button(el: HTMLElement, text: string): HTMLButtonElement {
  const found = [...el.querySelectorAll("button")].find((one) => one.textContent === text);
  if (found === undefined) throw new Error(`no button ${text}`);
  return found;
}

function press(target: HTMLElement, key: string, more: KeyboardEventInit = {}): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

function point(target: HTMLElement): void {
  target.dispatchEvent(new MouseEvent("pointerover", { bubbles: true }));
}

/** The token or ghost of a lane with this text. */
function token(el: HTMLElement, lane: string, text: string): HTMLElement {
  const all = [...find(el, `[data-lane="${lane}"]`).querySelectorAll<HTMLElement>(".nlpw-mark, .nlpw-ghost")];
  const found = all.find((one) => one.textContent?.trim() === text);
  if (found === undefined) throw new Error(`no ${text} in ${lane}`);
  return found;
}

function litIn(el: HTMLElement, lane: string): string[] {
  return [...find(el, `[data-lane="${lane}"]`).querySelectorAll("[data-lit]")].map(
    (one) => one.textContent?.trim() ?? "",
  );
}

function cardIds(el: HTMLElement): string[] {
  return [...el.querySelectorAll<HTMLElement>("[data-card]")].map((one) => one.dataset.card ?? "");
}

function handle(el: HTMLElement, id: string): HTMLElement {
  return find(el, `[data-handle="${id}"]`);
}

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
});

afterEach(async () => {
  for (const { el, view } of stages.splice(0)) {
    view.destroy();
    expect(el.childNodes).toHaveLength(0);
    el.remove();
  }
  vi.useRealTimers();
  // Preact runs effects after the next frame, from one queue: what is left there must not meet another test's timers.
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
});

describe.each(Object.keys(cases))("the case %s", (name) => {
  it("is drawn without writing anything", () => {
    const props = cases[name]?.() as PreprocessingExplorerProps;
    const { el, emitted } = stage(props);
    expect(cardIds(el)).toEqual(props.steps.map(({ id }) => id));
    expect(el.querySelectorAll("[role=tab]")).toHaveLength(2);
    expect(emitted).toEqual([]);
  });
});

describe("where a token comes from", () => {
  it("is lit in every lane back to the source, and the reverse, from any end", () => {
    const { el } = stage(fakeProps());
    point(token(el, "lemmatize-1", "foot"));
    for (const lane of ["", "remove_accents-1", "lowercase-1"]) expect(litIn(el, lane)).toEqual(["feet"]);
    expect(litIn(el, "remove_stopwords-1")).toEqual(["foot"]);
    point(token(el, "", "feet"));
    expect(litIn(el, "remove_stopwords-1")).toEqual(["foot"]);
    point(token(el, "expand_contractions-1", "not"));
    expect(litIn(el, "")).toEqual(["don’t"]);
    expect(token(el, "", "don’t").dataset.lit).toBe("part");
    expect(token(el, "", "don’t").dataset).toMatchObject({ start: "5", stop: "10" });
  });

  it("lights an entity and its character, a removed tag and its ghost", () => {
    const { el } = stage(fakeProps());
    point(token(el, "", "&eacute;"));
    expect(litIn(el, "strip_html-1")).toEqual(["café"]);
    point(token(el, "", "<b>"));
    expect(litIn(el, "strip_html-1")).toEqual(["<b>"]);
    expect(litIn(el, "remove_accents-1")).toEqual([]);
    point(token(el, "remove_special_characters-1", "-"));
    expect(litIn(el, "")).toEqual(["-"]);
  });

  it("goes dark when the pointer leaves", () => {
    const { el } = stage(fakeProps());
    const lane = find(el, '[data-lane=""]');
    point(token(el, "", "feet"));
    lane.dispatchEvent(new MouseEvent("pointerleave"));
    expect(el.querySelector("[data-lit]")).toBeNull();
  });

  it("is told in one line", async () => {
    const { el } = stage(fakeProps());
    const story = find(el, ".nlpw-story p");
    point(token(el, "", "The"));
    await shows(() => expect(story.textContent).toBe("The→ Lower casethe→ removed by Remove stop words"));
    point(token(el, "", "sore"));
    await shows(() => expect(story.textContent).toBe("soreunchanged throughout"));
  });

  it("makes no element anew while the pointer moves", () => {
    const { el } = stage(fakeProps());
    const before = [...el.querySelectorAll(".nlpw-mark")];
    for (const one of before) point(one as HTMLElement);
    expect([...el.querySelectorAll(".nlpw-mark")]).toEqual(before);
  });
});

describe("holding", () => {
  it("begins with a click, ends with Escape", async () => {
    const { el, emitted } = stage(fakeProps());
    token(el, "", "feet").click();
    const { start, stop } = token(el, "", "feet").dataset;
    expect(emitted.at(-1)).toEqual({ focus: { id: "", start: Number(start), stop: Number(stop) } });
    point(token(el, "", "sore"));
    expect(litIn(el, "")).toEqual(["feet"]);
    await shows(() => named(el, "Release (Escape)"));
    press(find(el, '[data-lane=""]'), "Escape");
    expect(emitted.at(-1)).toEqual({ focus: null });
  });

  it("can be undone and done again", () => {
    const { el, emitted } = stage(fakeProps());
    token(el, "", "feet").click();
    press(find(el, '[data-lane=""]'), "z", { ctrlKey: true });
    expect(emitted.at(-1)).toEqual({ focus: null });
    press(find(el, '[data-lane=""]'), "z", { ctrlKey: true, shiftKey: true });
    expect(emitted.at(-1)?.focus).toMatchObject({ id: "" });
    expect(litIn(el, "remove_stopwords-1")).toEqual(["foot"]);
  });

  it("of a ghost holds what stood there in the text before", () => {
    const { el, emitted } = stage(fakeProps());
    token(el, "strip_html-1", "<b>").click();
    expect(emitted.at(-1)?.focus?.id).toBe("");
    expect(litIn(el, "")).toEqual(["<b>"]);
  });

  it("shows what Python holds, and nothing for a lane that is not there", () => {
    const { el, view } = stage(fakeProps());
    view.update({ focus: { id: "", start: 0, stop: 3 } });
    expect(litIn(el, "")).toEqual(["<p>"]);
    view.update({ focus: { id: "gone", start: 0, stop: 3 } });
    expect(el.querySelector("[data-lit]")).toBeNull();
  });

  it("of a word in the table goes to it in the lanes, and to the next one", async () => {
    const { el, emitted } = stage(fakeProps({ text: "Bad, bad caf&eacute;" }));
    named(el, "stems and lemmas of the words");
    button(el, "bad").click();
    expect(emitted.at(-1)).toEqual({ focus: { id: "", start: 0, stop: 3 } });
    button(el, "bad").click();
    expect(emitted.at(-1)).toEqual({ focus: { id: "", start: 5, stop: 8 } });
    button(el, "café").click();
    expect(emitted.at(-1)?.focus?.id).toBe("strip_html-1");
  });
});

describe("keys in a lane", () => {
  it("go from token to token, ghosts among them, and hold", () => {
    const { el, emitted } = stage(fakeProps());
    const lane = find(el, '[data-lane="strip_html-1"]');
    press(lane, "Home");
    expect(litIn(el, "strip_html-1")).toEqual(["<p>"]);
    press(lane, "ArrowRight");
    expect(litIn(el, "remove_accents-1")).toEqual(["I"]);
    expect(find(el, `#${lane.getAttribute("aria-activedescendant")}`).textContent).toBe("I");
    press(lane, "End");
    expect(litIn(el, "")).toEqual(["."]);
    press(lane, "ArrowRight");
    expect(litIn(el, "")).toEqual(["."]);
    press(lane, "Enter");
    expect(emitted.at(-1)?.focus).toMatchObject({ id: "strip_html-1" });
    press(lane, " ");
    expect(emitted.at(-1)?.focus).toBeNull();
  });
});

describe("cards", () => {
  it("are switched, and the options that differ from the default are written", async () => {
    const props = fakeProps();
    const { el, emitted } = stage(props);
    named(el, "Stem").click();
    expect(emitted.at(-1)?.steps?.filter(({ on }) => on)).toHaveLength(8);
    expect(Object.keys(emitted.at(-1) ?? {})).toEqual(["steps"]);
    named(el, "Remove special characters: remove digits").click();
    expect(emitted.at(-1)?.steps?.find(({ name }) => name === "remove_special_characters")?.options).toEqual({
      remove_digits: true,
    });
    await shows(() =>
      expect(named(el, "Remove special characters: remove digits").getAttribute("aria-checked")).toBe("true"),
    );
    named(el, "Remove special characters: remove digits").click();
    expect(emitted.at(-1)?.steps?.find(({ name }) => name === "remove_special_characters")?.options).toEqual({});
  });

  it("move with Alt and arrows, and keep the keyboard", async () => {
    const { el, emitted } = stage(fakeProps());
    handle(el, "strip_html-1").focus();
    press(handle(el, "strip_html-1"), "ArrowDown", { altKey: true });
    expect(
      emitted
        .at(-1)
        ?.steps?.slice(0, 2)
        .map(({ name }) => name),
    ).toEqual(["remove_urls", "strip_html"]);
    await shows(() => expect(cardIds(el).slice(0, 2)).toEqual(["remove_urls-1", "strip_html-1"]));
    await shows(() => expect(document.activeElement).toBe(handle(el, "strip_html-1")));
    press(handle(el, "strip_html-1"), "z", { ctrlKey: true });
    expect(emitted.at(-1)?.steps?.[0]?.name).toBe("strip_html");
  });

  it("are lifted, moved and dropped, written once; Escape puts them back", async () => {
    const { el, emitted } = stage(fakeProps());
    const first = handle(el, "strip_html-1");
    first.focus();
    press(first, " ");
    await shows(() => expect(first.getAttribute("aria-pressed")).toBe("true"));
    press(first, "ArrowDown");
    press(first, "ArrowDown");
    expect(emitted).toEqual([]);
    press(first, "Escape");
    await shows(() => expect(first.getAttribute("aria-pressed")).toBe("false"));
    expect(emitted).toEqual([]);
    press(first, " ");
    await shows(() => expect(first.getAttribute("aria-pressed")).toBe("true"));
    press(first, "ArrowDown");
    press(first, "ArrowDown");
    await shows(() => expect(find(el, "[aria-live=assertive]").textContent).toBe("Place 3 of 12."));
    press(first, " ");
    expect(emitted).toHaveLength(1);
    expect(emitted[0]?.steps?.[2]?.name).toBe("strip_html");
  });

  it("are dragged with the pointer", async () => {
    const { el, emitted } = stage(fakeProps());
    const rows = [...el.querySelectorAll<HTMLElement>("[data-card]")];
    for (const [k, row] of rows.entries()) {
      row.getBoundingClientRect = () => ({ top: 40 * k, height: 40 }) as DOMRect;
    }
    const grip = handle(el, "strip_html-1");
    const at = (type: string, clientY: number) =>
      grip.dispatchEvent(new PointerEvent(type, { clientY, button: 0, pointerId: 1, bubbles: true }));
    at("pointerdown", 20);
    await shows(() => expect(grip.getAttribute("aria-pressed")).toBe("true"));
    at("pointermove", 150);
    at("pointerup", 150);
    expect(emitted[0]?.steps?.map(({ name }) => name).indexOf("strip_html")).toBe(3);
  });

  it("carry the warnings, whose remedy is one click", async () => {
    const props = fakeProps();
    const steps = [...props.steps].reverse();
    const { el, emitted } = stage({ ...props, steps, lanes: fakeLanes(props.text, steps), notes: fakeNotes(steps) });
    const note = find(el, '[data-card="remove_stopwords-1"] .nlpw-note');
    find(note, "button").click();
    expect(emitted).toEqual([{ steps: fakeNotes(steps)[0]?.steps }]);
  });

  it("show what is off, unchanged, or a function from Python", () => {
    const { el } = stage(fakeProps({ text: "plain", on: ["strip_html", "shout"] }));
    expect(find(el, '[data-card="strip_html-1"] .nlpw-thin').textContent).toBe("unchanged");
    expect(find(el, '[data-card="stem-1"] .nlpw-thin').textContent).toBe("off");
    expect(find(el, '[data-card="shout-1"] .nlpw-python').textContent).toBe("Python");
  });

  it("fold", async () => {
    const { el, emitted } = stage(fakeProps());
    named(el, "Fold Strip HTML").click();
    expect(emitted).toEqual([{ folded: ["strip_html-1"] }]);
    await shows(() => expect(find(el, '[data-lane="strip_html-1"]').classList.contains("nlpw-folded")).toBe(true));
    named(el, "Unfold Strip HTML").click();
    expect(emitted.at(-1)).toEqual({ folded: [] });
  });

  it("have lists of words that are written when their dialog closes", async () => {
    const { el, emitted } = stage(fakeProps());
    button(el, "words · 15").click();
    await shows(() => named(el, "Take away the"));
    named(el, "Take away the").click();
    expect(emitted).toEqual([]);
    named(el, "Close (Escape)").click();
    const words = emitted.at(-1)?.steps?.find(({ name }) => name === "remove_stopwords")?.options.words as string[];
    expect(words).not.toContain("the");
    expect(words).toHaveLength(14);
  });
});

describe("without a kernel", () => {
  it("toggles what is stored and says what is not", async () => {
    const names = ["strip_html", "expand_contractions", "lowercase"];
    const props = fakeProps({ names, on: names });
    const { el, emitted } = stage({ ...props, stored: fakeStored(props) }, false);
    expect(handle(el, "strip_html-1")).toHaveProperty("disabled", true);
    expect(named<HTMLTextAreaElement>(el, "text").readOnly).toBe(true);
    expect(find(el, ".nlpw-said").textContent).toBe("All 8 combinations of the 3 steps are in this page.");
    named(el, "Strip HTML").click();
    expect(emitted).toHaveLength(1);
    await shows(() => expect(find(el, '[data-lane="lowercase-1"]').textContent).toContain("<p>"));
    named(el, "Strip HTML").click();
    await shows(() => expect(find(el, '[data-lane="lowercase-1"]').textContent).not.toContain("<p>"));
  });

  it("says so at a lane that the page lacks", async () => {
    const names = ["strip_html", "expand_contractions", "lowercase"];
    const props = fakeProps({ names, on: names });
    const { el } = stage({ ...props, stored: fakeStored(props, 3) }, false);
    named(el, "Strip HTML").click();
    await shows(() => expect(el.textContent).toContain("This combination is not in the page."));
  });

  it("switches nothing when nothing is stored", () => {
    const { el } = stage(fakeProps(), false);
    expect(named<HTMLButtonElement>(el, "Strip HTML").disabled).toBe(true);
    expect(named<HTMLButtonElement>(el, "Strip HTML").title).toBe("Needs a kernel");
  });
});

describe("the text", () => {
  it("is another one with Enter, or another of the corpus", async () => {
    const { el, emitted } = stage({ ...fakeProps(), document_count: 25000 });
    const box = named<HTMLTextAreaElement>(el, "text");
    box.value = "new";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    await shows(() => button(el, "Run"));
    press(box, "Enter");
    expect(emitted.at(-1)).toEqual({ text: "new", document: -1 });
    await shows(() => expect(named<HTMLInputElement>(el, "number of the text").value).toBe(""));
    named(el, "Next text").click();
    expect(emitted.at(-1)).toEqual({ document: 0 });
  });

  it("that gets no answer says so", async () => {
    vi.useFakeTimers();
    const { el } = stage(fakeProps());
    named(el, "Stem").click();
    vi.advanceTimersByTime(PATIENCE);
    vi.useRealTimers();
    await shows(() => expect(find(el, "[role=alert]").textContent).toContain("does not answer"));
  });
});

describe("panels", () => {
  it("count the corpus and cancel", async () => {
    const props = { ...fakeProps(), panel: "corpus", document_count: 9 };
    const { el, view, emitted } = stage(props);
    button(el, "Count").click();
    expect(emitted).toEqual([{ counting: true }]);
    view.update({ corpus: fakeCorpus(props.steps, 4, 9) });
    await shows(() => expect(named<HTMLProgressElement>(el, "texts counted").value).toBe(4));
    expect(el.querySelectorAll(".nlpw-ranks path")).toHaveLength(8);
    button(el, "Cancel").click();
    expect(emitted.at(-1)).toEqual({ counting: false });
  });

  it("change by tab and close", async () => {
    const { el, emitted } = stage(fakeProps());
    press(button(el, "Stem and lemma"), "ArrowRight");
    expect(emitted.at(-1)).toEqual({ panel: "corpus" });
    await shows(() => expect(button(el, "Corpus").getAttribute("aria-selected")).toBe("true"));
    button(el, "Corpus").click();
    await shows(() => expect(el.querySelector("[role=tabpanel]")).toBeNull());
  });
});

describe("the menu", () => {
  async function choose(el: HTMLElement, name: string): Promise<void> {
    named(el, "More").click();
    await shows(() => find(el, "[role=menu]"));
    const item = [...el.querySelectorAll<HTMLElement>("[role^=menuitem]")].find((one) =>
      one.textContent?.includes(name),
    );
    item?.click();
  }

  it("shows where every token of the result comes from", async () => {
    const { el } = stage(fakeProps());
    await choose(el, "Show as table");
    await shows(() => expect(find(el, "table caption").textContent).toBe("The text after each step"));
    const select = named<HTMLSelectElement>(el, "figure");
    select.selectedIndex = 1;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await shows(() => expect(find(el, "dialog tbody").textContent).toContain("foot"));
    const row = [...el.querySelectorAll("dialog tbody tr")].find((one) => one.lastElementChild?.textContent === "foot");
    expect(row?.children[2]?.textContent).toBe("feet");
  });

  it("shows the code of the view and of the pipeline", async () => {
    const { el } = stage({ ...fakeProps(), focus: { id: "", start: 1, stop: 3 } });
    await choose(el, "Code");
    await shows(() =>
      expect(find(el, "pre").textContent).toContain('explorer.focus = {"id": "", "start": 1, "stop": 3}'),
    );
    expect(find(el, "pre").textContent).toContain('"on": True');
    named(el, "Close (Escape)").click();
    await choose(el, "Pipeline as plain Python");
    await shows(() => expect(find(el, "pre").textContent).toContain("def preprocess"));
  });
});
