/** The equations of each kind of cell: in symbols (MathML) and in the numbers of one unit at one step. */

import type { JSX } from "preact";
import { Apply, Formula, Op, Paren, Row, Sym, Thin, Time } from "../../marks/equation";
import { type LayerData, previousCell, previousHidden, type Role, SYMBOLS } from "./data";
import { previousOffset } from "./detail";
import { Num } from "./number";
import {
  activationOf,
  type GateSum,
  gateSum,
  hasBias,
  hasUnit,
  isProjected,
  numberAt,
  partOf,
  previousHiddenAt,
} from "./terms";

export interface FormulaRow {
  readonly role: Role;
  /** What the formula gives, e.g. f_t. */
  readonly symbol: JSX.Element;
  /** The formula in symbols. */
  readonly formula: JSX.Element;
  /** The same in numbers; null where the weights are not known. */
  readonly numbers: JSX.Element | null;
  readonly value: number;
  /** The sum the row opens into; null where there is none or the weights are not known. */
  readonly sum: GateSum | null;
  /** Why there is no value. */
  readonly remark?: string;
}

const ACTIVATION = { sigmoid: "σ", tanh: "tanh", relu: "ReLU", identity: "" } as const;

/** All equations of the layer's cell, in the order in which they are worked out. */
export function formulaRows(data: LayerData, step: number, unit: number): FormulaRow[] {
  const at = { data, step, unit };
  if (data.meta.kind === "lstm") {
    const gates = (["forget", "input", "candidate", "output"] as const).map((role) => gateRow(at, role));
    return [...gates, cellRow(at), isProjected(data) ? projectedRow(at) : hiddenRow(at)];
  }
  if (data.meta.kind === "gru") return [gateRow(at, "reset"), gateRow(at, "update"), newRow(at), mixRow(at)];
  return [gateRow(at, "hidden")];
}

/** The symbol of a quantity at this step (or the step before, in reading order). */
function QuantitySymbol({ quantity, offset = 0 }: { quantity: Role; offset?: -1 | 0 | 1 }) {
  return <Sym name={SYMBOLS[quantity]} sub={<Time offset={offset} />} quantity={quantity} />;
}

interface At {
  data: LayerData;
  step: number;
  unit: number;
}

function row(at: At, role: Role, formula: JSX.Element, numbers: JSX.Element | null, sum?: GateSum | null): FormulaRow {
  return {
    role,
    symbol: (
      <Formula>
        <QuantitySymbol quantity={role} />
      </Formula>
    ),
    formula: <Formula>{formula}</Formula>,
    numbers,
    value: numberAt(at.data, role, at.step, at.unit),
    sum: sum ?? null,
  };
}

/** activation(W x + U h + b) */
function gateRow(at: At, role: Role): FormulaRow {
  const { data } = at;
  const sum = gateSum(data, role, at.step, at.unit);
  const letter = data.meta.kind === "rnn" ? undefined : SYMBOLS[role];
  const name = ACTIVATION[activationOf(data, role)];
  const formula = (
    <Apply name={name}>
      <Weight name="W" of={letter} quantity={role} />
      <Thin />
      <Sym name="x" sub={<Time />} />
      <Op>+</Op>
      <Weight name="U" of={letter} quantity={role} />
      <Thin />
      <Past data={data} />
      {hasBias(data) && (
        <>
          <Op>+</Op>
          <Weight name="b" of={letter} quantity={role} />
        </>
      )}
    </Apply>
  );
  return row(at, role, formula, sum && <Activated name={name} sum={sum} quantity={role} />, sum);
}

/** tanh(W x + b_in + r ⊙ (U h + b_hn)) */
function newRow(at: At): FormulaRow {
  const { data, step, unit } = at;
  const sum = gateSum(data, "new", step, unit);
  const bias = hasBias(data);
  const formula = (
    <Apply name="tanh">
      <Weight name="W" of="n" quantity="new" />
      <Thin />
      <Sym name="x" sub={<Time />} />
      <Op>+</Op>
      {bias && (
        <>
          <Weight name="b" of="in" quantity="new" />
          <Op>+</Op>
        </>
      )}
      <QuantitySymbol quantity="reset" />
      <Op>⊙</Op>
      {bias ? (
        <Paren>
          <Weight name="U" of="n" quantity="new" />
          <Thin />
          <Past data={data} />
          <Op>+</Op>
          <Weight name="b" of="hn" quantity="new" />
        </Paren>
      ) : (
        <Row>
          <Weight name="U" of="n" quantity="new" />
          <Thin />
          <Past data={data} />
        </Row>
      )}
    </Apply>
  );
  const numbers = sum && (
    <>
      tanh(
      <Num value={partOf(sum, "input", "input bias")} /> +{" "}
      <Num value={numberAt(data, "reset", step, unit)} quantity="reset" /> ·{" "}
      <Num value={fromPast(sum, previousHidden(data, step))} />) = <Activated name="tanh" sum={sum} quantity="new" />
    </>
  );
  return row(at, "new", formula, numbers, sum);
}

