/** The cell diagrams in words. */

import { format, percent } from "../../marks/format";
import { type LayerData, previousCell, type Role } from "./data";
import { gateSum, hasUnit, numberAt, partOf, previousHiddenAt } from "./terms";

/** Every number of the diagram, for those who do not see it. */
export function inWords(data: LayerData, step: number, unit: number): string {
  const { kind, direction } = data.meta;
  const sentences = [
    `${kind.toUpperCase()} cell, unit ${unit}, step ${step + 1} of ${data.steps}, token “${data.tokens[step] ?? ""}”`,
  ];
  if (direction === "backward") sentences.push("The layer reads right to left");
  const before = hasUnit(data, "hidden", unit) ? [`hidden state ${format(previousHiddenAt(data, step, unit))}`] : [];
  if (kind === "lstm") before.unshift(`cell state ${format(previousCell(data, step, unit))}`);
  if (before.length > 0) sentences.push(`Before: ${before.join(", ")}`);
  const now = data.quantities
    .filter(({ name }) => hasUnit(data, name, unit))
    .map(({ name, label }) => `${label} ${format(numberAt(data, name, step, unit))}`);
  sentences.push(`Now: ${now.join(", ")}`);
  return `${sentences.join(". ")}.`;
}

/** What the cell does at this step, in a sentence; null where its numbers are not numbers. */
export function inShort(data: LayerData, step: number, unit: number): string | null {
  const value = (role: Role) => numberAt(data, role, step, unit);
  if (data.meta.kind === "lstm") {
    const [forget, input, output] = [value("forget"), value("input"), value("output")];
    if (Number.isNaN(forget + input + output)) return null;
    return (
      `Keeps ${percent(forget)} of what it remembered, takes in ${percent(input)} of the candidate, ` +
      `shows ${percent(output)} of tanh of the sum.`
    );
  }
  if (data.meta.kind === "gru") {
    const [update, reset] = [value("update"), value("reset")];
    if (Number.isNaN(update + reset)) return null;
    return (
      `Keeps ${percent(update)} of the old state and takes ${percent(1 - update)} of the new one, ` +
      `which was made with ${percent(reset)} of the past.`
    );
  }
  const sum = gateSum(data, "hidden", step, unit);
  if (sum === null || Number.isNaN(sum.total)) return null;
  const [word, past] = [partOf(sum, "input"), partOf(sum, "recurrent")];
  return `The ${Math.abs(word) > Math.abs(past) ? "word" : "past"} weighs more: ${format(word)} from the word, ${format(past)} from the past.`;
}
