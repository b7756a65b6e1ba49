import { describe, expect, it, vi } from "vitest";
import type { Query } from "../../protocol/embedding_projector.gen";
import { distance, type Found, reachOf, search } from "./search";
import { Words } from "./words";

const WORDS = new Words(
  ["King", "king", "kings", "kign", "ring", "queen", "straße", "İzmir", "naïve", "a.b", "x"].join("\n"),
);

async function find(text: string, mode: Query["mode"], words = WORDS): Promise<Found> {
  let last: Found | null = null;
  search(words, { text, mode }, (found) => {
    last = found;
  });
  await vi.waitFor(() => expect(last?.running).toBe(false));
  return last as unknown as Found;
}

const found = async (text: string, mode: Query["mode"]) => [...(await find(text, mode)).points].map((i) => WORDS.at(i));

describe("words", () => {
  it("are parts of one text", () => {
    expect(WORDS).toHaveLength(11);
    expect(WORDS.at(0)).toBe("King");
    expect(WORDS.at(10)).toBe("x");
    expect([WORDS.at(-1), WORDS.at(11)]).toEqual(["", ""]);
    expect(WORDS.indexOf("king")).toBe(1);
    expect(WORDS.indexOf("kin")).toBe(-1);
    expect(WORDS.indexOf("x")).toBe(10);
    expect(WORDS.indexOf("")).toBe(-1);
    expect(WORDS.indexOf("King\nking")).toBe(-1);
    expect(new Words("")).toHaveLength(0);
  });

  it("may be empty ones", () => {
    const words = new Words("a\n\nb");
    expect(words).toHaveLength(3);
    expect([words.at(0), words.at(1), words.at(2)]).toEqual(["a", "", "b"]);
  });
});

describe("the search", () => {
  it("ignores capitals unless one was typed", async () => {
    expect(await found("king", "exact")).toEqual(["King", "king"]);
    expect(await found("King", "exact")).toEqual(["King"]);
    expect(await found("ki", "prefix")).toEqual(["King", "king", "kings", "kign"]);
    expect(await found("Ki", "prefix")).toEqual(["King"]);
  });

  it("finds letters outside ASCII, also where small ones take more room", async () => {
    expect(await found("stra", "prefix")).toEqual(["straße"]);
    expect(await found("İzmir", "exact")).toEqual(["İzmir"]);
    expect(await found("naïve", "exact")).toEqual(["naïve"]);
  });

  it("finds similar spellings, the nearest first", async () => {
    expect(await found("king", "fuzzy")).toEqual(["King", "king", "kings", "kign", "ring"]);
    expect(await found("quean", "fuzzy")).toEqual(["queen"]);
    expect(await found("x", "fuzzy")).toEqual(["x"]);
  });

  it("takes regular expressions, and says what is wrong with them", async () => {
    expect(await found("^k.*g$", "regex")).toEqual(["King", "king"]);
    expect(await found("a\\.b", "regex")).toEqual(["a.b"]);
    const wrong = await find("(k", "regex");
    expect(wrong.points).toHaveLength(0);
    expect(wrong.error).toMatch(/unterminated group/i);
    expect(wrong.error).not.toContain("(k");
  });

  it("finds nothing without a text", async () => {
    expect(await found("", "prefix")).toEqual([]);
  });

  it("works in slices and can be ended", async () => {
    const many = new Words(Array.from({ length: 300_000 }, (_, i) => `word${i}`).join("\n"));
    const told: Found[] = [];
    const end = search(many, { text: "word12345x", mode: "fuzzy" }, (now) => told.push(now));
    expect(told.at(-1)?.running).toBe(true);
    end();
    const so_far = told.length;
    await new Promise((done) => setTimeout(done, 60));
    expect(told).toHaveLength(so_far);
    const all = await find("word2", "prefix", many);
    expect(all.points).toHaveLength(111_111);
  });
});

describe("the distance of spellings", () => {
  const units = (word: string) => Uint16Array.from({ length: word.length }, (_, k) => word.charCodeAt(k));

  /** Optimal string alignment, straight from its definition. */
  function slow(a: string, b: string): number {
    if (a === "" || b === "") return a.length + b.length;
    const [restA, restB] = [a.slice(0, -1), b.slice(0, -1)];
    let best = Math.min(slow(restA, b) + 1, slow(a, restB) + 1, slow(restA, restB) + (a.at(-1) === b.at(-1) ? 0 : 1));
    if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
      best = Math.min(best, slow(a.slice(0, -2), b.slice(0, -2)) + 1);
    }
    return best;
  }

  it("is what its definition says, up to the most", () => {
    const words = ["", "a", "ab", "ba", "abc", "acb", "cab", "abcd", "bacd", "xyz", "aabb"];
    for (const a of words) {
      for (const b of words) {
        const wanted = slow(a, b);
        expect(distance(units(a), b, 2), `${a} ${b}`).toBe(wanted > 2 ? -1 : wanted);
        expect(distance(units(a), b, 9), `${a} ${b}`).toBe(wanted);
      }
    }
  });

  it("allows more in longer words", () => {
    expect([1, 2, 3, 5, 6, 20].map(reachOf)).toEqual([0, 0, 1, 1, 2, 2]);
  });
});
