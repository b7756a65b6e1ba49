/** The equations of the selected cell in symbols and in numbers; a symbol opens into the sum behind it. */

import { useId, useState } from "preact/hooks";
import type { Role } from "./data";
import { type DetailProps, lights, lit } from "./detail";
import { type FormulaRow, formulaRows } from "./formulas";
import { Num } from "./number";
import { TermList } from "./term_list";
import { memoryGate } from "./unit_stats";

export function Equations({ data, step, unit, highlight }: DetailProps) {
  const [open, setOpen] = useState<Role | null>(memoryGate(data) ?? "hidden");
  const id = useId();
  const rows = formulaRows(data, step, unit);
  const label = (role: Role) => data.quantities.find(({ name }) => name === role)?.label ?? role;
  return (
    <div class="nlpw-equations">
      <ul>
        {rows.map((row) => {
          const opened = row.opens && open === row.role;
          return (
            <li key={row.role} class={lit(highlight, row.role)} {...lights(highlight, row.role)}>
              {row.opens && row.sum !== null ? (
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
        <p class="nlpw-note">
          The weights of this layer are not here (they were too large to send, or the trace came without them), so the
          sums behind the gates cannot be shown.
        </p>
      )}
    </div>
  );
}

function Line({ row }: { row: FormulaRow }) {
  return (
    <>
      <span class="nlpw-equation-symbol">{row.symbol}</span>
      <span class="nlpw-equation-formula">
        <span>{row.formula}</span>
        {row.numbers !== null && <span class="nlpw-equation-numbers">= {row.numbers}</span>}
      </span>
      {Number.isNaN(row.value) && row.role === "hidden" && row.sum === null ? (
        <span class="nlpw-equation-value">–</span>
      ) : (
        <span class="nlpw-equation-value">
          <Num value={row.value} quantity={row.role} kind="value" />
        </span>
      )}
    </>
  );
}
