import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it } from "vitest";
import { type Offer, WordBox } from "./word_box";

let host: HTMLElement | null = null;
afterEach(() => {
  if (host !== null) render(null, host);
  host?.remove();
});

function stage(offer: Offer | null = null) {
  host = document.createElement("div");
  document.body.append(host);
  const typed: string[] = [];
  const committed: string[] = [];
  const draw = (now: Offer | null) =>
    act(() =>
      render(
        <WordBox name="a" word="man" offer={now} onType={(t) => typed.push(t)} onCommit={(w) => committed.push(w)} />,
        host as HTMLElement,
      ),
    );
  draw(offer);
  const input = host.querySelector("input") as HTMLInputElement;
  const type = (text: string) =>
    act(() => {
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  const press = (key: string) =>
    act(() => {
      input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    });
  const offers = () => [...(host as HTMLElement).querySelectorAll("[role=option]")].map((one) => one.textContent);
  return { input, type, press, draw, offers, typed, committed };
}

describe("a word box", () => {
  it("asks for completions of what is typed and shows only those of the text as it stands", () => {
    const { type, draw, offers, typed } = stage();
    type("qu");
    expect(typed).toEqual(["qu"]);
    draw({ text: "q", words: ["quick"], total: 1 });
    expect(offers()).toEqual([]);
    draw({ text: "qu", words: ["queen", "quick"], total: 7 });
    expect(offers()).toEqual(["queen", "quick"]);
    expect(host?.textContent).toContain("5 more");
  });

  it("takes the chosen completion with Enter, else what was typed", () => {
    const { type, press, draw, committed, input } = stage();
    type("qu");
    draw({ text: "qu", words: ["queen", "quick"], total: 2 });
    press("ArrowDown");
    press("ArrowDown");
    expect(input.getAttribute("aria-activedescendant")).toMatch(/-1$/);
    press("Enter");
    type(" other ");
    press("Enter");
    expect(committed).toEqual(["quick", "other"]);
  });

  it("brings the old word back with Escape and commits nothing that is the same", () => {
    const { type, press, committed, input } = stage();
    type("xyz");
    press("Escape");
    expect(input.value).toBe("man");
    press("Enter");
    expect(committed).toEqual([]);
  });

  it("takes what was typed when the focus leaves, and a completion by pointer", () => {
    const { type, draw, committed, input } = stage();
    type("woman");
    act(() => {
      input.dispatchEvent(new FocusEvent("blur"));
    });
    type("qu");
    draw({ text: "qu", words: ["queen"], total: 1 });
    act(() => {
      host
        ?.querySelector("[role=option]")
        ?.dispatchEvent(new Event("pointerdown", { bubbles: true, cancelable: true }));
    });
    expect(committed).toEqual(["woman", "queen"]);
  });
});
