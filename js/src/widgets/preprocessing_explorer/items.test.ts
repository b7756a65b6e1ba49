import { describe, expect, it } from "vitest";
import { codePoints } from "../../marks/code_points";
import { apply, rowsOf, STEPS } from "./fake_steps";
import { type Ghost, type Item, type Laid, lay, type Run } from "./items";
import { tokensOf } from "./tokens";

const TEXTS = [
  "<p>I don’t think it’s bad<br/>at all &mdash; a caf&eacute;</p> The well-known actors!",
  "שלום <b>עולם</b> 👩‍👩‍👧 cafe\u0301 🇩🇪 <<< a < b",
  "",
  "  \n ",
  "!!!",
  "the the the",
];

function layStep(name: string, source: string): Laid & { text: string } {
  const edits = STEPS[name]?.(source, {}) ?? [];
  const text = apply(source, edits);
  const laid = lay(
    codePoints(text),
    codePoints(source),
    text === source ? null : Int32Array.from(rowsOf(source, edits)),
  );
  return { ...laid, text };
}

function flat(items: readonly Item[]): (Run | Ghost)[] {
  return items.flatMap((item) => (item.kind === "token" ? item.parts : [item]));
}

describe.each(TEXTS)("a lane of %j", (source) => {
  it.each(Object.keys(STEPS))("after %s has the whole text, and every removed stretch once", (name) => {
    const { items, text, removed } = layStep(name, source);
    const parts = flat(items);
    expect(parts.flatMap((part) => (part.kind === "run" ? [part.text] : [])).join("")).toBe(text);
    const ghosts = parts.filter((part): part is Ghost => part.kind === "ghost");
    expect(ghosts).toHaveLength(removed);
    const before = codePoints(source);
    for (const { fromStart, fromStop, text: gone } of ghosts) expect(before.slice(fromStart, fromStop)).toBe(gone);
    expect(ghosts.map(({ fromStart }) => fromStart)).toEqual(
      ghosts.map(({ fromStart }) => fromStart).sort((a, b) => a - b),
    );
    for (const item of items) {
      if (item.kind !== "token") continue;
      const shown = item.parts.flatMap((part) => (part.kind === "run" ? [part.text] : [])).join("");
      expect(codePoints(text).slice(item.start, item.stop)).toBe(shown);
    }
  });
});

describe("what a step did", () => {
  it("marks the characters that a change of case changed, and no others", () => {
    const { items } = layStep("lowercase", "I like IT");
    const changed = flat(items).filter((part) => part.kind === "run" && part.before !== null);
    expect(changed.map(({ text }) => text)).toEqual(["i", "it"]);
  });

  it("does not mark the space of an expanded contraction", () => {
    const { items } = layStep("expand_contractions", "I don't");
    expect(flat(items).find((part) => part.kind === "run" && part.before !== null)).toMatchObject({
      text: "not",
      before: "n't",
    });
  });

  it("shows what stood inside a joined word within it", () => {
    const { items, joined } = layStep("remove_special_characters", "well-known");
    expect(joined).toBe(1);
    expect(items).toHaveLength(1);
    expect(flat(items).map(({ kind, text }) => [kind, text])).toEqual([
      ["run", "well"],
      ["ghost", "-"],
      ["run", "known"],
    ]);
  });

  it("shows a break that became a space as gone", () => {
    const { items } = layStep("strip_html", "bad<br/>at");
    expect(flat(items).map(({ kind, text }) => [kind, text])).toEqual([
      ["run", "bad"],
      ["ghost", "<br/>"],
      ["run", " "],
      ["run", "at"],
    ]);
  });
});

describe("tokens", () => {
  const words = (value: string) => {
    const text = codePoints(value);
    return tokensOf(text).map(([start, stop]) => text.slice(start, stop));
  };

  it.each([
    ["<b class='x'>it’s</b>&eacute;!", ["<b class='x'>", "it’s", "</b>", "&eacute;", "!"]],
    ["👩‍👩‍👧 👍🏽 🇩🇪🇫🇷", ["👩‍👩‍👧", "👍🏽", "🇩🇪", "🇫🇷"]],
    ["cafe\u0301 a < b", ["cafe\u0301", "a", "<", "b"]],
    ["see https://a.b/c?d=e<br>", ["see", "https://a.b/c?d=e", "<br>"]],
    ["שלום، مرحبا", ["שלום", "،", "مرحبا"]],
    [" \n", []],
  ])("%j", (value, wanted) => {
    expect(words(value)).toEqual(wanted);
  });

  it("take time in proportion to the text", () => {
    expect(tokensOf(codePoints("<a".repeat(20000)))).toHaveLength(40000);
  });
});
