/** The equations of the selected cell in symbols and in numbers; a symbol opens into the sum behind it. */

import { useState } from "preact/hooks";
import { useUid } from "../../controls/use_uid";
import { format } from "../../marks/format";
import type { Role } from "./data";
import { type DetailProps, lights, lit } from "./detail";
import { type FormulaRow, formulaRows } from "./formulas";
import { Num } from "./number";
import { TermList } from "./term_list";
import { memoryGate } from "./unit_stats";

export function Equations({ data, step, unit, highlight }: DetailProps) {
  const [open, setOpen] = useState<Role | null>(memoryGate(data) ?? "hidden");
  const id = useUid();
  const rows = formulaRows(data, step, unit);
  const label = (role: Role) => data.quantities.find(({ name }) => name === role)?.label ?? role;
  const stale = rows.find(({ sum }) => sum !== null && !sum.consistent);
  return (
    <div class="nlpw-equations">
      {stale?.sum && (
        <p class="nlpw-warning" role="status">
          The terms do not add up: {label(stale.role)} {format(stale.sum.value)} from the sum,{" "}
          {format(stale.sum.traced)} in the trace. The weights changed since the trace, or the model changed the state
          between steps. Call <code>refresh()</code>.
        </p>
      )}
      <ul>
        {rows.map((row) => {
          const opened = open === row.role;
          return (
            <li key={row.role} class={lit(highlight, row.role)} {...lights(highlight, row.role)}>
              {row.sum !== null ? (
                <button
                  type="button"
                  class="nlpw-equation"
                  aria-expanded={opened}
                  aria-controls={`${id}-${row.role}`}
                  onClick={() => setOpen(opened ? null : row.role)}
                >
                  <Line row={row} />
                </button>
              ) : (
                <div class="nlpw-equation">
                  <Line row={row} />
                </div>
              )}
              {opened && row.sum !== null && (
                <div id={`${id}-${row.role}`}>
                  <TermList sum={row.sum} quantity={row.role} label={label(row.role)} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {data.weights === null && (
        <p class="nlpw-remark">
          The weights of this layer are not here (they were too large to send, or the trace came without them), so the
          sums behind the gates cannot be shown.
        </p>
      )}
    </div>
  );
}

function Line({ row }: { row: FormulaRow }) {
  const long = row.role === "cell" || row.role === "new" || (row.role === "hidden" && row.sum === null);
  return (
    <>
      <span class="nlpw-equation-symbol">{row.symbol}</span>
      <span class={`nlpw-equation-formula${long ? " nlpw-two-lines" : ""}`}>
        <span>{row.formula}</span>
        {row.numbers !== null && <span>= {row.numbers}</span>}
        {row.remark !== undefined && <span class="nlpw-quiet">{row.remark}</span>}
      </span>
      {row.remark !== undefined ? (
        <span class="nlpw-equation-value">–</span>
      ) : (
        <span class="nlpw-equation-value">
          <Num value={row.value} quantity={row.role} kind="value" />
        </span>
      )}
    </>
  );
}
