/** The figures as tables. */

import type { Table } from "../../controls/table_dialog";
import { format, whole } from "../../marks/format";
import { accuracy, METHOD_NAMES } from "./names";
import { comparable, nameOf } from "./scores";
import type { Store } from "./state";

export function figuresOf(store: Store): { value: string; label: string }[] {
  const { plane, baselines } = store.shown.value;
  return [
    { value: "answers", label: "answers" },
    ...(plane === null ? [] : [{ value: "plane", label: "parallelogram" }]),
    ...(baselines === null ? [] : [{ value: "baselines", label: "baselines" }]),
    ...(store.fields.consistency.value === null ? [] : [{ value: "offsets", label: "offsets" }]),
    ...(store.fields.scores.value.length === 0 ? [] : [{ value: "scores", label: "accuracy" }]),
  ];
}

export function tableOf(figure: string, store: Store): Table {
  const { a, b, c } = store.fields.terms.value;
  const caption = `${a} : ${b} :: ${c} : ?`;
  const { solved, plane, baselines } = store.shown.value;
  if (figure === "plane") {
    return {
      caption: `${caption}, in the plane through the three`,
      words: [0, 1],
      columns: ["point", "word", "x", "y", "distance from the plane"],
      rows: (plane?.points ?? []).map((point) => [
        point.name === "target" ? "b − a + c" : point.name,
        point.word,
        format(point.x),
        format(point.y),
        format(point.distance),
      ]),
    };
  }
  if (figure === "baselines") {
    const rows = (name: string, answers: (typeof solved)[number]["answers"]) =>
      answers.map(({ word, rank, score }) => [name, whole(rank), word, format(score)]);
    return {
      caption: `${caption}, without analogy`,
      words: [0, 2],
      columns: ["baseline", "rank", "word", "score"],
      rows: [...rows(`nearest to ${c}`, baselines?.nearest ?? []), ...rows("random", baselines?.random ?? [])],
    };
  }
  if (figure === "offsets") {
    const found = store.fields.consistency.value;
    return {
      caption: `Offsets of ${found?.relation ?? ""}: mean cosine ${format(found?.mean ?? Number.NaN)}, shuffled ${format(found?.shuffled ?? Number.NaN)}`,
      words: [0, 1],
      columns: ["a", "b", "cosine with the mean of the others"],
      rows: (found?.pairs ?? []).map((pair) => [pair.a, pair.b, format(pair.cosine)]),
    };
  }
  if (figure === "scores") {
    return {
      caption: "Questions answered",
      words: [0, 1],
      columns: ["run", "section", "right", "asked", "in the file", "accuracy"],
      rows: comparable(store.fields.scores.value).flatMap(({ score }) =>
        [{ ...score.all, name: "all sections" }, ...score.sections].map((one) => [
          nameOf(score),
          one.name,
          whole(one.correct),
          whole(one.asked),
          whole(one.total),
          accuracy(one.correct, one.asked),
        ]),
      ),
    };
  }
  return {
    caption,
    words: [0, 2],
    columns: ["method", "rank", "word", "score"],
    rows: solved.flatMap(({ method, answers }) =>
      answers.map(({ word, rank, score }) => [METHOD_NAMES[method].name, whole(rank), word, format(score)]),
    ),
  };
}
