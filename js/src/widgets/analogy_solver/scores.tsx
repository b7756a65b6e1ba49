/** Accuracy per section, a bar for each run. */

import { whole } from "../../marks/format";
import type { Score, Section } from "../../protocol/analogy_solver.gen";
import { accuracy, METHOD_NAMES } from "./names";
import type { Store } from "./state";

/** Runs shown: the newest. */
export const RUNS = 4;

export interface Shown {
  /** In `scores`. */
  readonly at: number;
  readonly score: Score;
}

/** The newest runs of the file that was run last, oldest first. */
export function comparable(scores: readonly Score[]): Shown[] {
  const last = scores.at(-1);
  return scores
    .map((score, at) => ({ at, score }))
    .filter(({ score }) => score.file === last?.file)
    .slice(-RUNS);
}

export function nameOf({ embedding, method, exclude_inputs, restrict }: Score): string {
  const more = [exclude_inputs ? "" : "inputs allowed", restrict > 0 ? `first ${whole(restrict)}` : ""];
  return [embedding, METHOD_NAMES[method].name, ...more].filter((part) => part !== "").join(", ");
}

export function ScoresView({ store }: { store: Store }) {
  const runs = comparable(store.fields.scores.value);
  const newest = runs.at(-1)?.score;
  if (newest === undefined) return null;
  const sections = [newest.all, ...newest.sections];
  return (
    <figure class="nlpw-scores">
      <figcaption>
        Accuracy per section
        <ul class="nlpw-legend">
          {runs.map(({ at, score }, k) => (
            <li key={at}>
              <i class={`nlpw-run-${k}`} />
              {nameOf(score)}: <b>{accuracy(score.all.correct, score.all.asked)}</b> of {whole(score.all.asked)} asked,{" "}
              {whole(score.all.total - score.all.asked)} skipped
            </li>
          ))}
        </ul>
      </figcaption>
      <ul class="nlpw-sections">
        {sections.map((section, row) => (
          <li key={row} class={row === 0 ? "nlpw-all" : undefined}>
            <SectionName store={store} section={section} all={row === 0} />
            <span class="nlpw-bars">
              {runs.map(({ at, score }, k) => (
                <Bar key={at} run={k} section={row === 0 ? score.all : find(score, section.name)} />
              ))}
            </span>
            <span class="nlpw-coverage" title="Questions asked, of those in the file: the others have unknown words">
              {whole(section.asked)} of {whole(section.total)}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

function SectionName({ store, section, all }: { store: Store; section: Section; all: boolean }) {
  const name = all ? "all sections" : section.name;
  if (!store.live.value) return <span class="nlpw-cut">{name}</span>;
  return (
    <button
      type="button"
      class="nlpw-link nlpw-cut"
      title={`Show what went wrong in ${name}`}
      onClick={() => store.browseFailures({ section: all ? "" : section.name, offset: 0 })}
    >
      {name}
    </button>
  );
}

function Bar({ run, section }: { run: number; section: Section | undefined }) {
  if (section === undefined) return null;
  const { correct, asked } = section;
  const share = asked === 0 ? 0 : correct / asked;
  return (
    <span class="nlpw-bar-row" title={`${whole(correct)} of ${whole(asked)} right`}>
      <span class="nlpw-track-bar">
        <i class={`nlpw-run-${run}`} style={{ width: `${(100 * share).toFixed(2)}%` }} />
      </span>
      <span class="nlpw-value">{accuracy(correct, asked)}</span>
    </span>
  );
}

function find(score: Score, name: string): Section | undefined {
  return score.sections.find((section) => section.name === name);
}
