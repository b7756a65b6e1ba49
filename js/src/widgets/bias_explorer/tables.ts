/** The figures as tables. */

import type { Table } from "../../controls/table_dialog";
import { format, formatProbability } from "../../marks/format";
import { unpack } from "../../protocol/codec";
import { COLUMNS, NAMES } from "./methods_panel";
import { number, share } from "./names";
import { pointsOf } from "./plane_panel";
import type { Store } from "./state";
import { orderOf } from "./words";

export function figuresOf(store: Store): { value: string; label: string }[] {
  const { plane, compared, reading } = store.fields;
  return [
    { value: "words", label: "words along the direction" },
    { value: "variance", label: "explained variance" },
    ...(store.weat.value === null ? [] : [{ value: "test", label: "association test" }]),
    ...(store.ranked.value === null ? [] : [{ value: "analogy", label: "analogy" }]),
    ...(plane.value === null ? [] : [{ value: "plane", label: "plane" }]),
    ...(reading.value === null || reading.value.problem !== "" ? [] : [{ value: "sentence", label: "sentence" }]),
    ...(compared.value.length === 0 ? [] : [{ value: "methods", label: "methods" }]),
  ];
}

export function tableOf(figure: string, store: Store): Table {
  const { fields } = store;
  const strength = format(fields.strength.value, { digits: 2 });
  const now = `strength ${strength}`;
  switch (figure) {
    case "variance":
      return {
        caption: "Explained variance of the pairs",
        words: [0],
        columns: ["direction", "component", "share", "in the subspace"],
        rows: fields.built.value.flatMap(({ name, explained, dims }) =>
          explained.map((part, k) => [name, String(k + 1), share(part), k < dims ? "yes" : "no"]),
        ),
      };
    case "test":
      return testTable(store, now);
    case "analogy": {
      const { a, b, c } = fields.question.value ?? { a: "", b: "", c: "" };
      const ranked = store.ranked.value;
      return {
        caption: `${a} : ${b} :: ${c} : ?`,
        words: [1, 3],
        columns: ["rank", "as given", "score", now, "score"],
        rows: (ranked?.before ?? []).map((one, k) => {
          const other = ranked?.now[k];
          return [String(k + 1), one.word, format(one.score), other?.word ?? "", number(other?.score ?? null)];
        }),
      };
    }
    case "plane":
      return {
        caption: "The plane of the direction",
        words: [0],
        columns: ["word", "step", "along the direction", "beside it", "from the plane"],
        rows: (fields.plane.value?.words ?? []).flatMap(({ word, path }) =>
          pointsOf(path).map(({ x, y, away }, k) => [
            word,
            String(k),
            format(x, { signed: true, digits: 3 }),
            number(y),
            number(away),
          ]),
        ),
      };
    case "sentence": {
      const found = fields.reading.value;
      const values = found === null ? [] : unpack(found.probabilities).values;
      return {
        caption: "P(positive)",
        columns: ["strength", found?.sentence ?? "", found?.swapped ?? ""],
        rows: Array.from({ length: 21 }, (_, k) => [
          format(k / 20, { digits: 2 }),
          formatProbability(values[5 * k] as number),
          formatProbability(values[101 + 5 * k] as number),
        ]),
      };
    }
    case "methods":
      return {
        caption: "Methods compared",
        words: [0, 1],
        columns: ["method", "options", ...COLUMNS.map(({ name }) => name)],
        rows: fields.compared.value.map((row) => [
          NAMES[row.method],
          row.note,
          ...COLUMNS.map(({ key, show }) => show(row[key])),
        ]),
      };
    default:
      return wordsTable(store, now);
  }
}

function wordsTable(store: Store, now: string): Table {
  const { placed, subspace, exempt, order } = store.fields;
  const components = store.components.value;
  const shares = store.shares.value;
  const words = placed.value?.words ?? [];
  return {
    caption: `Words along ${subspace.value}`,
    words: [0, 4],
    columns: ["word", "component as given", now, "women, %", "exempt"],
    rows: orderOf(components?.before ?? new Float64Array(0), order.value, shares).map((at) => [
      words[at] ?? "",
      format(components?.before[at] ?? Number.NaN, { signed: true }),
      format(components?.now[at] ?? Number.NaN, { signed: true }),
      Number.isNaN(shares[at] as number) ? "–" : format(shares[at] as number, { digits: 1 }),
      exempt.value.includes(words[at] ?? "") ? "yes" : "",
    ]),
  };
}

function testTable(store: Store, now: string): Table {
  const { association, test } = store.fields;
  const found = association.value;
  const weat = store.weat.value;
  const names = test.value;
  if (found === null || weat === null || names === null) return { caption: "No test", columns: [], rows: [] };
  const words = [...found.x, ...found.y];
  return {
    caption: `${names.name}: d ${number(weat.before.effect)} as given, ${number(weat.now.effect)} now`,
    words: [0, 1],
    columns: ["word", "target", "association as given", now],
    rows: words.map((word, k) => [
      word,
      k < found.x.length ? names.x_name : names.y_name,
      format(weat.before.associations[k] as number, { signed: true }),
      format(weat.now.associations[k] as number, { signed: true }),
    ]),
  };
}
