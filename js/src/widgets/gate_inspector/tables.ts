/** The figures of the inspector as tables. */

import type { Table } from "../../controls/table_dialog";
import { format } from "../../marks/format";
import type { LayerData, Role } from "./data";
import type { Pane } from "./state";

/** Steps on either side of the selected one in the table of a strip. */
const AROUND = 5;

interface Figure {
  readonly value: string;
  readonly label: string;
}

export function figuresOf(pane: Pane, data: LayerData): Figure[] {
  return [
    { value: "unit", label: "unit over time" },
    ...(pane.verdict === null ? [] : [{ value: "verdict", label: "verdict" }]),
    ...data.quantities.map(({ name, label }) => ({ value: name, label })),
  ];
}

export function tableOf(
  figure: string,
  pane: Pane,
  data: LayerData,
  step: number,
  unit: number,
  order: Int32Array,
): Table {
  if (figure === "verdict" && pane.verdict !== null) return verdictTable(pane);
  if (data.values[figure as Role] === undefined) return unitTable(data, unit);
  return stripTable(data, figure as Role, step, order);
}

function verdictTable({ verdict, item, traced }: Pane): Table {
  const { rows, columns, values } = verdict as NonNullable<Pane["verdict"]>;
  return {
    caption: "Probability of each class after each word",
    words: [1],
    columns: ["step", "word", ...Array.from({ length: columns }, (_, k) => traced.classes[k] ?? `class ${k}`)],
    rows: Array.from({ length: rows }, (_, t) => [
      `${t + 1}`,
      item.tokens[t] ?? "",
      ...Array.from({ length: columns }, (_, k) => format(values[t * columns + k] as number)),
    ]),
  };
}

function unitTable(data: LayerData, unit: number): Table {
  const shown = data.quantities.filter(({ name }) => unit < (data.values[name]?.columns ?? 0));
  return {
    caption: `Unit ${unit} at each step`,
    words: [1],
    columns: ["step", "word", ...shown.map(({ label, symbol }) => `${label} ${symbol}`)],
    rows: data.tokens.map((token, t) => [
      `${t + 1}`,
      token,
      ...shown.map(({ name }) => {
        const { columns = 0, values } = data.values[name] ?? {};
        return format(values?.[t * columns + unit] ?? Number.NaN);
      }),
    ]),
  };
}

function stripTable(data: LayerData, role: Role, step: number, order: Int32Array): Table {
  const { columns = 0, values } = data.values[role] ?? {};
  const first = Math.max(0, step - AROUND);
  const steps = Array.from({ length: Math.min(data.steps, step + AROUND + 1) - first }, (_, k) => first + k);
  const quantity = data.quantities.find(({ name }) => name === role);
  return {
    caption: `${quantity?.label ?? role}: every unit, in the order shown, at steps ${first + 1} to ${first + steps.length}`,
    columns: ["unit", ...steps.map((t) => `${t + 1} ${data.tokens[t] ?? ""}`)],
    rows: [...order].map((unit) => [
      `${unit}`,
      ...steps.map((t) => format(values?.[t * columns + unit] ?? Number.NaN)),
    ]),
  };
}
