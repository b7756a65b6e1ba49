import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PATIENCE } from "../../frame/answers";
import type { GateInspectorEmit, GateInspectorProps } from "../../protocol/gate_inspector.gen";
import type { View } from "../../protocol/view";
import { fakeComparison, fakeProps } from "./fake";
import { mount } from "./view";

interface Stage {
  el: HTMLElement;
  view: View<GateInspectorProps>;
  emitted: Partial<GateInspectorEmit>[];
}

const LSTM = fakeProps();
const stages: Stage[] = [];

function stage(props: GateInspectorProps, live = true): Stage {
  const el = document.createElement("div");
  document.body.append(el);
  const emitted: Partial<GateInspectorEmit>[] = [];
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

function press(target: HTMLElement, key: string, more: KeyboardEventInit = {}): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

function button(el: HTMLElement, name: string): HTMLButtonElement {
  const found = [...el.querySelectorAll("button")].find((one) => (one.title || one.textContent) === name);
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
}

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
});

afterEach(async () => {
  for (const { el, view } of stages.splice(0)) {
    view.destroy();
    el.remove();
  }
  vi.useRealTimers();
  // Preact runs effects after the next frame, from one queue: what is left there must not meet another test's timers.
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
});

describe("keyboard", () => {
  it.each([
    ["ArrowRight", 10],
    ["ArrowLeft", 8],
    ["Home", 0],
    ["End", 18],
    ["PageUp", 0],
    ["PageDown", 18],
  ])("%s goes to step %i", async (key, step) => {
    const { el, emitted } = stage(LSTM);
    press(find(el, "[role=listbox]"), key);
    expect(emitted.at(-1)?.selection).toMatchObject({ step, unit: 17 });
    await shows(() => expect(find(el, "[aria-selected=true]").getAttribute("aria-posinset")).toBe(String(step + 1)));
  });

  it("goes to the next unit in the order shown", () => {
    const { el, emitted } = stage({ ...LSTM, order: "cluster" });
    const packed = LSTM.arrays["model/rnn/0/forward/0/cluster"] as NonNullable<GateInspectorProps["alignment"]>;
    const order = Array.from({ length: 64 }, (_, k) => packed.data.getInt32(4 * k, true));
    press(find(el, "[role=listbox]"), "ArrowDown");
    expect(emitted.at(-1)?.selection?.unit).toBe(order[order.indexOf(17) + 1]);
    press(find(el, "[role=listbox]"), "ArrowUp");
    expect(emitted.at(-1)?.selection?.unit).toBe(17);
  });

  it("leaves keys with Ctrl to the host, and claims its own before the host sees them", () => {
    const { el, emitted } = stage(LSTM);
    const words = find(el, "[role=listbox]");
    const seen: boolean[] = [];
    // JupyterLab asks the target before its ancestors
    const host = ({ target }: Event) =>
      seen.push(target instanceof Element && target.hasAttribute("data-lm-suppress-shortcuts"));
    document.addEventListener("keydown", host, { capture: true });
    press(words, "s", { ctrlKey: true });
    press(words, "ArrowRight");
    press(button(el, "Compare with a second text"), "Enter");
    press(find(el, "textarea"), "Enter", { shiftKey: true });
    press(words, "Enter", { shiftKey: true });
    document.removeEventListener("keydown", host, { capture: true });
    expect(seen).toEqual([false, true, true, true, false]);
    expect(emitted).toHaveLength(1);
  });
});

describe("undo", () => {
  it("goes back over what the page wrote, by key and by button", async () => {
    const { el, emitted } = stage(LSTM);
    const words = find(el, "[role=listbox]");
    press(words, "ArrowRight");
    press(words, "ArrowRight");
    press(words, "z", { ctrlKey: true });
    expect(emitted.at(-1)?.selection?.step).toBe(9);
    press(words, "Z", { ctrlKey: true, shiftKey: true });
    expect(emitted.at(-1)?.selection?.step).toBe(11);
    await shows(() => expect(button(el, "Undo (Ctrl+Z)").disabled).toBe(false));
    button(el, "Undo (Ctrl+Z)").click();
    expect(emitted.at(-1)?.selection?.step).toBe(9);
  });

  it("leaves Ctrl+Z in the text box to the text box", () => {
    const { el, emitted } = stage(LSTM);
    press(find(el, "[role=listbox]"), "ArrowRight");
    press(find(el, "textarea"), "z", { ctrlKey: true });
    expect(emitted).toHaveLength(1);
  });
});

