/** The difference of two traced texts or models, column by column. */

import type { Layer } from "../../protocol/gate_inspector.gen";
import type { Alignment } from "./columns";
import type { LayerData, Matrix, Role } from "./data";

/** Whether the units of two layers can stand in one order: the same cell, direction and sizes. */
export function alike(a: Layer, b: Layer): boolean {
  return a.direction === b.direction && a.kind === b.kind && sameSize(a, b);
}

/** Why two layers cannot be subtracted, in words; null when they can. */
export function obstacle(first: LayerData | undefined, second: LayerData | undefined): string | null {
  if (first === undefined || second === undefined) return "The numbers of both texts are not here yet.";
  const a = first.meta;
  const b = second.meta;
  if (a.kind !== b.kind) {
    return `No difference: the first layer is ${name(a.kind)}, the second ${name(b.kind)}; choose layers of one kind.`;
  }
  if (!sameSize(a, b)) {
    return `No difference: the layers have ${sizes(a)} and ${sizes(b)} units; only layers of the same size can be subtracted.`;
  }
  return null;
}

/** First minus second, (columns, units); NaN in columns where one of the texts has a gap. */
export function difference(first: LayerData, second: LayerData, role: Role, alignment: Alignment): Matrix {
  const a = first.values[role] as Matrix;
  const b = second.values[role] as Matrix;
  const units = a.columns;
  const values = new Float32Array(alignment.count * units).fill(Number.NaN);
  for (let column = 0; column < alignment.count; column++) {
    const s = alignment.tokenAt[0]?.[column] ?? -1;
    const t = alignment.tokenAt[1]?.[column] ?? -1;
    if (s < 0 || t < 0) continue;
    for (let unit = 0; unit < units; unit++) {
      values[column * units + unit] = (a.values[s * units + unit] as number) - (b.values[t * units + unit] as number);
    }
  }
  return { rows: alignment.count, columns: units, values };
}

/** Column to row of the difference: the column itself where both texts have a token, else -1. */
export function sharedColumns(alignment: Alignment): Int32Array {
  return Int32Array.from({ length: alignment.count }, (_, column) =>
    alignment.tokenAt.every((tokens) => (tokens[column] ?? -1) >= 0) ? column : -1,
  );
}

function sameSize(a: Layer, b: Layer): boolean {
  return a.hidden_size === b.hidden_size && a.output_size === b.output_size;
}

function name(kind: Layer["kind"]): string {
  return { lstm: "an LSTM", gru: "a GRU", rnn: "a plain RNN" }[kind];
}

function sizes({ hidden_size, output_size }: Layer): string {
  return hidden_size === output_size ? `${hidden_size}` : `${hidden_size} (projected to ${output_size})`;
}
