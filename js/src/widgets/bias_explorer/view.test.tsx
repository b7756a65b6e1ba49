import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import contract from "../../../../tests/contract/bias_explorer.json";
import { type BiasExplorerEmit, type BiasExplorerProps, keys } from "../../protocol/bias_explorer.gen";
import { decode } from "../../protocol/page";
import type { View } from "../../protocol/view";
import { mount } from "./view";

const CASES = decode(contract) as Record<string, BiasExplorerProps>;

interface Stage {
  el: HTMLElement;
  view: View<BiasExplorerProps>;
  emitted: Partial<BiasExplorerEmit>[];
}

const stages: Stage[] = [];

function stage(name: string, changed: Partial<BiasExplorerProps> = {}, live = true): Stage {
  const el = document.createElement("div");
  document.body.append(el);
  const emitted: Partial<BiasExplorerEmit>[] = [];
  const view = mount(
    el,
    { ...(CASES[name] as BiasExplorerProps), ...changed },
    (patch) => {
      emitted.push(patch);
      queueMicrotask(() => view.update(patch));
    },
    { live },
  );
  const one = { el, view, emitted };
  stages.push(one);
  return one;
}

const shows = (check: () => void) => vi.waitFor(check, { interval: 5 });
const slider = (el: HTMLElement) => el.querySelector("input[type=range]") as HTMLInputElement;

