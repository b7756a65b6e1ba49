/** Made-up traits that are consistent: lanes by real edits, notes that fit the cards, counts of a made-up corpus. */

import { pack } from "../../protocol/codec";
import type {
  Card,
  CorpusCounts,
  Lane,
  Note,
  PreprocessingExplorerProps,
  StepInfo,
  StepOption,
  Stored,
} from "../../protocol/preprocessing_explorer.gen";
import { apply, rowsOf, STEPS, STOP_WORDS } from "./fake_steps";

export const SAMPLE =
  "<p>I don’t think it’s bad<br/>at all &mdash; a caf&eacute; scene with sore <b>feet</b>!</p> The well-known actors were better.";

interface FakeOptions {
  readonly text?: string;
  readonly on?: readonly string[];
  readonly names?: readonly string[];
}

const ON = [
  "strip_html",
  "remove_accents",
  "expand_contractions",
  "lowercase",
  "remove_special_characters",
  "lemmatize",
  "remove_stopwords",
];

const TITLES: Readonly<Record<string, readonly [title: string, help: string, before: string, after: string]>> = {
  strip_html: ["Strip HTML", "Takes tags off and resolves entities.", "<b>caf&eacute;</b>", "café"],
  remove_urls: ["Remove URLs", "Takes addresses out.", "see www.a.b/c", "see "],
  replace_emoji: ["Replace emoji", "Takes emoji out or writes their names.", "good 🙂", "good "],
  remove_accents: ["Remove accents", "Writes letters without their accents.", "café", "cafe"],
  expand_contractions: ["Expand contractions", "Writes contractions in full.", "don't", "do not"],
  lowercase: ["Lower case", "Writes everything in small letters.", "Good", "good"],
  remove_special_characters: ["Remove special characters", "Keeps letters, digits and white space.", "good!", "good"],
  stem: ["Stem", "Cuts endings off.", "watching", "watch"],
  lemmatize: ["Lemmatize", "Puts the dictionary form in place of a word.", "feet", "foot"],
  remove_stopwords: ["Remove stop words", "Takes frequent words out that say little.", "the film", "film"],
  collapse_whitespace: ["Collapse white space", "Makes one space of several.", "a  b", "a b"],
  shout: ["shout", "A function from Python.", "", ""],
};

const OPTIONS: Readonly<Record<string, readonly StepOption[]>> = {
  remove_special_characters: [
    { name: "remove_digits", kind: "bool", default: false, choices: [], help: "Take digits out, too." },
  ],
  stem: [
    {
      name: "algorithm",
      kind: "choice",
      default: "porter",
      choices: ["porter", "english", "lancaster"],
      help: "The stemmer.",
    },
  ],
  remove_stopwords: [
    { name: "words", kind: "words", default: STOP_WORDS, choices: [], help: "The words that are taken out." },
    { name: "keep_negations", kind: "bool", default: true, choices: [], help: "Keep “not”, “no”, “never”." },
  ],
  strip_html: [{ name: "separator", kind: "text", default: "", choices: [], help: "What stands for a dropped tag." }],
};

export function fakeProps({
  text = SAMPLE,
  on = ON,
  names = Object.keys(TITLES),
}: FakeOptions = {}): PreprocessingExplorerProps {
  const steps = names.map((name): Card => ({ id: `${name}-1`, name, on: on.includes(name), options: {} }));
  return {
    catalogue: Object.keys(TITLES).map(kindOf),
    corpus: null,
    counting: false,
    document: 0,
    document_count: 1,
    error: "",
    focus: null,
    folded: [],
    forms: FORMS,
    lanes: fakeLanes(text, steps),
    notes: fakeNotes(steps),
    panel: "forms",
    pipeline_code: "def preprocess(text: str) -> str:\n    return text.lower()",
    source_code: "explorer = nw.PreprocessingExplorer(text)",
    status: { state: "ready", message: "", progress: -1 },
    stemmer: "porter",
    steps,
    stored: null,
    text,
    theme: "auto",
  };
}

/** What the kernel answers to cards. */
export function fakeLanes(source: string, steps: readonly Card[]): Lane[] {
  let text = source;
  return steps
    .filter(({ on }) => on)
    .map(({ id, name, options }) => {
      const edits = STEPS[name]?.(text, options) ?? [];
      const next = apply(text, edits);
      const rows = next === text ? [] : rowsOf(text, edits);
      const lane = {
        id,
        text: next === text ? null : next,
        segments: pack({ shape: [rows.length / 5, 5], values: Int32Array.from(rows) }),
      };
      text = next;
      return lane;
    });
}

