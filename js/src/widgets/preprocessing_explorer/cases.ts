/** Cases for the dev page that Python's contract does not hold. */

import type { PreprocessingExplorerProps } from "../../protocol/preprocessing_explorer.gen";
import { fakeCorpus, fakeLanes, fakeNotes, fakeProps, fakeStored } from "./fake";

const SENTENCE =
  "I don't know why <i>The Café</i> was panned: the actors were better than in most movies I've watched, and it's funny.<br /><br />";
const HOSTILE =
  "שלום <b>עולם</b> مرحبا 👩‍👩‍👧‍👦 cafe\u0301 🇩🇪 naïve\u0000 <<<b x='>'>a < b &amp; &unknown; 𝒳𝒴 ‮override‬ zero\u200bwidth \ufffd averyveryverylongwordwithoutanyspaceatallthatgoesonandonandonandonandonandonandonandonandon";

export const cases: Readonly<Record<string, () => PreprocessingExplorerProps>> = {
  sample: () => fakeProps(),
  long: () => ({ ...fakeProps({ text: SENTENCE.repeat(24) }), document: 2, document_count: 25000 }),
  held: () => ({ ...fakeProps(), focus: { id: "lemmatize-1", start: 42, stop: 46 } }),
  hostile: () => fakeProps({ text: HOSTILE }),
  all_on: () => {
    const props = fakeProps();
    const steps = props.steps.map((card) => ({ ...card, on: true })).reverse();
    return { ...props, steps, lanes: fakeLanes(props.text, steps), notes: fakeNotes(steps) };
  },
  empty: () => ({ ...fakeProps({ text: "" }), forms: { words: [], porter: [], english: [], lancaster: [] } }),
  folded: () => {
    const props = fakeProps();
    return { ...props, folded: ["", ...props.steps.map(({ id }) => id)], panel: "" };
  },
  error: () => ({ ...fakeProps(), error: "shout: expected text, got None; the function must return a str." }),
  working: () => ({
    ...fakeProps(),
    status: { state: "working", message: "running the pipeline", progress: 0.4 },
  }),
  saved: () => {
    const props = fakeProps();
    return { ...props, stored: fakeStored(props) };
  },
  saved_partly: () => {
    const names = ["strip_html", "expand_contractions", "lowercase", "remove_stopwords"];
    const props = fakeProps({ names, on: names });
    return { ...props, stored: fakeStored(props, 4) };
  },
  corpus: () => {
    const props = fakeProps();
    return { ...props, panel: "corpus", document_count: 25000, corpus: fakeCorpus(props.steps, 25000, 25000) };
  },
  counting: () => {
    const props = fakeProps();
    const corpus = fakeCorpus(props.steps, 4200, 25000);
    return { ...props, panel: "corpus", document_count: 25000, counting: true, corpus };
  },
};
