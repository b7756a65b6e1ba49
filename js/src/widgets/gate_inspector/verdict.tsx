/** The verdict after each word, and the verdict on the whole text. */

import { formatProbability } from "../../marks/format";
import { LineChart, type Series } from "../../marks/line_chart";
import type { Matrix } from "./data";
import { type Layout, tokenIn } from "./layout";
import type { Pane, Store } from "./state";

const HEIGHT = 60;
/** Colours of more than two classes, in turn. */
const MANY = ["input", "forget", "candidate", "output", "cell", "hidden"];

function classColor(index: number, classes: number): string {
  const role = classes === 2 ? (["negative", "positive"][index] as string) : (MANY[index % MANY.length] as string);
  return `var(--nlpw-${role})`;
}

/** Index of the most probable class at a step. */
function winner({ columns, values }: Matrix, step: number): number {
  let best = 0;
  for (let k = 1; k < columns; k++) {
    if ((values[step * columns + k] as number) > (values[step * columns + best] as number)) best = k;
  }
  return best;
}

export function VerdictRow({ store, layout, pane }: { store: Store; layout: Layout; pane: Pane }) {
  const { verdict, item, traced } = pane;
  if (item.verdict === null) return null;
  if (verdict === null) {
    return (
      <p class="nlpw-waiting">
        {store.live.value ? "Waiting for the kernel…" : "The verdict is not stored in this page."}
      </p>
    );
  }
  const { columns, values } = verdict;
  const column = layout.column.value;
  const tokenAt = layout.alignment.value.tokenAt[pane.index];
  const token = tokenIn(layout, pane, column);
  const word = token === null ? null : (item.tokens[token] ?? "");
  const names = Array.from({ length: columns }, (_, k) => traced.classes[k] ?? `class ${k}`);
  // Of two classes one line says all; its mirror stays in the background.
  const series: Series[] = names.map((name, k) => ({
    name,
    color: columns === 2 && k === 1 ? "var(--nlpw-ink)" : classColor(k, columns),
    faint: columns === 2 && k === 0,
    value: (at) => {
      const t = tokenAt?.[at] ?? -1;
      return t < 0 ? null : (values[t * columns + k] ?? null);
    },
  }));
  return (
    <div class="nlpw-row nlpw-verdict">
      <div class="nlpw-label" title={word === null ? undefined : `The verdict after “${word}”`}>
        <span class="nlpw-name">verdict</span>
        {columns <= 2 && <span class="nlpw-note">{word === null ? "–" : `after “${word}”`}</span>}
        {names
          .map((name, k) => (
            <span key={name} class="nlpw-note nlpw-class" style={{ color: classColor(k, columns) }}>
              <span>{name}</span>
              <b>{token === null ? "–" : formatProbability(values[token * columns + k] ?? Number.NaN)}</b>
            </span>
          ))
          .reverse()}
      </div>
      <div
        class="nlpw-body"
        style={{ width: `${layout.alignment.value.count * layout.columnWidth.value}px`, height: `${HEIGHT}px` }}
      >
        <LineChart
          series={series}
          {...layout.range.value}
          columnWidth={layout.columnWidth.value}
          height={HEIGHT}
          low={0}
          high={1}
          reference={0.5}
          column={column}
          pointColor={(at) => {
            const t = tokenAt?.[at] ?? 0;
            return classColor(winner(verdict, t), columns);
          }}
        />
      </div>
    </div>
  );
}

/** "positive 0.91" for the whole text. */
export function FinalVerdict({ pane }: { pane: Pane | undefined }) {
  const verdict = pane?.verdict ?? null;
  if (pane === undefined || verdict === null || verdict.rows === 0) return null;
  const last = verdict.rows - 1;
  const best = winner(verdict, last);
  const probability = verdict.values[last * verdict.columns + best] as number;
  return (
    <output
      class="nlpw-final"
      style={{ color: classColor(best, verdict.columns) }}
      title="The verdict on the whole text"
    >
      {pane.traced.classes[best] ?? `class ${best}`} {formatProbability(probability)}
    </output>
  );
}
