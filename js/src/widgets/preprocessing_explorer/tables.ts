/** The figures of the explorer as tables. */

import type { Table } from "../../controls/table_dialog";
import { percent } from "../../marks/format";
import { unpack } from "../../protocol/codec";
import { titleOf } from "./corpus";
import { lineage } from "./provenance";
import type { Store } from "./state";
import { tokensOf } from "./tokens";

export const FIGURES = [
  { value: "lanes", label: "lanes" },
  { value: "tokens", label: "origin of the tokens" },
  { value: "forms", label: "stems and lemmas" },
  { value: "corpus", label: "corpus" },
  { value: "ranks", label: "frequency by rank" },
] as const;

export type Figure = (typeof FIGURES)[number]["value"];

/** Those that there is something to tell about. */
export function figuresOf({ fields }: Store): { value: Figure; label: string }[] {
  return FIGURES.filter(({ value }) => fields.corpus.value !== null || !["corpus", "ranks"].includes(value));
}

export function tableOf(figure: Figure, store: Store): Table {
  switch (figure) {
    case "lanes":
      return lanes(store);
    case "tokens":
      return tokens(store);
    case "forms":
      return forms(store);
    case "corpus":
      return corpus(store);
    case "ranks":
      return ranks(store);
  }
}

function lanes({ stages }: Store): Table {
  return {
    caption: "The text after each step",
    words: [0, 2],
    columns: ["after", "tokens", "text"],
    rows: stages.value.map(({ title, text }) => [
      title,
      `${text.value.split(/\s+/u).filter((word) => word !== "").length}`,
      text.value,
    ]),
  };
}

/** From the last text back: each of its tokens, and what it was in every stage. */
function tokens({ stages }: Store): Table {
  const { value: all } = stages;
  const rows = all.slice(1).map((stage) => stage.rows);
  const last = all.at(-1)?.text;
  return {
    caption: "Each token of the result, and the characters of every stage that it came out of",
    words: [1, ...all.map((_, k) => k + 2)],
    columns: ["place", "characters of the source", ...all.map(({ title }) => title)],
    rows: (last === undefined ? [] : tokensOf(last)).map((span, k) => {
      const lit = lineage(rows, all.length - 1, span);
      return [
        `${k + 1}`,
        (lit[0] ?? []).map(([start, stop]) => `${start}–${stop}`).join(", "),
        ...all.map(({ text }, at) => (lit[at] ?? []).map(([start, stop]) => text.slice(start, stop)).join(" … ")),
      ];
    }),
  };
}

function forms({ fields }: Store): Table {
  return {
    caption: "Stems and lemma of the words of the text",
    words: [0, 2, 3, 4, 5],
    columns: ["word", "times", "Porter", "English", "Lancaster", "lemma"],
    rows: fields.forms.value.words.map((word) => [
      word.word,
      `${word.count}`,
      word.porter,
      word.english,
      word.lancaster,
      word.lemma,
    ]),
  };
}

function corpus(store: Store): Table {
  const { value: counts } = store.fields.corpus;
  return {
    caption: counts === null ? "" : `${counts.read} of ${counts.total} texts; unknown: ${counts.reference}`,
    words: [0, 5],
    columns: ["after", "tokens", "vocabulary", "unknown", "share", "most frequent"],
    rows: (counts?.stages ?? []).map((stage) => [
      titleOf(store, stage),
      `${stage.tokens}`,
      `${stage.vocabulary}`,
      `${stage.unknown}`,
      stage.tokens === 0 ? "–" : percent(stage.unknown / stage.tokens),
      stage.frequent.join(", "),
    ]),
  };
}

function ranks(store: Store): Table {
  return {
    caption: "How often the word of a rank occurs",
    words: [0],
    columns: ["after", "rank", "frequency"],
    rows: (store.fields.corpus.value?.stages ?? []).flatMap((stage) => {
      const frequencies = unpack(stage.frequencies).values;
      return Array.from(unpack(stage.ranks).values, (rank, k) => [
        titleOf(store, stage),
        `${rank}`,
        `${frequencies[k] ?? ""}`,
      ]);
    }),
  };
}
