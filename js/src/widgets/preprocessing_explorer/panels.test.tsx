import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PATIENCE } from "../../frame/answers";
import { fakeCorpus, fakeProps, fakeStored } from "./fake";
import { button, clear, find, handle, named, press, shows, stage } from "./testing";

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
});

afterEach(clear);

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
