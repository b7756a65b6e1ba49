/** The figures of the explorer as tables. */

import type { Table } from "../../controls/table_dialog";
import { format, percent } from "../../marks/format";
import type { Window } from "./cells";
import { maxCurve, minCurve } from "./curve";
import { numbers } from "./formula";
import { figure, termName } from "./names";
import { cellText } from "./paint";
import type { Store } from "./state";
import { SCHEMES, weight } from "./weights";

interface Figure {
  readonly value: string;
  readonly label: string;
}

export function figuresOf({ fields }: Store): Figure[] {
  return [
    { value: "cells", label: "cells in sight" },
    { value: "formula", label: "formula" },
    { value: "neighbours", label: "neighbours" },
    { value: "pruning", label: "pruning" },
    ...(fields.classifier.value === null ? [] : [{ value: "weights", label: "weights of the classifier" }]),
  ];
}

export function tableOf(figure: string, store: Store, sight: Window): Table {
  if (figure === "formula") return formulaTable(store);
  if (figure === "neighbours") return neighbourTable(store);
  if (figure === "pruning") return pruningTable(store);
  if (figure === "weights") return weightTable(store);
  return cellTable(store, sight);
}

const MOST_ROWS = 100;
const MOST_COLUMNS = 60;

function cellTable({ cells, fields, scheme }: Store, sight: Window): Table {
  const rows = range(sight.row, Math.min(sight.rows, MOST_ROWS));
  const columns = range(sight.column, Math.min(sight.columns, MOST_COLUMNS));
  const { documents } = fields.size.value;
  const { unit } = fields.options.value;
  const label = SCHEMES.find(({ value }) => value === scheme.value)?.label ?? "";
  return {
    caption: `Cells in sight, ${label}; empty where not known here`,
    words: [1],
    columns: ["document", "title", ...columns.map((column) => termName(cells.column(column)?.term ?? "", unit))],
    rows: rows.map((row) => {
      const facts = cells.row(row);
      return [
        `${facts?.document ?? ""}`,
        facts?.title ?? "",
        ...columns.map((column) => {
          const count = cells.count(row, column);
          const df = cells.column(column)?.df;
          if (facts === undefined || count === undefined || df === undefined) return "";
          return cellText(scheme.value, weight(scheme.value, { ...facts, count, df, documents }));
        }),
      ];
    }),
  };
}

function formulaTable({ facts, fields }: Store): Table {
  const cell = fields.cell.value;
  const known = facts.value;
  return {
    caption: cell === null ? "No cell is selected" : `“${cell.term}” in document ${cell.document}`,
    words: [0, 1],
    columns: ["weighting", "numbers", "weight"],
    rows:
      known === null
        ? []
        : SCHEMES.map(({ value, label }) => [label, numbers(value, known), figure(weight(value, known))]),
  };
}

function neighbourTable({ neighbours, fields }: Store): Table {
  return {
    caption: `Documents nearest to document ${fields.cell.value?.document ?? "–"}`,
    words: [1, 2, 4],
    columns: ["document", "title", "label", "cosine", "shared terms: what each adds"],
    rows: (neighbours.value ?? []).map(({ document, title, label, similarity, shared, contributions }) => [
      `${document}`,
      title,
      label,
      format(similarity),
      shared.map((term, k) => `${term} ${format(contributions[k] ?? 0)}`).join(", "),
    ]),
  };
}

function pruningTable({ fields }: Store): Table {
  const pruning = fields.pruning.value;
  const rows = (name: string, curve: ReturnType<typeof minCurve>, said: (value: number) => string) =>
    curve.thresholds.map((threshold, k) => [
      name,
      said(threshold),
      `${curve.terms[k]}`,
      percent(curve.tokens[k] ?? Number.NaN),
    ]);
  return {
    caption: "Terms and tokens that stay",
    words: [0],
    columns: ["threshold", "value", "terms", "tokens"],
    rows: [
      ...rows("at least, documents", minCurve(pruning), String),
      ...rows("at most, share of documents", maxCurve(pruning), (value) => format(value)),
    ],
  };
}

function weightTable({ fields }: Store): Table {
  const trained = fields.classifier.value;
  const weights = trained === null ? [] : [...trained.negative, ...[...trained.positive].reverse()];
  return {
    caption: `Negative weights speak for ${trained?.classes[0] ?? ""}, positive ones for ${trained?.classes[1] ?? ""}`,
    words: [0],
    columns: ["term", "weight"],
    rows: weights.map(({ term, weight: value }) => [term, format(value, { signed: true })]),
  };
}

function range(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => start + k);
}
