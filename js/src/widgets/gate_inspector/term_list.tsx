/** A pre-activation opened into its sum: the largest terms as bars, the biases, what is left, and the total. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { format } from "../../marks/format";
import type { Role } from "./data";
import { type GateSum, largest, type Term } from "./terms";

const COUNTS = [5, 10, Number.POSITIVE_INFINITY] as const;
/** Decimals of the sum; every line is rounded to them, and the line before the total takes up the rounding. */
const DIGITS = 4;
const UNIT = 10 ** DIGITS;

interface Props {
  sum: GateSum;
  quantity: Role;
  /** Name of the quantity, for screen readers. */
  label: string;
}

export function TermList({ sum, quantity, label }: Props) {
  const [count, setCount] = useState<number>(COUNTS[0]);
  const { shown, rest } = largest(sum, count);
  const widest = Math.max(rest.count > 0 ? Math.abs(rest.value) : 0, ...shown.map(({ value }) => Math.abs(value)));
  const left = remainder(sum.total, shown);
  return (
    <div class="nlpw-terms">
      {sum.activation === "identity" && <p class="nlpw-remark">m = o ⊙ tanh(c), every unit of it</p>}
      <div class="nlpw-terms-scroll" {...(shown.length > 12 ? { tabIndex: 0 } : {})}>
        <table aria-label={`Terms of the ${label}`}>
          <tbody>
            {shown.map((term) => (
              <Line
                key={`${term.part}${term.index}`}
                name={<Name term={term} gated={quantity === "new"} />}
                detail={detail(term)}
                value={term.value}
                scale={widest}
              />
            ))}
            {(rest.count > 0 || left !== 0) && (
              <Line
                name={rest.count > 0 ? `${rest.count} more` : "rounding"}
                value={rest.count > 0 ? rest.value : left}
                text={left}
                scale={widest}
              />
            )}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                sum
              </th>
              <td data-quantity={quantity} data-role="sum" data-value={String(sum.total)} title={String(sum.total)}>
                {format(sum.total, { digits: DIGITS, signed: true })}
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
      <fieldset class="nlpw-counts">
        <legend>terms</legend>
        {COUNTS.map((n) => (
          <button key={n} type="button" aria-pressed={n === count} onClick={() => setCount(n)}>
            {Number.isFinite(n) ? n : "all"}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

interface LineProps {
  name: JSX.Element | string;
  detail?: string;
  value: number;
  /** What is printed when it is not the value itself. */
  text?: number;
  /** The largest magnitude, which fills half the bar. */
  scale: number;
}

function Line({ name, detail, value, text, scale }: LineProps) {
  const share = scale > 0 ? Math.abs(value) / scale : 0;
  const style = { [value < 0 ? "right" : "left"]: "50%", width: `${(50 * share).toFixed(2)}%` };
  return (
    <tr data-value={String(value)}>
      <th scope="row">{name}</th>
      <td class="nlpw-term-detail">{detail}</td>
      <td class="nlpw-term-bar" aria-hidden="true">
        <span class={value < 0 ? "nlpw-bar-negative" : "nlpw-bar-positive"} style={style} />
      </td>
      <td title={String(value)}>{format(text ?? value, { digits: DIGITS, signed: true })}</td>
    </tr>
  );
}

/** W[·, 7] x₇; in a GRU's candidate r · U[·, 7] h₇ */
function Name({ term: { part, index }, gated }: { term: Term; gated: boolean }) {
  if (part === "bias") return <span>b</span>;
  if (part === "input bias") return sub("b", "in");
  if (part === "recurrent bias") return <span>r · {sub("b", "hn")}</span>;
  const matrix = { input: "W", recurrent: "U", projection: "W" }[part];
  const vector = { input: "x", recurrent: "h", projection: "m" }[part];
  return (
    <span>
      {gated && part === "recurrent" && "r · "}
      {matrix}
      {part === "projection" && <sub>hr</sub>}
      [·, {index}] {sub(vector, String(index))}
    </span>
  );
}

function sub(name: string, below: string) {
  return (
    <span>
      {name}
      <sub>{below}</sub>
    </span>
  );
}

function detail({ part, operands }: Term): string {
  return operands.map((operand) => format(operand)).join(part === "bias" ? " + " : " · ");
}

/** What the printed lines leave of the printed total, so that the numbers on screen add up exactly. */
function remainder(total: number, shown: readonly Term[]): number {
  const printed = (value: number) => Math.round(value * UNIT);
  return shown.reduce((left, term) => left - printed(term.value), printed(total)) / UNIT;
}