describe("text", () => {
  function type(el: HTMLElement, text: string): HTMLTextAreaElement {
    const area = find<HTMLTextAreaElement>(el, "textarea");
    area.value = text;
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    return area;
  }

  it("is traced with Enter and restored with Escape", async () => {
    const { el, emitted } = stage(LSTM);
    const trace = () => button(el, "Trace this text (Enter)");
    const area = type(el, "not bad");
    await shows(trace);
    press(area, "Escape");
    await shows(() => expect(area.value).toMatch(/^I expected/));
    expect(trace).toThrow();
    type(el, "not bad");
    await shows(trace);
    press(area, "Enter");
    expect(emitted).toEqual([{ text: "not bad" }]);
  });

  it("cannot be typed without a kernel, and says so", async () => {
    const { el, view } = stage(LSTM, false);
    expect(find<HTMLTextAreaElement>(el, "textarea").readOnly).toBe(true);
    expect(el.textContent).toContain("Typing needs a kernel");
    view.update({ can_type: false }, { live: true });
    await shows(() => expect(el.textContent).toContain("give the inspector `encode`"));
    view.update({ can_type: true });
    await shows(() => expect(find<HTMLTextAreaElement>(el, "textarea").readOnly).toBe(false));
  });

  it("that there is none of, and none can be typed, gets no box", async () => {
    const traces = LSTM.traces.map((traced) => ({
      ...traced,
      items: traced.items.map((item) => ({ ...item, text: null, tokens: item.tokens.map((_, t) => `${t + 1}`) })),
    }));
    const { el, view } = stage({ ...LSTM, traces, text: null, can_type: false });
    expect(el.querySelector("textarea")).toBeNull();
    expect(el.textContent).not.toContain("Typing needs");
    expect(find(el, ".nlpw-texts .nlpw-final").textContent).toMatch(/^(positive|negative) 0/);
    view.update({
      traces: traces.map((traced) => ({ ...traced, items: traced.items.map((item) => ({ ...item, verdict: null })) })),
    });
    await shows(() => expect(find(el, ".nlpw-texts").childElementCount).toBe(0));
    view.update({ can_type: true });
    await shows(() => find(el, "textarea"));
  });

  it("that gets no answer is told so after a while, and not when the kernel works", async () => {
    vi.useFakeTimers();
    for (const answers of [false, true]) {
      const { el, view } = stage(LSTM);
      const area = type(el, "not bad");
      await vi.advanceTimersByTimeAsync(50);
      press(area, "Enter");
      await vi.advanceTimersByTimeAsync(50);
      if (answers) view.update({ status: { state: "working", message: "Tracing…", progress: -1 } });
      await vi.advanceTimersByTimeAsync(PATIENCE + 50);
      expect(el.querySelector("[role=alert]")?.textContent ?? "").toBe(
        answers ? "" : "The kernel does not answer; it may be busy or gone.",
      );
    }
  });
});

describe("states", () => {
  it("shows an error above the previous view until it is dismissed", async () => {
    const { el, view } = stage(LSTM);
    view.update({ error: "encode returned 12 rows for 19 tokens" });
    await shows(() => expect(find(el, "[role=alert]").textContent).toContain("12 rows"));
    expect(el.querySelectorAll(".nlpw-strip")).toHaveLength(6);
    button(find(el, "[role=alert]"), "Dismiss").click();
    await shows(() => expect(el.querySelector("[role=alert]")).toBeNull());
    view.update({ error: "" });
    view.update({ error: "encode returned 12 rows for 19 tokens" });
    await shows(() => find(el, "[role=alert]"));
  });

  it("shows progress", async () => {
    const { el, view } = stage(LSTM);
    view.update({ status: { state: "working", message: "Tracing 12 of 40", progress: 0.3 } });
    await shows(() => expect(find<HTMLProgressElement>(el, "progress").value).toBeCloseTo(0.3));
    expect(find(el, ".nlpw-working").textContent).toBe("Tracing 12 of 40");
  });

  it("says what is missing", () => {
    expect(stage({ ...LSTM, arrays: {} }).el.textContent).toContain("Waiting for the kernel…");
    expect(stage({ ...LSTM, arrays: {} }, false).el.textContent).toContain("Not stored in this page.");
    expect(stage({ ...LSTM, traces: [], selection: {} as never }).el.textContent).toContain("type a text");
  });

  it("marks words outside the vocabulary", () => {
    const { el } = stage(LSTM);
    const unknown = [...el.querySelectorAll(".nlpw-unknown")];
    expect(unknown.map((one) => one.getAttribute("aria-label"))).toEqual(["wonderful, outside the vocabulary"]);
  });
});

