import { describe, expect, it } from "vitest";
import golden from "../../../../tests/contract/provenance_golden.json";
import { lineage, type Rows, type Span } from "./provenance";

/** Of tests/contract/provenance_golden.py: found there one character at a time. */
interface Case {
  readonly name: string;
  readonly texts: readonly string[];
  readonly steps: readonly (readonly number[] | null)[];
  readonly sources: readonly (readonly (readonly Span[])[])[];
  readonly targets: readonly (readonly (readonly Span[])[])[];
}

describe.each(golden as unknown as readonly Case[])("the case $name", ({ texts, steps, sources, targets }) => {
  const rows = steps.map((flat): Rows => (flat === null ? null : Int32Array.from(flat)));

  it("traces every character back to the source as Python does", () => {
    for (const [step, places] of sources.entries()) {
      expect(places).toHaveLength([...(texts[step + 1] as string)].length);
      for (const [at, spans] of places.entries()) expect(lineage(rows, step + 1, [at, at + 1])[0]).toEqual(spans);
    }
  });

  it("finds what became of every character of the source as Python does", () => {
    for (const [step, places] of targets.entries()) {
      for (const [at, spans] of places.entries()) expect(lineage(rows, 0, [at, at + 1])[step + 1]).toEqual(spans);
    }
  });
});
