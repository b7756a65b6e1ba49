import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { unpack } from "../../protocol/codec";
import type { EmbeddingProjectorProps } from "../../protocol/embedding_projector.gen";
import { cases } from "./cases";
import { fakeFrame, fakeProps, fakeStored, ints, OPTIONS } from "./fake";
import { fakeVectors, nearest } from "./fake_vectors";
import { button, change, choose, find, stage as place, press, type Stage, shows } from "./testing";

const stages: Stage[] = [];

function stage(props: EmbeddingProjectorProps, how: { live?: boolean; kernel?: boolean } = {}): Stage {
  const one = place(props, how);
  stages.push(one);
  return one;
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

const WORDS = fakeVectors(1200).words;
const search = (el: HTMLElement) => find<HTMLInputElement>(el, "[role=combobox]");
const picture = (el: HTMLElement) => find(el, "[role=application]");
const near = (el: HTMLElement) => [...el.querySelectorAll(".nlpw-near button .nlpw-cut")].map((one) => one.textContent);
const rows = (el: HTMLElement) => [...el.querySelectorAll(".nlpw-list li .nlpw-cut")].map((one) => one.textContent);

describe("every case", () => {
  it.each(Object.keys(cases).filter((name) => !["crowded", "crowded_deep", "million"].includes(name)))(
    "%s is shown and writes nothing of itself",
    async (name) => {
      const props = (cases[name] as () => EmbeddingProjectorProps)();
      const { el, emitted } = stage(props, { live: props.stored === null });
      await new Promise((done) => setTimeout(done, 30));
      expect(emitted).toEqual([]);
      expect(el.textContent).not.toMatch(/undefined|NaN|Infinity/);
      expect(el.querySelector("[role=alert]")?.textContent ?? "").toBe(props.error);
    },
  );
});

describe("the word looked at", () => {
  it("is asked for and shown with its neighbours", async () => {
    const { el, emitted } = stage(fakeProps(), { kernel: true });
    change(search(el), "qu", "input");
    await shows(() => expect(el.querySelectorAll("[role=option]").length).toBeGreaterThan(0));
    press(search(el), "Enter");
    expect(emitted).toContainEqual({ word: "queen" });
    const all = fakeVectors(1200);
    const wanted = nearest(all, WORDS.indexOf("queen"), 10).map((i) => WORDS[i]);
    await shows(() => expect(near(el)).toHaveLength(10));
    expect(near(el).filter((_, k) => k !== 4)).toEqual(wanted.filter((_, k) => k !== 4));
    expect(el.textContent).toContain("1 of them is not among the points");
  });

  it("changes with a click on a neighbour, and comes back with undo", async () => {
    const { el, emitted } = stage(fakeProps({ word: "king" }), { kernel: true });
    const first = near(el)[0] ?? "";
    button(el, first).click();
    await shows(() => expect(find(el, ".nlpw-looked b").textContent).toBe(first));
    press(picture(el), "z", { ctrlKey: true });
    await shows(() => expect(find(el, ".nlpw-looked b").textContent).toBe("king"));
    expect(emitted.at(-1)).toEqual({ word: "king" });
  });

  it("asks for more neighbours, and can be let go", async () => {
    const { el, emitted } = stage(fakeProps({ word: "king" }), { kernel: true });
    button(el, "neighbours shown: one more").click();
    await shows(() => expect(near(el)).toHaveLength(11));
    button(el, "Let go").click();
    expect(emitted.at(-1)).toEqual({ word: "" });
    await shows(() => expect(el.textContent).toContain("Click a point"));
  });

  it("says so when the kernel does not know it", async () => {
    const { el } = stage(fakeProps({ word: "king" }), { kernel: true });
    button(el, near(el)[4] ?? "").click();
    await shows(() => expect(find(el, "[role=alert]").textContent).toContain("not in the vocabulary"));
  });
});

describe("the search", () => {
  it("counts and lists what it finds, and selects it", async () => {
    const { el, emitted } = stage(fakeProps());
    change(search(el), "s", "input");
    const wanted = WORDS.filter((word) => word.startsWith("s"));
    await shows(() => expect(find(el, ".nlpw-count").textContent).toBe(`${wanted.length} words`));
    press(picture(el), "m");
    const sent = emitted.find((patch) => patch.selected)?.selected;
    expect(sent?.dtype).toBe("int32");
    expect([...(sent ? unpack(sent).values : [])].map((i) => WORDS[i])).toEqual(wanted);
    await shows(() => expect(rows(el).slice(0, 3)).toEqual(wanted.slice(0, 3)));
  });

  it("shows what is wrong with a pattern and keeps the picture", async () => {
    const { el } = stage(fakeProps());
    choose(el, "how", "regex");
    search(el).dispatchEvent(new Event("focus"));
    change(search(el), "[a", "input");
    await shows(() => expect(search(el).getAttribute("aria-invalid")).toBe("true"));
    expect(find(el, ".nlpw-wrong").textContent).toMatch(/character class/i);
  });

  it("walks the list by keyboard", async () => {
    const { el, emitted } = stage(fakeProps());
    change(search(el), "pr", "input");
    await shows(() => expect(el.querySelectorAll("[role=option]").length).toBeGreaterThan(2));
    press(search(el), "ArrowDown");
    press(search(el), "ArrowDown");
    await shows(() => expect(search(el).getAttribute("aria-activedescendant")).toMatch(/-1$/));
    const second = el.querySelectorAll("[role=option]")[1]?.textContent;
    press(search(el), "Enter");
    expect(emitted).toContainEqual({ word: second });
    await shows(() => expect(el.querySelector("[role=listbox]")).toBeNull());
    press(search(el), "Escape");
    expect(emitted.at(-1)).toEqual({ query: { text: "", mode: "prefix" } });
  });
});

describe("the projection", () => {
  it("begins only when asked to, can be paused, resumed and stopped", async () => {
    const { el, view, emitted } = stage(fakeProps());
    choose(el, "method", "tsne");
    expect(emitted).toEqual([{ options: { ...OPTIONS, method: "tsne" } }]);
    await shows(() => expect(el.textContent).toContain("t-SNE has not begun"));
    button(el, "Start").click();
    expect(emitted.at(-1)).toEqual({ run: "running" });
    view.update({ running: { message: "t-SNE", iteration: 100, iterations: 750, seconds: 4 } });
    await shows(() => expect(find(el, ".nlpw-run-line").textContent).toContain("iteration 100 of 750"));
    button(el, "Pause").click();
    await shows(() => button(el, "Resume"));
    button(el, "Resume").click();
    await shows(() => button(el, "Stop"));
    button(el, "Stop").click();
    expect(emitted.slice(-3)).toEqual([{ run: "paused" }, { run: "running" }, { run: "idle" }]);
  });

  it("takes frames while it runs, and says how good they are", async () => {
    const all = fakeVectors(1200);
    const options = { ...OPTIONS, method: "tsne" } as const;
    const { el, view } = stage(fakeProps({ options, run: "running" }));
    view.update({
      frame: fakeFrame(all, options, 7, undefined, 0.5),
      running: { message: "", iteration: 375, iterations: 750, seconds: 9 },
    });
    await shows(() => expect(find(el, ".nlpw-run-line").textContent).toContain("3.421"));
  });

  it("changes perplexity and seed while it runs", async () => {
    const { el, emitted } = stage(fakeProps({ options: { ...OPTIONS, method: "tsne" }, run: "running" }));
    button(el, "Settings").click();
    await shows(() => button(el, "perplexity: one more"));
    button(el, "perplexity: one more").click();
    expect(emitted.at(-1)).toEqual({ options: { ...OPTIONS, method: "tsne", perplexity: 31 } });
    button(el, "seed: one more").click();
    expect(emitted.at(-1)).toEqual({ options: { ...OPTIONS, method: "tsne", perplexity: 31, seed: 1 } });
  });

  it("takes formulas for its axes, and shows why one is refused", async () => {
    const { el, emitted } = stage(fakeProps({ options: { ...OPTIONS, method: "axes" }, axes: ["king - man", ""] }), {
      kernel: true,
    });
    const [, upright] = el.querySelectorAll<HTMLInputElement>(".nlpw-formula input");
    if (upright === undefined) throw new Error("no second formula");
    change(upright, "good - zzz", "input");
    press(upright, "Enter");
    expect(emitted).toEqual([{ axes: ["king - man", "good - zzz"] }]);
    await shows(() => expect(find(el, "[role=alert]").textContent).toContain("zzz"));
  });
});

describe("colours and sizes", () => {
  it("are asked for, and their legend counts categories", async () => {
    const { el, emitted } = stage(fakeProps(), { kernel: true });
    choose(el, "colour", "topic");
    expect(emitted).toEqual([{ color_by: "topic" }]);
    await shows(() => expect(el.querySelectorAll(".nlpw-categories button")).toHaveLength(8));
    const counts = [...el.querySelectorAll(".nlpw-categories li")].map((li) =>
      Number(/([\d,]+)$/.exec(li.textContent ?? "")?.[1]?.replace(",", "")),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1200);
    const film = button(find(el, ".nlpw-categories"), "film");
    film.click();
    await shows(() =>
      expect(button(find(el, ".nlpw-categories"), "film").ariaPressed ?? film.getAttribute("aria-pressed")).toBe(
        "true",
      ),
    );
  });

  it("of a column that crosses 0 are the same on both sides", async () => {
    const { el } = stage(fakeProps({ color_by: "sentiment" }));
    await shows(() => {
      const line = find(el, ".nlpw-picture-legend .nlpw-ramp-line").textContent;
      expect(line).toMatch(/^sentiment−22 30 missing$/);
    });
  });
});

describe("without WebGL", () => {
  it("says so, and how many points are drawn in its place", async () => {
    const few = stage(fakeProps());
    await shows(() => expect(find(few.el, ".nlpw-fallback").textContent).toBe("No WebGL 2 here: drawn plainly"));
    const many = stage(fakeProps({ source: { name: "big", second: "", words: 9e6, shown: 50_000, size: 300 } }));
    await shows(() => expect(find(many.el, ".nlpw-fallback").textContent).toContain("the first 20,000 points"));
  });
});

describe("the quality", () => {
  it("is assessed when asked for, and offered as a colour", async () => {
    const { el, emitted } = stage(fakeProps({ panel: "quality" }), { kernel: true });
    expect(el.textContent).not.toContain("0.918");
    button(el, "Assess").click();
    await shows(() => expect(el.textContent).toContain("0.918"));
    button(el, "Colour by trustworthiness").click();
    expect(emitted).toEqual([{ assess: true }, { color_by: "trustworthiness" }]);
  });
});

describe("the selection", () => {
  it("comes from Python, and can be cleared", async () => {
    const { el, view, emitted } = stage(fakeProps({ panel: "selection" }));
    expect(el.textContent).toContain("Draw around points");
    view.update({ selected: ints([3, 10, 500]) });
    await shows(() => expect(rows(el)).toEqual([WORDS[3], WORDS[10], WORDS[500]]));
    button(el, "Clear the selection").click();
    expect(emitted.at(-1)).toEqual({ selected: null });
  });

  it("takes the word looked at and its neighbours by key", async () => {
    const { el, emitted } = stage(fakeProps({ word: "king" }));
    press(picture(el), "n");
    const sent = emitted.find((patch) => patch.selected)?.selected;
    const points = [...(sent ? unpack(sent).values : [])];
    expect(points).toHaveLength(10);
    expect(points).toContain(0);
    expect(points).toEqual([...points].sort((a, b) => a - b));
  });

  it("is let go by Escape: search, selection, word", async () => {
    const { el, emitted } = stage(
      fakeProps({ word: "king", selected: ints([1]), query: { text: "a", mode: "prefix" } }),
    );
    for (let k = 0; k < 4; k++) press(picture(el), "Escape");
    expect(emitted).toEqual([{ query: { text: "", mode: "prefix" } }, { selected: null }, { word: "" }]);
  });
});

describe("two embeddings", () => {
  it("rank their changes, asking for the rows in sight", async () => {
    const props = fakeProps({ panel: "changes" }, 600, true);
    const { el, emitted } = stage(props, { kernel: true });
    await shows(() => expect(rows(el).length).toBeGreaterThan(10));
    expect(emitted).toEqual([]);
    const list = find(el, ".nlpw-list");
    list.scrollTop = 26 * 300;
    list.dispatchEvent(new Event("scroll"));
    await shows(() => expect(emitted).toContainEqual({ browse: { offset: 300, count: 100, ascending: false } }));
    await shows(() => expect(rows(el).filter((word) => word !== "…").length).toBeGreaterThan(10));
    choose(el, "order", "least");
    await shows(() => expect(emitted).toContainEqual({ browse: { offset: 0, count: 50, ascending: true } }));
  });

  it("are shown side by side with both lists of neighbours, or move into one another", async () => {
    const { el, emitted } = stage(fakeProps({ word: "king" }, 600, true));
    expect(near(el)).toHaveLength(20);
    choose(el, "embeddings", "side");
    await shows(() => expect(find(el, ".nlpw-halves").textContent).toBe("wiki 2014reviews"));
    choose(el, "embeddings", "morph");
    await shows(() => find(el, "[aria-label='Between the two embeddings']"));
    change(find<HTMLInputElement>(el, "[aria-label='Between the two embeddings']"), "0.5");
    expect(emitted).toEqual([{ arrangement: "side" }, { arrangement: "morph" }, { morph: 0.5 }]);
  });
});

describe("a saved page", () => {
  const saved = () => fakeProps({ stored: fakeStored(300), neighbours: null, word: "king" }, 300);

  it("has neighbours of its own, and offers nothing that needs a kernel", async () => {
    const { el, emitted } = stage(saved(), { live: false });
    const all = fakeVectors(300);
    expect(near(el)).toEqual(nearest(all, 0, 10).map((i) => all.words[i]));
    expect(el.querySelector("select[aria-label=method]")).toBeNull();
    expect(el.querySelector("select[aria-label=colour]")).toBeNull();
    button(el, near(el)[2] ?? "").click();
    await shows(() => expect(near(el)).toHaveLength(10));
    await new Promise((done) => setTimeout(done, 30));
    expect(el.querySelector("[role=alert]")).toBeNull();
    expect(emitted.map((patch) => Object.keys(patch)[0])).toContain("word");
  });

  it("says what needs a kernel", () => {
    const { el } = stage(fakeProps({ panel: "quality", stored: fakeStored(100) }, 100), { live: false });
    expect(el.textContent).toContain("Assessing needs a kernel");
  });
});

describe("the keyboard", () => {
  it.each([
    ["ArrowLeft", "x", -1],
    ["ArrowRight", "x", 1],
    ["ArrowUp", "y", 1],
    ["ArrowDown", "y", -1],
    ["+", "zoom", 1],
    ["-", "zoom", -1],
  ] as const)("%s changes %s of the camera, which is kept when it rests", async (key, what, sign) => {
    const { el, emitted } = stage(fakeProps({ camera: { x: 0, y: 0, zoom: 2, yaw: 0.6, pitch: 0.4 } }));
    press(picture(el), key);
    expect(emitted).toEqual([]);
    await shows(() => expect(emitted).toHaveLength(1));
    const camera = emitted[0]?.camera;
    expect(Math.sign((camera?.[what] ?? 0) - (what === "zoom" ? 2 : 0))).toBe(sign);
  });

  it("turns a picture in three dimensions, and moves it with Shift", async () => {
    const { el, emitted } = stage(fakeProps({ options: { ...OPTIONS, dimensions: 3 } }));
    press(picture(el), "ArrowRight");
    await shows(() => expect(emitted).toHaveLength(1));
    expect(emitted[0]?.camera?.x).toBe(0);
    expect(emitted[0]?.camera?.yaw).not.toBe(0.6);
    press(picture(el), "ArrowRight", { shiftKey: true });
    await shows(() => expect(emitted).toHaveLength(2));
    expect(emitted[1]?.camera?.x).toBeGreaterThan(0);
  });

  it("follows a camera that Python sets, and does not answer with the old one", async () => {
    const { el, view, emitted } = stage(fakeProps());
    view.update({ camera: { x: 0.5, y: 0, zoom: 8, yaw: 0, pitch: 0 } });
    await new Promise((done) => setTimeout(done, 250));
    expect(emitted).toEqual([]);
    press(picture(el), "+");
    await shows(() => expect(emitted[0]?.camera?.zoom).toBeCloseTo(12));
  });

  it("leaves keys with Ctrl to the host, but for undo", () => {
    const { el, emitted } = stage(fakeProps({ word: "king" }));
    const event = new KeyboardEvent("keydown", { key: "s", ctrlKey: true, bubbles: true, cancelable: true });
    picture(el).dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
    expect(emitted).toEqual([]);
  });
});

describe("the menu", () => {
  const open = async (el: HTMLElement, name: string) => {
    button(el, "More").click();
    await shows(() => button(el, name));
    [...el.querySelectorAll<HTMLElement>("[role^=menuitem]")].find((one) => one.textContent?.includes(name))?.click();
  };

  it("shows the points as a table, with their columns", async () => {
    const { el } = stage(fakeProps({ color_by: "topic", word: "king" }));
    await open(el, "Show as table");
    await shows(() => find(el, "table"));
    const heads = [...el.querySelectorAll("thead th")].map((th) => th.textContent);
    expect(heads).toEqual(["word", "x", "y", "topic"]);
    expect(find(el, "tbody tr").textContent).toMatch(/^king−?\d+\.\d+−?\d+\.\d+court$/);
    expect(el.querySelectorAll("tbody tr")).toHaveLength(1000);
    expect(find(el, "caption").textContent).toContain("of 1,200");
    choose(el, "figure", "neighbours");
    await shows(() => expect(el.querySelectorAll("tbody tr")).toHaveLength(10));
  });

  it("writes the code of the view", async () => {
    const { el } = stage(fakeProps({ word: "king", color_by: "topic", selected: ints([0, 1]) }));
    await open(el, "Code");
    await shows(() => find(el, ".nlpw-code"));
    const code = find(el, ".nlpw-code").textContent ?? "";
    expect(code).toContain('projector.word = "king"');
    expect(code).toContain('projector.color_by = "topic"');
    expect(code).toContain(`["king", "film"]`);
    expect(code).toContain('"min_dist": 0.1');
  });
});
