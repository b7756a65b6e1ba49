/** The page against a kernel that debiases the vectors themselves. */

import { afterEach, describe, expect, it, vi } from "vitest";
import type { BiasExplorerEmit, BiasExplorerProps } from "../../protocol/bias_explorer.gen";
import { unpack } from "../../protocol/codec";
import type { View } from "../../protocol/view";
import { cases, kernels } from "./cases";
import { fakeKernel, fakeProps } from "./fake";
import { debiased, inside, nearest, stepped, subspaceOf } from "./fake_debiasing";
import { directBiasOf } from "./fake_parts";
import { dot, fakeVectors, plus, type Vector } from "./fake_vectors";
import { number, pValue } from "./names";
import { mount } from "./view";

const shows = (check: () => void) => vi.waitFor(check, { interval: 5 });
const stages: { el: HTMLElement; view: View<BiasExplorerProps> }[] = [];

/** A view with a kernel behind it. */
function stage(props: BiasExplorerProps) {
  const el = document.createElement("div");
  document.body.append(el);
  const answer = fakeKernel(props);
  const emitted: Partial<BiasExplorerEmit>[] = [];
  const view = mount(
    el,
    props,
    (patch) => {
      emitted.push(patch);
      queueMicrotask(() => view.update(answer(patch)));
    },
    { live: true },
  );
  stages.push({ el, view });
  return { el, emitted };
}

afterEach(() => {
  for (const { el, view } of stages.splice(0)) {
    view.destroy();
    el.remove();
  }
});