/** c_t = f ⊙ c_{t−1} + i ⊙ g */
function cellRow(at: At): FormulaRow {
  const { data, step, unit } = at;
  const value = (role: Role) => <Num value={numberAt(data, role, step, unit)} quantity={role} />;
  return row(
    at,
    "cell",
    <>
      <QuantitySymbol quantity="forget" />
      <Op>⊙</Op>
      <QuantitySymbol quantity="cell" offset={previousOffset(data)} />
      <Op>+</Op>
      <QuantitySymbol quantity="input" />
      <Op>⊙</Op>
      <QuantitySymbol quantity="candidate" />
    </>,
    <>
      {value("forget")} · <Num value={previousCell(data, step, unit)} quantity="cell" /> + {value("input")} ·{" "}
      {value("candidate")}
    </>,
  );
}

/** h_t = o ⊙ tanh(c_t) */
function hiddenRow(at: At): FormulaRow {
  const { data, step, unit } = at;
  return row(
    at,
    "hidden",
    <Filtered />,
    <>
      <Num value={numberAt(data, "output", step, unit)} quantity="output" /> · tanh(
      <Num value={numberAt(data, "cell", step, unit)} quantity="cell" />)
    </>,
  );
}

/** h_t = W_hr (o ⊙ tanh(c_t)) */
function projectedRow(at: At): FormulaRow {
  const { data, step, unit } = at;
  const sum = gateSum(data, "hidden", step, unit);
  const formula = (
    <>
      <Weight name="W" of="hr" quantity="hidden" />
      <Paren>
        <Filtered />
      </Paren>
    </>
  );
  if (!hasUnit(data, "hidden", unit)) {
    const remark = `The projection leaves ${data.meta.output_size} hidden units: there is no h of unit ${unit}.`;
    return { ...row(at, "hidden", formula, null), remark };
  }
  const numbers = sum && (
    <>
      sum of {sum.terms.length} = <Num value={sum.total} quantity="hidden" kind="preactivation" />
    </>
  );
  return row(at, "hidden", formula, numbers, sum);
}

/** h_t = (1 − z) ⊙ n + z ⊙ h_{t−1} */
function mixRow(at: At): FormulaRow {
  const { data, step, unit } = at;
  const update = numberAt(data, "update", step, unit);
  return row(
    at,
    "hidden",
    <>
      <Paren>
        <mn>1</mn>
        <Op>−</Op>
        <QuantitySymbol quantity="update" />
      </Paren>
      <Op>⊙</Op>
      <QuantitySymbol quantity="new" />
      <Op>+</Op>
      <QuantitySymbol quantity="update" />
      <Op>⊙</Op>
      <Past data={data} />
    </>,
    <>
      <Num value={1 - update} /> · <Num value={numberAt(data, "new", step, unit)} quantity="new" /> +{" "}
      <Num value={update} quantity="update" /> · <Num value={previousHiddenAt(data, step, unit)} quantity="hidden" />
    </>,
  );
}

/** σ(−0.763) */
function Activated({ name, sum, quantity }: { name: string; sum: GateSum; quantity: Role }) {
  return (
    <span class="nlpw-nowrap">
      {name}(<Num value={sum.total} quantity={quantity} kind="preactivation" />)
    </span>
  );
}

function Filtered() {
  return (
    <>
      <QuantitySymbol quantity="output" />
      <Op>⊙</Op>
      <Apply name="tanh">
        <QuantitySymbol quantity="cell" />
      </Apply>
    </>
  );
}

function Past({ data }: { data: LayerData }) {
  return <QuantitySymbol quantity="hidden" offset={previousOffset(data)} />;
}

/** W_f: the matrix in ink, what it belongs to in that gate's colour. */
function Weight({ name, of, quantity }: { name: string; of: string | undefined; quantity: Role }) {
  if (of === undefined) return <Sym name={name} />;
  return <Sym name={name} sub={<Sym name={of} quantity={quantity} />} />;
}

/** U h + b of a GRU's candidate, before the reset gate. */
function fromPast(sum: GateSum, past: Float32Array): number {
  return sum.terms.reduce((total, { part, index, operands }) => {
    const weight = operands[0] ?? Number.NaN;
    if (part === "recurrent") return total + weight * (past[index] ?? Number.NaN);
    return part === "recurrent bias" ? total + weight : total;
  }, 0);
}
