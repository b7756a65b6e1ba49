import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PreprocessingExplorerProps } from "../../protocol/preprocessing_explorer.gen";
import { cases } from "./cases";
import { fakeLanes, fakeNotes, fakeProps } from "./fake";
import { button, cardIds, clear, find, handle, litIn, named, point, press, shows, stage, token } from "./testing";

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
});

afterEach(clear);

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
