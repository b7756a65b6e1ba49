/** The view on what the Python widget really sends. */

import { afterEach, describe, expect, it } from "vitest";
import contract from "../../../../tests/contract/analogy_solver.json";
import { type AnalogySolverEmit, type AnalogySolverProps, keys } from "../../protocol/analogy_solver.gen";
import { decode } from "../../protocol/page";
import { openSet, solve } from "./local";
import { mount } from "./view";

const CASES = Object.entries(decode(contract) as Record<string, AnalogySolverProps>);

let cleanUp = () => {};
afterEach(() => cleanUp());

describe.each(CASES)("the contract's %s", (_, props) => {
  it("has the traits that the types promise", () => {
    expect(Object.keys(props).sort()).toEqual([...keys].sort());
  });

  it("draws the question and its answers, and writes nothing of itself", () => {
    const el = document.createElement("div");
    document.body.append(el);
    const emitted: Partial<AnalogySolverEmit>[] = [];
    const view = mount(el, props, (patch) => emitted.push(patch), { live: props.working_set === null });
    cleanUp = () => {
      view.destroy();
      el.remove();
    };
    const words = [...el.querySelectorAll<HTMLInputElement>("[role=combobox]")].map(({ value }) => value);
    expect(words).toEqual([props.terms.a, props.terms.b, props.terms.c, props.terms.d]);
    for (const { method, answers } of props.solved) {
      const shown = [
        ...el.querySelectorAll(
          `.nlpw-method:nth-child(${props.solved.findIndex((one) => one.method === method) + 1}) > ol:first-of-type .nlpw-answer span`,
        ),
      ];
      expect(shown.map(({ textContent }) => textContent)).toEqual(answers.map(({ word }) => word));
    }
    expect(el.textContent).not.toMatch(/NaN|undefined|Infinity/);
    expect(emitted).toEqual([]);
  });
});

/** Python's numbers, computed again from the words that the page holds. */
describe("a page without kernel", () => {
  const saved = CASES.find(([name]) => name === "saved")?.[1] as AnalogySolverProps;
  const found = solve(openSet(saved.working_set as NonNullable<typeof saved.working_set>), saved.terms, {
    k: saved.k,
    excludeInputs: saved.exclude_inputs,
  });

  it("finds the answers that the kernel found", () => {
    for (const [at, { method, answers, hidden }] of saved.solved.entries()) {
      const own = found.solved[at];
      expect(own?.method).toBe(method);
      for (const [k, answer] of answers.entries()) expect(own?.answers[k]?.score).toBeCloseTo(answer.score, 2);
      expect(own?.answers.slice(0, 2).map(({ word }) => word)).toEqual(answers.slice(0, 2).map(({ word }) => word));
      expect(own?.hidden.map(({ word }) => word).sort()).toEqual(hidden.map(({ word }) => word).sort());
    }
  });

  it("places them where the kernel does", () => {
    for (const [at, point] of (saved.plane?.points ?? []).entries()) {
      const own = found.plane?.points[at];
      expect(own?.name).toBe(point.name);
      expect(own?.word).toBe(point.word);
      for (const key of ["x", "y", "distance"] as const) expect(own?.[key]).toBeCloseTo(point[key], 2);
    }
  });

  it("knows the nearest words that the kernel knows", () => {
    for (const [k, { word, score }] of (saved.baselines?.nearest ?? []).entries()) {
      expect(found.baselines?.nearest[k]?.score).toBeCloseTo(score, 2);
      expect(saved.working_set?.words).toContain(word);
    }
  });
});
