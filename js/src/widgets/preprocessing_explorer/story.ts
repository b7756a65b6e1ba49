/** What happened to a stretch, step by step, in one line. */

import type { Text } from "../../marks/code_points";
import type { Span } from "./provenance";

/** A text that the stretch had, and the step that made it. */
export interface Beat {
  /** "" for the source. */
  readonly step: string;
  readonly text: string;
}

export interface Story {
  /** From the source on; steps that left it alone are left out. */
  readonly beats: readonly Beat[];
  /** The step that removed it. */
  readonly removedBy: string | null;
  /** Where it came from nothing: the step that added it. */
  readonly addedBy: string | null;
}

interface Told {
  readonly title: string;
  readonly text: Text;
}

/** Characters shown of a long stretch. */
const LIMIT = 60;

export function tell(stages: readonly Told[], lit: readonly (readonly Span[])[]): Story {
  const beats: Beat[] = [];
  let removedBy: string | null = null;
  let addedBy: string | null = null;
  for (const [k, { title, text }] of stages.entries()) {
    const spans = lit[k] ?? [];
    if (spans.length === 0) {
      if (beats.length === 0) continue;
      removedBy = title;
      break;
    }
    if (beats.length === 0 && k > 0) addedBy = title;
    const words = spans.map(([start, stop]) => text.slice(start, stop)).join(" … ");
    if (beats.at(-1)?.text !== words) beats.push({ step: k === 0 ? "" : title, text: words });
  }
  return { beats, removedBy, addedBy };
}

/** Short enough for one line; the middle of a long stretch is left out. */
export function clip(text: string, limit = LIMIT): string {
  const points = [...text.replaceAll(/\s+/gu, " ")];
  if (points.length <= limit) return points.join("");
  const half = Math.floor((limit - 1) / 2);
  return `${points.slice(0, half).join("")}…${points.slice(-half).join("")}`;
}