function slide(el: HTMLElement, value: number): void {
  const input = slider(el);
  input.value = String(value);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function button(el: HTMLElement, name: string): HTMLButtonElement {
  const found = [...el.querySelectorAll("button")].find(
    (one) => one.getAttribute("aria-label") === name || one.textContent?.trim() === name,
  );
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
}

function type(input: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

const amount = (el: HTMLElement, name: string) =>
  [...el.querySelectorAll(".nlpw-numbers > div")].find((one) => one.querySelector("dt span")?.textContent === name);
const now = (el: HTMLElement, name: string) => amount(el, name)?.querySelector("b")?.textContent;
const rows = (el: HTMLElement) => [...el.querySelectorAll(".nlpw-rows .nlpw-link")].map((one) => one.textContent);

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

describe.each(Object.keys(CASES))("the contract's %s", (name) => {
  it("has the traits that the types promise", () => {
    expect(Object.keys(CASES[name] as object).sort()).toEqual([...keys].sort());
  });

  it.each(["test", "analogy", "plane", "sentence", "stays", "methods"] as const)(
    "is drawn with the panel %s",
    (panel) => {
      const { el, emitted } = stage(name, { panel }, name !== "saved");
      expect(el.querySelector("[role=tabpanel]")).not.toBeNull();
      expect(el.textContent).not.toMatch(/NaN|undefined|Infinity|\[object/);
      expect(emitted).toEqual([]);
    },
  );
});

describe("the slider", () => {
  it("moves all numbers of the page, and tells the kernel", async () => {
    const { el, emitted } = stage("default");
    const before = ["direct bias", "effect size d"].map((one) => now(el, one));
    slide(el, 0.5);
    await shows(() => expect(emitted.at(-1)).toEqual({ strength: 0.5 }));
    expect(el.querySelector(".nlpw-strength")?.textContent).toBe("0.50");
    const after = ["direct bias", "effect size d"].map((one) => now(el, one));
    for (const [k, one] of after.entries()) expect(Number(one)).toBeLessThan(Number(before[k]));
  });

  it("takes all of the component at its end, but not from exempt words", async () => {
    const { el } = stage("half");
    slide(el, 1);
    await shows(() => expect(now(el, "direct bias")).toBe("0.000"));
    const values = [...el.querySelectorAll(".nlpw-rows li")].map((row) => [
      row.querySelector(".nlpw-link")?.textContent,
      row.querySelector<HTMLElement>(".nlpw-now-dot")?.style.left,
    ]);
    expect(values.filter(([, left]) => left !== "50.00%").map(([word]) => word)).toEqual(["nurse"]);
  });

  it("is one step of undo, however far it was pulled", async () => {
    const { el } = stage("default");
    for (const value of [0.1, 0.2, 0.3]) slide(el, value);
    await shows(() => expect(slider(el).value).toBe("0.3"));
    button(el, "Undo (Ctrl+Z)").click();
    await shows(() => expect(slider(el).value).toBe("0"));
    button(el, "Redo (Ctrl+Shift+Z)").click();
    await shows(() => expect(slider(el).value).toBe("0.3"));
  });

  it("says which numbers the kernel has still to catch up with", async () => {
    const { el, view } = stage("default");
    expect(el.querySelectorAll(".nlpw-numbers .nlpw-late")).toHaveLength(0);
    slide(el, 0.4);
    await shows(() => expect(amount(el, "analogies right")?.textContent).toContain("catching up"));
    expect(amount(el, "analogies right")?.getAttribute("aria-busy")).toBe("true");
    expect(amount(el, "direct bias")?.textContent).not.toContain("catching up");
    const measured = (CASES.default as BiasExplorerProps).measured as NonNullable<BiasExplorerProps["measured"]>;
    view.update({ measured: { ...measured, strength: 0.4, kept: 0.987 } });
    await shows(() => expect(now(el, "similarities kept")).toBe("0.987"));
    expect(el.querySelectorAll(".nlpw-numbers .nlpw-late")).toHaveLength(0);
  });

  it("plays by itself and stops at the end", async () => {
    const { el } = stage("default", { strength: 0.98 });
    button(el, "Slide it out").click();
    await shows(() => expect(slider(el).value).toBe("1"));
    await shows(() => expect(button(el, "Slide it out").getAttribute("aria-pressed")).toBe("false"));
  });
});

describe("the direction builder", () => {
  it("drops, weighs and adds pairs", async () => {
    const { el, emitted } = stage("default");
    button(el, "Drop she : he").click();
    await shows(() => expect(emitted.at(-1)?.subspaces?.[0]?.sets).toHaveLength(5));
    button(el, "weight of her : his: 1; change to 2").click();
    await shows(() => expect(emitted.at(-1)?.subspaces?.[0]?.sets[0]).toEqual({ words: ["her", "his"], weight: 2 }));
    const field = el.querySelector<HTMLInputElement>(".nlpw-add input") as HTMLInputElement;
    type(field, "lady gentleman lord");
    await shows(() => expect(el.querySelector(".nlpw-add small")?.textContent).toContain("2 words"));
    type(field, "lady : lord");
    await shows(() => expect(button(el, "Add the set").disabled).toBe(false));
    button(el, "Add the set").click();
    await shows(() => expect(emitted.at(-1)?.subspaces?.[0]?.sets.at(-1)?.words).toEqual(["lady", "lord"]));
  });

  it("marks pairs without vectors, and names the words that are lost", () => {
    const { el } = stage("plane");
    expect(el.querySelector(".nlpw-chip.nlpw-missing")?.textContent).toContain("aunt : uncle");
    expect(el.querySelector(".nlpw-builder .nlpw-lost")?.textContent).toContain("aunt, uncle");
    expect(el.querySelector(".nlpw-along .nlpw-lost")?.textContent).toContain("astronaut");
  });

  it("keeps subspaces side by side, each with its variance", async () => {
    const { el, emitted } = stage("plane");
    const names = [...el.querySelectorAll(".nlpw-subspace")].map((one) => one.firstElementChild?.textContent);
    expect(names).toEqual(["gender", "rank"]);
    expect(el.querySelectorAll(".nlpw-variance")).toHaveLength(2);
    (el.querySelectorAll<HTMLButtonElement>(".nlpw-subspace")[1] as HTMLButtonElement).click();
    await shows(() => expect(emitted.at(-1)).toEqual({ subspace: "rank" }));
  });

  it("says why there is no direction", () => {
    const { el } = stage("nothing");
    expect(el.querySelector(".nlpw-trouble")?.textContent).toContain("'aunt', 'uncle'");
    expect(slider(el).disabled).toBe(true);
  });
});

describe("the words", () => {
  it("are found, ordered and exempted", async () => {
    const { el, emitted } = stage("default");
    expect(rows(el)[0]).toBe("nurse");
    type(el.querySelector(".nlpw-search input") as HTMLInputElement, "er");
    await shows(() =>
      expect(rows(el)).toEqual(["dancer", "teacher", "baker", "writer", "lawyer", "engineer", "soldier"]),
    );
    button(el, "dancer is exempt").click();
    await shows(() => expect(emitted.at(-1)?.exempt?.at(-1)).toBe("dancer"));
    expect(button(el, "dancer is exempt").getAttribute("aria-pressed")).toBe("true");
  });

  it("are edited as text", async () => {
    const { el, emitted } = stage("default");
    const field = el.querySelector<HTMLTextAreaElement>("textarea[aria-label='exempt words']") as HTMLTextAreaElement;
    type(field, "she, he\nqueen,she");
    await shows(() => button(el, "Take the exempt words"));
    button(el, "Take the exempt words").click();
    await shows(() => expect(emitted.at(-1)).toEqual({ exempt: ["she", "he", "queen"] }));
  });
});

describe("the panels", () => {
  it("show each target's association, and name the sides", () => {
    const { el } = stage("default", { panel: "test" });
    expect(el.querySelectorAll(".nlpw-dots circle")).toHaveLength(8);
    expect(el.querySelector(".nlpw-dots")?.getAttribute("aria-label")).toBe(
      "craft and care between female at the left and male at the right",
    );
  });

  it("rank the analogy before and now", async () => {
    const { el } = stage("default", { panel: "analogy" });
    const lists = () =>
      [...el.querySelectorAll(".nlpw-ranking")].map((list) =>
        [...list.querySelectorAll(".nlpw-cut")].map((one) => one.textContent),
      );
    expect(lists()[0]).toEqual(lists()[1]);
    slide(el, 1);
    await shows(() => expect(lists()[0]).not.toEqual(lists()[1]));
    expect(el.querySelectorAll(".nlpw-moves path")).toHaveLength(10);
  });

  it("take steps in the plane, and take them back", async () => {
    const { el, emitted } = stage("plane", { panel: "plane" });
    button(el, "Neutralize: take them off the direction").click();
    await shows(() => expect(emitted.at(-1)?.steps?.at(-1)).toEqual({ kind: "neutralize", words: ["woman", "man"] }));
    button(el, "Take the last step back").click();
    await shows(() => expect(emitted.at(-1)?.steps).toHaveLength(2));
  });

  it("read the sentence and its counterpart at the slider's position", async () => {
    const { el } = stage("half", { panel: "sentence" });
    const verdicts = () => [...el.querySelectorAll(".nlpw-both b")].map((one) => one.textContent);
    expect([...el.querySelectorAll(".nlpw-both u")].map((one) => one.textContent)).toEqual(["He", "his", "She", "her"]);
    slide(el, 0);
    const marker = () => el.querySelector(".nlpw-marker")?.getAttribute("d");
    const before = marker();
    slide(el, 1);
    await shows(() => expect(marker()).not.toBe(before));
    expect(verdicts().every((one) => /^0\.\d\d$/.test(one ?? ""))).toBe(true);
  });

  it("say what stays, and list the neighbours by their old side", () => {
    const { el } = stage("half", { panel: "stays" });
    expect(el.textContent).toContain("With 50 % of the component removed, a classifier still finds");
    expect(el.querySelectorAll(".nlpw-company li")).toHaveLength(24);
  });

  it("compare the methods when asked, and can be stopped", async () => {
    const { el, emitted, view } = stage("methods", { panel: "methods" });
    expect(el.querySelectorAll(".nlpw-methods tbody tr")).toHaveLength(6);
    button(el, "Compare the methods").click();
    await shows(() => expect(emitted.at(-1)).toEqual({ compare: true }));
    view.update({ running: { message: "soft debiasing", progress: 0.5 } });
    await shows(() => expect(el.querySelector(".nlpw-methods [role=status]")?.textContent).toContain("soft debiasing"));
    button(el, "Stop comparing").click();
    await shows(() => expect(emitted.at(-1)).toEqual({ compare: false }));
  });
});

describe("what opens over it", () => {
  const figures = ["words", "variance", "test", "analogy", "plane", "methods"];

  it.each(figures)("shows the figure %s as a table", async (figure) => {
    const { el } = stage("methods", { plane: (CASES.plane as BiasExplorerProps).plane });
    button(el, "More").click();
    await shows(() => button(el, "Show as table"));
    button(el, "Show as table").click();
    await shows(() => expect(el.querySelector("dialog select")).not.toBeNull());
    const select = el.querySelector("dialog select") as HTMLSelectElement;
    select.value = figure;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await shows(() => expect(el.querySelectorAll("dialog tbody tr").length).toBeGreaterThan(0));
    expect(el.querySelector("dialog table")?.textContent).not.toMatch(/NaN|undefined/);
  });

  it("writes what was chosen in the page as Python", async () => {
    const { el } = stage("default");
    slide(el, 0.25);
    button(el, "dancer is exempt").click();
    button(el, "More").click();
    await shows(() => button(el, "Code"));
    button(el, "Code").click();
    await shows(() => expect(el.querySelector("dialog pre")?.textContent).toContain("explorer.strength = 0.25"));
    expect(el.querySelector("dialog pre")?.textContent).toMatch(/explorer\.exempt = \[.*"dancer"\]/);
  });
});

it("a saved page slides without kernel, and asks for nothing", async () => {
  const { el, emitted } = stage("saved", {}, false);
  expect(el.textContent).toContain("There is no kernel");
  slide(el, 0.9);
  await shows(() => expect(el.querySelector(".nlpw-strength")?.textContent).toBe("0.90"));
  expect(amount(el, "analogies right")?.textContent).toContain("only with a kernel");
  expect(emitted.every((patch) => Object.keys(patch).join() === "strength")).toBe(true);
  expect(el.querySelector(".nlpw-add")).toBeNull();
});