function slide(el: HTMLElement, value: number): void {
  const input = el.querySelector("input[type=range]") as HTMLInputElement;
  input.value = String(value);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

const now = (el: HTMLElement, name: string) =>
  [...el.querySelectorAll(".nlpw-numbers > div")]
    .find((one) => one.querySelector("dt span")?.textContent === name)
    ?.querySelector("b")?.textContent;

describe.each([0.13, 0.5, 0.99, 1])("at strength %d", (strength) => {
  const props = fakeProps();
  const vectors = fakeVectors(120);
  const directions = subspaceOf(vectors, props.subspaces[0] as BiasExplorerProps["subspaces"][number])
    ?.directions as Vector[];
  const after = debiased(vectors, directions, props.exempt, strength);
  const row = (word: string) => after.get(word) as Vector;

  it("the page shows the numbers of the debiased vectors", async () => {
    const { el } = stage(props);
    slide(el, strength);
    const bias = number(directBiasOf(after, props.words, props.exempt, directions));
    await shows(() => expect(now(el, "direct bias")).toBe(bias));
    const { x, y, a, b, partitions } = props.association as NonNullable<BiasExplorerProps["association"]>;
    const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    const cosines = (word: string, others: readonly string[]) => mean(others.map((one) => dot(row(word), row(one))));
    const own = [...x, ...y].map((word) => cosines(word, a) - cosines(word, b));
    const centre = mean(own);
    const deviation = Math.sqrt(own.reduce((sum, one) => sum + (one - centre) ** 2, 0) / (own.length - 1));
    const effect = (mean(own.slice(0, x.length)) - mean(own.slice(x.length))) / deviation;
    expect(now(el, "effect size d")).toBe(number(effect));
    const ways = unpack(partitions);
    const statistic = (way: ArrayLike<number>) => own.reduce((sum, one, k) => sum + (way[k] ? one : -one), 0);
    const all = Array.from({ length: ways.shape[0] as number }, (_, k) =>
      statistic(ways.values.subarray(k * own.length, (k + 1) * own.length)),
    );
    const above = all.filter((one) => one > (all[0] as number) + 1e-9).length;
    expect(now(el, "p")).toBe(pValue({ p: above / all.length, partitions: all.length, exact: true }));
  });

  it("the strip stands where the vectors are", async () => {
    const { el } = stage(props);
    slide(el, strength);
    const values = () =>
      [...el.querySelectorAll(".nlpw-rows li")].map((line) => [
        line.querySelector(".nlpw-link")?.textContent ?? "",
        Number.parseFloat(line.querySelector<HTMLElement>(".nlpw-now-dot")?.style.left ?? ""),
      ]) as [string, number][];
    let reach = 0.05;
    for (const word of props.placed?.words ?? []) {
      reach = Math.max(reach, Math.abs(inside(vectors.get(word) as Vector, directions)[0] as number));
    }
    await shows(() => {
      expect(values().length).toBeGreaterThan(10);
      for (const [word, left] of values()) {
        expect(left).toBeCloseTo(50 + (48 * (inside(row(word), directions)[0] as number)) / (1.05 * reach), 1);
      }
    });
  });

  it("the analogy's answers are the nearest of the debiased vectors", async () => {
    const { el } = stage({ ...props, panel: "analogy" });
    slide(el, strength);
    const { a, b, c } = props.question as NonNullable<BiasExplorerProps["question"]>;
    const target = plus(plus(row(b), row(a), -1), row(c));
    await shows(() =>
      expect(
        [...(el.querySelectorAll(".nlpw-ranking")[1]?.querySelectorAll(".nlpw-cut") ?? [])].map(
          (one) => one.textContent,
        ),
      ).toEqual(nearest(after, target, 10, [a, b, c])),
    );
  });
});

describe("the made-up kernel", () => {
  it("answers a dropped pair with another direction", async () => {
    const { el } = stage(fakeProps());
    const before = now(el, "direct bias");
    (el.querySelector("button[aria-label='Drop she : he']") as HTMLButtonElement).click();
    await shows(() => expect(now(el, "direct bias")).not.toBe(before));
    expect(el.querySelectorAll(".nlpw-chip")).toHaveLength(7);
  });

  it("keeps a copy of a direction beside it, to be changed alone", async () => {
    const { el, emitted } = stage(fakeProps());
    (el.querySelector("button[aria-label^='Keep a copy']") as HTMLButtonElement).click();
    await shows(() => expect(el.querySelectorAll(".nlpw-subspace")).toHaveLength(2));
    expect(emitted.at(-1)?.subspace).toBe("gender 2");
    (el.querySelector("button[aria-label='Drop she : he']") as HTMLButtonElement).click();
    const biases = () => [...el.querySelectorAll(".nlpw-subspace .nlpw-quiet")].map((one) => one.textContent);
    await shows(() => expect(new Set(biases()).size).toBe(2));
    expect(emitted.at(-1)?.subspaces?.map(({ sets }) => sets.length)).toEqual([8, 7]);
  });

  it("knows some shares of women: the others have no bar, and the rest is correlated", async () => {
    const { el } = stage(fakeProps());
    expect(el.querySelectorAll(".nlpw-real.nlpw-unknown i")).toHaveLength(0);
    expect(el.querySelector(".nlpw-agreement")?.textContent).toMatch(/16 words: 0\.9\d\d → 0\.9\d\d/);
    slide(el, 1);
    await shows(() => expect(el.querySelector(".nlpw-agreement b")?.textContent).toBe("–"));
  });

  it("measures what the page waits for", async () => {
    const { el } = stage(fakeProps({ panel: "stays" }));
    slide(el, 1);
    await shows(() => expect(el.textContent).toContain("With 100 % of the component removed"));
    expect(el.querySelectorAll(".nlpw-late")).toHaveLength(0);
  });

  it("equalizes: both words as far from every neutral word (Bolukbasi et al. 2016)", () => {
    const props = fakeProps();
    const vectors = fakeVectors(5);
    const directions = subspaceOf(vectors, props.subspaces[0] as never)?.directions as Vector[];
    const even = stepped(vectors, { kind: "equalize", words: ["woman", "man"] }, directions);
    const neutral = stepped(vectors, { kind: "neutralize", words: ["nurse"] }, directions).get("nurse") as Vector;
    const [one, other] = ["woman", "man"].map((word) => even.get(word) as Vector) as [Vector, Vector];
    expect(dot(one, neutral)).toBeCloseTo(dot(other, neutral), 12);
    expect(dot(one, one)).toBeCloseTo(1, 12);
    expect(dot(neutral, directions[0] as Vector)).toBeCloseTo(0, 12);
  });
});

describe.each(Object.keys(cases).filter((name) => name !== "crowded"))("the made-up case %s", (name) => {
  const props = cases[name]?.() as BiasExplorerProps;

  it.each(["test", "analogy", "plane", "sentence", "stays", "methods"] as const)("is drawn with %s", (panel) => {
    const { el } = stage({ ...props, panel });
    expect(el.querySelector("[role=tabpanel]")).not.toBeNull();
    expect(el.textContent).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });
});

it("has kernels for cases that exist", () => {
  for (const name of Object.keys(kernels)) expect(Object.keys(cases)).toContain(name);
});

it("a p of 0 is only said where all partitions were looked at", () => {
  expect(pValue({ p: 0, partitions: 70, exact: true })).toBe("0.0000");
  expect(pValue({ p: 0, partitions: 10_000, exact: false })).toBe("< 0.0001");
});