describe("figures", () => {
  it.each([
    ["lstm", 6],
    ["gru", 4],
    ["rnn", 1],
  ] as const)("of a %s are %i strips", (kind, strips) => {
    const { el } = stage(fakeProps({ kind, hidden: 16 }));
    expect(el.querySelectorAll(".nlpw-strip")).toHaveLength(strips);
  });

  it("of two directions stand below each other, the selected one emphasised, and fold", async () => {
    const { el, emitted } = stage(fakeProps({ bidirectional: true, hidden: 16 }));
    expect(el.querySelectorAll(".nlpw-strip")).toHaveLength(12);
    expect(find(el, ".nlpw-heading.nlpw-selected").textContent).toBe("forward →");
    button(el, "Look at the backward direction").click();
    expect(emitted.at(-1)?.selection?.direction).toBe("backward");
    button(el, "Fold forward").click();
    await shows(() => expect(el.querySelectorAll(".nlpw-strip")).toHaveLength(6));
    expect(find(el, ".nlpw-heading.nlpw-selected").textContent).toBe("← backward");
  });

  it("are tables too", async () => {
    const props = fakeProps({ hidden: 16 });
    const { el } = stage(props);
    button(el, "More").click();
    await shows(() => find(el, "[role=menuitem]"));
    [...el.querySelectorAll<HTMLElement>("[role=menuitem]")]
      .find((one) => one.textContent?.includes("Show as table"))
      ?.click();
    await shows(() => expect(el.querySelectorAll("dialog tbody tr")).toHaveLength(19));
    const choice = find<HTMLSelectElement>(el, "dialog select");
    choice.selectedIndex = [...choice.options].findIndex(({ textContent }) => textContent === "forget gate");
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    await shows(() => expect(el.querySelectorAll("dialog tbody tr")).toHaveLength(16));
    expect(el.querySelectorAll("dialog thead th")).toHaveLength(1 + 11);
    button(find(el, "dialog"), "Close (Escape)").click();
    await shows(() => expect(el.querySelector("dialog")).toBeNull());
  });
});

describe("comparison", () => {
  it("shows two texts over the same columns", () => {
    const { el } = stage(fakeComparison({ hidden: 16 }));
    const names = [...el.querySelectorAll(".nlpw-pane")].map((pane) => pane.getAttribute("aria-label"));
    expect(names).toEqual(["first text: model", "second text: second"]);
    expect(el.querySelectorAll("[role=option][aria-selected=true]").length).toBeGreaterThan(0);
  });

  it("steps through columns where the first text has a gap", async () => {
    const props = fakeComparison({ hidden: 16 });
    const { el, emitted } = stage({ ...props, selection: { ...props.selection, step: 3 } });
    const words = find(el, "[role=listbox]");
    press(words, "ArrowRight"); // "much" has no partner in the first text
    await shows(() => expect(find(el, ".nlpw-column").className).toContain("nlpw-gap"));
    expect(emitted).toEqual([]);
    expect(find(el, ".nlpw-details h4").textContent).toContain("at step 4, “much”");
    press(words, "ArrowRight");
    expect(emitted.at(-1)?.selection?.step).toBe(4);
  });

  it("shows the difference, or says why there is none", async () => {
    const props = fakeComparison({ hidden: 16 });
    const { el, view } = stage({ ...props, compare_view: "difference" });
    expect(el.querySelectorAll(".nlpw-strip")).toHaveLength(6);
    const second = props.traces[1] as GateInspectorProps["traces"][number];
    const smaller = { ...second, layers: second.layers.map((layer) => ({ ...layer, hidden_size: 8 })) };
    view.update({ traces: [props.traces[0] as typeof second, smaller] });
    await shows(() => expect(el.textContent).toContain("only layers of the same size can be subtracted"));
  });

  it("ends with its button", async () => {
    const { el, emitted, view } = stage(fakeComparison({ hidden: 16 }));
    find<HTMLButtonElement>(el, ".nlpw-line button[aria-label='End the comparison']").click();
    expect(emitted).toEqual([{ second_text: null }]);
    view.update({ traces: fakeProps({ hidden: 16 }).traces, alignment: null });
    await shows(() => expect(el.querySelectorAll("textarea")).toHaveLength(1));
  });
});

