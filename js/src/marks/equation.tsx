/** Equations in MathML: small builders, so that a formula in code reads like the formula. */

import type { ComponentChildren } from "preact";

/** Parentheses as high as the letters; Preact would drop the attribute if it were a boolean false. */
const FIXED: object = { stretchy: "false" };

type Children = { children?: ComponentChildren };

/** A row of symbols; `quantity` gives it the colour of that quantity. */
export function Row({ quantity, children }: Children & { quantity?: string | undefined }) {
  return <mrow class={roleClass(quantity)}>{children}</mrow>;
}

/** A symbol with a subscript: f_t, W_f, h_{t−1}. */
export function Sym({ name, sub, quantity }: { name: string; sub?: ComponentChildren; quantity?: string | undefined }) {
  const symbol = <mi class={roleClass(quantity)}>{name}</mi>;
  if (sub === undefined) return symbol;
  return (
    <msub class={roleClass(quantity)}>
      {symbol}
      <mrow>{typeof sub === "string" ? <mi>{sub}</mi> : sub}</mrow>
    </msub>
  );
}

/** t, t−1, t+1 as a subscript. */
export function Time({ offset = 0 }: { offset?: -1 | 0 | 1 }) {
  if (offset === 0) return <mi>t</mi>;
  return (
    <>
      <mi>t</mi>
      <mo lspace="0" rspace="0">
        {offset < 0 ? "−" : "+"}
      </mo>
      <mn>1</mn>
    </>
  );
}

/** A thin space between factors: W x. */
export function Thin() {
  return <mspace width="0.17em" />;
}

/** An operator between its operands. */
export function Op({ children }: Children) {
  return <mo>{children}</mo>;
}

/** A function applied to something in parentheses: σ(…), tanh(…). */
export function Apply({ name, children }: Children & { name: string }) {
  return (
    <mrow>
      <mi mathvariant="normal">{name}</mi>
      <Paren>{children}</Paren>
    </mrow>
  );
}

export function Paren({ children }: Children) {
  return (
    <mrow>
      <mo {...FIXED}>(</mo>
      {children}
      <mo {...FIXED}>)</mo>
    </mrow>
  );
}

/** A formula in a line of text. */
export function Formula({ children }: Children) {
  return <math display="inline">{children}</math>;
}

function roleClass(quantity: string | undefined): string {
  return quantity === undefined ? "" : `nlpw-role-${quantity}`;
}
