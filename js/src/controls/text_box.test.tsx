import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TextBox } from "./text_box";

let root: HTMLElement;
let other: HTMLElement;

beforeEach(() => {
  vi.useFakeTimers();
  root = document.body.appendChild(document.createElement("div"));
  other = document.body.appendChild(document.createElement("button"));
  act(() => {
    render(<TextBox name="text" text="old" action="Run" width={400} obstacle={null} commit={() => undefined} />, root);
  });
});

afterEach(() => {
  render(null, root);
  document.body.replaceChildren();
  vi.useRealTimers();
});

const area = () => root.querySelector("textarea") as HTMLTextAreaElement;
const isOpen = () => root.querySelector(".nlpw-text")?.classList.contains("nlpw-open");
const send = (type: string) => act(() => void other.dispatchEvent(new Event(type, { bubbles: true })));

describe("the room of a text box", () => {
  it("comes and goes with the focus of the keyboard", () => {
    expect(isOpen()).toBe(false);
    act(() => area().focus());
    expect(isOpen()).toBe(true);
    act(() => other.focus());
    expect(isOpen()).toBe(false);
  });

  it.each(["pointerup", "pointercancel"])("stays while a pointer is pressed elsewhere, until %s", (end) => {
    act(() => area().focus());
    send("pointerdown");
    act(() => other.focus());
    expect(isOpen()).toBe(true);
    send(end);
    expect(isOpen()).toBe(true); // the click is still to come
    act(() => void vi.runAllTimers());
    expect(isOpen()).toBe(false);
  });

  it("stays when the pointer took no focus", () => {
    act(() => area().focus());
    send("pointerdown");
    send("pointerup");
    act(() => void vi.runAllTimers());
    expect(isOpen()).toBe(true);
  });
});