describe("the view", () => {
  it("plays to the end and stops", async () => {
    vi.useFakeTimers();
    const { el, emitted } = stage({ ...LSTM, speed: 4 });
    press(find(el, "[role=listbox]"), " ");
    await vi.advanceTimersByTimeAsync(1050);
    expect(emitted.map(({ selection }) => selection?.step)).toEqual([10, 11, 12, 13]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(emitted.at(-1)?.selection?.step).toBe(18);
    expect(button(el, "Play (space)")).toBeTruthy();
  });

  it("writes only what changed, and takes its own values back without writing again", async () => {
    const { el, view, emitted } = stage(LSTM);
    press(find(el, "[role=listbox]"), "ArrowRight");
    view.update({ selection: { ...(emitted[0]?.selection as GateInspectorProps["selection"]) } });
    await shows(() => expect(find(el, "[aria-selected=true]").getAttribute("aria-posinset")).toBe("11"));
    expect(emitted).toEqual([{ selection: { ...LSTM.selection, step: 10 } }]);
  });

  it("shows what Python selects", async () => {
    const { el, view, emitted } = stage(LSTM);
    view.update({ selection: { ...LSTM.selection, step: 2, unit: 5 } });
    await shows(() => expect(find(el, "[aria-selected=true]").textContent).toBe("very"));
    expect(el.textContent).toContain("Unit 5 at step 3");
    expect(emitted).toEqual([]);
  });

  it("leaves nothing behind", async () => {
    const removed = vi.spyOn(window, "removeEventListener");
    const disconnected = [
      vi.spyOn(MutationObserver.prototype, "disconnect"),
      vi.spyOn(ResizeObserver.prototype, "disconnect"),
    ];
    vi.useFakeTimers();
    const el = document.createElement("div");
    document.body.append(el);
    const emitted: unknown[] = [];
    const view = mount(el, LSTM, (patch) => emitted.push(patch), { live: true });
    const words = find(el, "[role=listbox]");
    press(words, " ");
    await vi.advanceTimersByTimeAsync(600);
    const before = emitted.length;
    view.destroy();
    expect(el.childNodes).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(5000);
    expect(emitted).toHaveLength(before);
    expect(vi.getTimerCount()).toBe(0);
    expect(removed).toHaveBeenCalledWith("keydown", expect.any(Function), { capture: true });
    for (const spy of disconnected) expect(spy).toHaveBeenCalled();
  });

  it("stands beside another of the same props without touching it", async () => {
    const props = LSTM;
    const a = stage(props);
    const b = stage(props);
    press(find(a.el, "[role=listbox]"), "ArrowRight");
    await shows(() => expect(find(a.el, "[aria-selected=true]").textContent).toBe("bad"));
    expect(find(b.el, "[aria-selected=true]").textContent).toBe("not");
    expect(b.emitted).toEqual([]);
    a.view.destroy();
    press(find(b.el, "[role=listbox]"), "End");
    expect(b.emitted.at(-1)?.selection?.step).toBe(18);
  });

  it("follows the theme of the page and the trait", async () => {
    const { el, view } = stage(LSTM);
    const root = find(el, ".nlpw");
    expect(root.dataset.theme).toBe("light");
    document.body.dataset.jpThemeLight = "false";
    await vi.waitFor(() => expect(root.dataset.theme).toBe("dark"));
    view.update({ theme: "light" });
    expect([root.dataset.theme, root.hasAttribute("data-own-colors")]).toEqual(["light", true]);
    delete document.body.dataset.jpThemeLight;
  });
});
