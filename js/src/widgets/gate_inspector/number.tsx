/** A number on screen: rounded to read, with every digit behind it. */

import { format } from "../../marks/format";
import type { Role } from "./data";

interface Props {
  value: number;
  /** Whose number this is; gives the colour. */
  quantity?: Role;
  /** The result of a row, the sum inside its activation, or a number used on the way. */
  kind?: "value" | "preactivation" | "operand";
}

/** `data-value` holds the full precision, the tooltip shows it. */
export function Num({ value, quantity, kind = "operand" }: Props) {
  const exact = String(value);
  return (
    <span
      class={quantity === undefined || kind === "preactivation" ? "nlpw-num" : `nlpw-num nlpw-role-${quantity}`}
      data-quantity={quantity}
      data-role={kind}
      data-value={exact}
      title={exact.replaceAll("-", "−")}
    >
      {format(value)}
    </span>
  );
}
