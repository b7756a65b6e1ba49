/** A text whose terms are tinted by weight and light up with the term under the pointer, wherever that is. */

import { type Signal, useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { piecesOf, type Span, segmentsOf } from "./segments";

interface Props {
  readonly name: string;
  readonly text: string;
  readonly spans: readonly Span[];
  /** Of the indices in `spans`. */
  readonly terms: readonly string[];
  /** Percent of colour behind a term, 0 to 100; null for a term outside the vocabulary. */
  readonly tint: (term: number) => number | null;
  readonly lit: Signal<string | null>;
  /** The selected term. */
  readonly selected: string | null;
  onPick(term: string): void;
}

export function LitText({ name, text, spans, terms, tint, lit, selected, onPick }: Props) {
  const box = useRef<HTMLElement>(null);
  const segments = useMemo(() => segmentsOf(text, spans), [text, spans]);
  const pieces = useMemo(() => piecesOf(segments), [segments]);
  const chosen = selected === null ? -1 : terms.indexOf(selected);
  const marked = useRef<readonly number[]>([]);

  // Lighting a term up touches its own pieces only: a review has thousands.
  useSignalEffect(() => {
    const term = lit.value === null ? -1 : terms.indexOf(lit.value);
    light(term);
  });
  function light(term: number): void {
    const { current } = box;
    if (current === null) return;
    for (const k of marked.current) current.children[k]?.classList.remove("nlpw-lit");
    marked.current = pieces.get(term) ?? [];
    for (const k of marked.current) current.children[k]?.classList.add("nlpw-lit");
  }
  useLayoutEffect(() => {
    marked.current = [];
    light(lit.peek() === null ? -1 : terms.indexOf(lit.peek() as string));
  });
  // The selected term comes into sight.
  useLayoutEffect(() => {
    const { current } = box;
    const first = current?.children[pieces.get(chosen)?.[0] ?? -1];
    if (!current || !(first instanceof HTMLElement)) return;
    const top = first.offsetTop;
    if (top < current.scrollTop || top > current.scrollTop + current.clientHeight - 24) {
      current.scrollTop = top - current.clientHeight / 3;
    }
  }, [chosen, pieces]);

  const termAt = (event: Event) => {
    const k = (event.target as HTMLElement).dataset?.k;
    const term = k === undefined ? undefined : segments[Number(k)]?.terms[0];
    return term === undefined ? null : (terms[term] ?? null);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list of terms does the same by keyboard
    <section
      class="nlpw-lit-text"
      ref={box}
      aria-label={name}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      onPointerOver={(event) => {
        lit.value = termAt(event);
      }}
      onPointerLeave={() => {
        lit.value = null;
      }}
      onClick={(event) => {
        const term = termAt(event);
        if (term !== null) onPick(term);
      }}
    >
      {segments.map(({ text: piece, terms: covering }, k) => {
        if (covering.length === 0) return <span key={k}>{piece}</span>;
        const shares = covering.map(tint);
        const known = shares.filter((share) => share !== null);
        const share = Math.max(0, ...known);
        const unknown = known.length === 0;
        return (
          <span
            key={k}
            data-k={k}
            class={`nlpw-piece${covering.includes(chosen) ? " nlpw-picked" : ""}${unknown ? " nlpw-outside" : ""}`}
            style={
              share > 0
                ? { background: `color-mix(in srgb, var(--nlpw-input) ${share.toFixed(0)}%, transparent)` }
                : undefined
            }
            title={unknown ? "outside the vocabulary" : undefined}
          >
            {piece}
          </span>
        );
      })}
    </section>
  );
}

/** Percent of colour behind a term of this weight: faint enough to read the text. */
export function tintOf(weight: number, top: number): number {
  return weight > 0 && top > 0 ? 5 + 40 * Math.min(1, weight / top) : 0;
}
