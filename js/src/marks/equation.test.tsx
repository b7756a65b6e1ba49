import { render } from "preact";
import { expect, it } from "vitest";
import { Apply, Formula, Sym, Time } from "./equation";

it("builds real MathML", () => {
  const host = document.createElement("div");
  render(
    <Formula>
      <Apply name="tanh">
        <Sym name="h" sub={<Time offset={-1} />} quantity="hidden" />
      </Apply>
    </Formula>,
    host,
  );
  const math = host.firstElementChild;
  expect(math?.namespaceURI).toBe("http://www.w3.org/1998/Math/MathML");
  expect(math?.textContent).toBe("tanh(ht−1)");
  expect(math?.querySelector("msub")?.getAttribute("class")).toBe("nlpw-role-hidden");
  expect(math?.querySelector("msub")?.children).toHaveLength(2);
  // A boolean false would be dropped, and the parentheses would grow with what they hold.
  expect(math?.querySelector("mo")?.getAttribute("stretchy")).toBe("false");
  render(null, host);
});

it("writes a symbol without subscript alone", () => {
  const host = document.createElement("div");
  render(<Sym name="b" />, host);
  expect(host.firstElementChild?.localName).toBe("mi");
  render(null, host);
});
