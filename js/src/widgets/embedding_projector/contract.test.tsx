/** The view on what the Python widget really sends. */

import { afterEach, describe, expect, it } from "vitest";
import contract from "../../../../tests/contract/embedding_projector.json";
import { unpack } from "../../protocol/codec";
import { type EmbeddingProjectorProps, keys } from "../../protocol/embedding_projector.gen";
import { decode } from "../../protocol/page";
import { neighboursFrom } from "./stored";
import { stage as place, type Stage, shows } from "./testing";
import { Words } from "./words";

const CASES = Object.entries(decode(contract) as Record<string, EmbeddingProjectorProps>);
const stages: Stage[] = [];

afterEach(async () => {
  for (const { el, view } of stages.splice(0)) {
    view.destroy();
    el.remove();
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
});

describe.each(CASES)("the contract's %s", (_, props) => {
  it("has the traits that the types promise", () => {
    expect(Object.keys(props).sort()).toEqual([...keys].sort());
  });

  it("holds a word and a place for each point", () => {
    const words = Words.unpack(props.words);
    expect(words.length).toBe(props.source.shown);
    const points = unpack((props.frame as NonNullable<typeof props.frame>).points);
    expect(points.shape).toEqual([props.source.shown, props.options.dimensions]);
  });

  it("is drawn with its numbers, and writes nothing of itself", async () => {
    const one = place(props, { live: props.stored === null });
    stages.push(one);
    await new Promise((done) => setTimeout(done, 20));
    expect(one.el.textContent).toContain(String(props.source.shown));
    expect(one.el.textContent).not.toMatch(/NaN|undefined|Infinity/);
    expect(one.el.querySelector("[role=alert]")).toBeNull();
    expect(one.emitted).toEqual([]);
    if (props.neighbours !== null && props.panel === "neighbours") {
      const shown = props.neighbours.neighbours.map(({ word }) => word);
      await shows(() => expect(one.el.textContent).toContain(shown[0]));
    }
  });
});

it("a saved page finds the neighbours that the kernel found", () => {
  const saved = CASES.find(([name]) => name === "saved")?.[1] as EmbeddingProjectorProps;
  const stored = saved.stored as NonNullable<typeof saved.stored>;
  const kernel = saved.neighbours as NonNullable<typeof saved.neighbours>;
  const own = neighboursFrom(stored, Words.unpack(saved.words), "queen", saved.k);
  expect(own?.neighbours.map(({ word }) => word)).toEqual(kernel.neighbours.map(({ word }) => word));
  for (const [k, { cosine }] of kernel.neighbours.entries()) {
    expect(own?.neighbours[k]?.cosine).toBeCloseTo(cosine, 2);
  }
});