export function fakeNotes(steps: readonly Card[]): Note[] {
  const place = (name: string) => steps.findIndex((card) => card.name === name && card.on);
  const [stop, expand, stem, lemma] = ["remove_stopwords", "expand_contractions", "stem", "lemmatize"].map(place) as [
    number,
    number,
    number,
    number,
  ];
  const notes: Note[] = [];
  if (stop >= 0 && expand > stop) {
    const rest = steps.filter((_, k) => k !== expand);
    rest.splice(stop, 0, steps[expand] as Card);
    notes.push({
      kind: "stopwords-before-contractions",
      id: (steps[stop] as Card).id,
      other: (steps[expand] as Card).id,
      reason: "Stop words go before contractions are expanded: the “not” of “don't” is never seen.",
      fix: "Move “Expand contractions” before it",
      steps: rest,
    });
  }
  if (stem >= 0 && lemma >= 0) {
    notes.push({
      kind: "stem-and-lemma",
      id: (steps[lemma] as Card).id,
      other: (steps[stem] as Card).id,
      reason: "Stems are no words: the lemmatizer does not know them.",
      fix: "Switch “Stem” off",
      steps: steps.map((card, k) => (k === stem ? { ...card, on: false } : card)),
    });
  }
  return notes;
}

/** A saved page that holds every combination of the cards, or only those with at least `from` cards on. */
export function fakeStored(props: PreprocessingExplorerProps, from = 0): Stored {
  const { steps, text } = props;
  const lanes: Record<string, Lane> = {};
  const notes: Record<string, Note[]> = {};
  for (let bits = 0; bits < 2 ** steps.length; bits++) {
    const cards = steps.map((card, k) => ({ ...card, on: ((bits >> k) & 1) === 1 }));
    const key = cards.map(({ on }) => (on ? "1" : "0")).join("");
    if (cards.filter(({ on }) => on).length < from) continue;
    for (const lane of fakeLanes(text, cards)) {
      lanes[key.slice(0, steps.findIndex(({ id }) => id === lane.id) + 1)] = lane;
    }
    const here = fakeNotes(cards);
    if (here.length > 0) notes[key] = here;
  }
  return {
    ids: steps.map(({ id }) => id),
    lanes,
    notes,
    complete: from === 0,
    said: `${from === 0 ? "All" : "Some of the"} ${2 ** steps.length} combinations of the ${steps.length} steps are in this page.`,
  };
}

export function fakeCorpus(steps: readonly Card[], read: number, total: number): CorpusCounts {
  const on = steps.filter((card) => card.on);
  return {
    read,
    total,
    reference: "words of the English lookup tables",
    stages: ["", ...on.map(({ id }) => id)].map((id, k) => {
      const vocabulary = Math.round(52000 * 0.82 ** k);
      const ranks = Array.from({ length: 40 }, (_, j) => Math.round(vocabulary ** (j / 39)));
      const frequencies = ranks.map((rank) => Math.max(1, Math.round((90000 * 0.93 ** k) / (rank + 1.5) ** 1.02)));
      const tokens = Math.round(1_200_000 * 0.9 ** k);
      return {
        id,
        tokens,
        vocabulary,
        unknown: Math.round(tokens * 0.21 * 0.7 ** k),
        ranks: pack({ shape: [40], values: Int32Array.from(ranks) }),
        frequencies: pack({ shape: [40], values: Int32Array.from(frequencies) }),
        frequent: ["the", "a", "and", "of", "to", "is", "in", "it", "i", "this"],
      };
    }),
  };
}

function kindOf(name: string): StepInfo {
  const [title = name, help = "", before = "", after = ""] = TITLES[name] ?? [];
  return { name, title, help, before, after, options: [...(OPTIONS[name] ?? [])], custom: name === "shout" };
}

const FORMS: PreprocessingExplorerProps["forms"] = {
  words: [
    ["actors", 1, "actor", "actor", "act", "actor"],
    ["bad", 1, "bad", "bad", "bad", "bad"],
    ["café", 1, "café", "café", "café", "café"],
    ["feet", 1, "feet", "feet", "feet", "foot"],
    ["scene", 1, "scene", "scene", "scen", "scene"],
    ["university", 1, "univers", "univers", "univers", "university"],
    ["universe", 1, "univers", "univers", "univers", "universe"],
    ["were", 1, "were", "were", "wer", "be"],
    ["was", 1, "wa", "was", "was", "be"],
  ].map(([word, count, porter, english, lancaster, lemma]) => ({
    word: word as string,
    count: count as number,
    porter: porter as string,
    english: english as string,
    lancaster: lancaster as string,
    lemma: lemma as string,
  })),
  porter: [
    { kind: "over", key: "univers", words: ["university", "universe"], apart: ["university", "universe"] },
    { kind: "under", key: "be", words: ["were", "was"], apart: ["were", "wa"] },
  ],
  english: [{ kind: "under", key: "be", words: ["were", "was"], apart: ["were", "was"] }],
  lancaster: [{ kind: "under", key: "be", words: ["were", "was"], apart: ["wer", "was"] }],
};
