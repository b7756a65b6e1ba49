/** All words on one line along the direction, named as far as the names do not touch. */

import { format } from "../../marks/format";
import { LabelPlacer } from "../../marks/labels";
import type { Store } from "./state";

const HEIGHT = 132;
const PAD = 16;
const AXIS = HEIGHT - 22;
const RADIUS = 3;
/** Px of an average letter of 11 px type. */
const LETTER = 6.1;

export interface Dot {
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

/** How far the axis reaches on both sides: to the largest component that is shown at any strength. */
export function reachOf(before: Float64Array): number {
  let most = 0.05;
  for (const value of before) most = Math.max(most, Math.abs(value));
  return most * 1.05;
}

/** Dots beside each other where they would lie on top of each other: always in the same lane, so that none jumps. */
export function dotsOf(values: Float64Array, reach: number, width: number): Dot[] {
  const half = width / 2 - PAD;
  return Array.from(values, (value, at) => ({
    at,
    x: width / 2 + (value / reach) * half,
    // lanes by the golden ratio: neighbours of a list are far apart
    y: 12 + ((at * 0.618034) % 1) * (AXIS - 26),
  }));
}

/** Names, the farthest out first; what is found comes before all. */
export function labelsOf(dots: readonly Dot[], words: readonly string[], width: number, first: ReadonlySet<number>) {
  const placer = new LabelPlacer({ width, height: AXIS, margin: 0 });
  for (const { x, y } of dots) placer.reserve(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS);
  const middle = width / 2;
  const order = [...dots].sort(
    (one, other) =>
      Number(first.has(other.at)) - Number(first.has(one.at)) || Math.abs(other.x - middle) - Math.abs(one.x - middle),
  );
  const widthOf = (at: number) => (words[at] ?? "").length * LETTER;
  for (const { at, x, y } of order) placer.place(at, x, y, RADIUS + 3, widthOf, true);
  return placer.placed;
}

export function Strip({ store }: { store: Store }) {
  const components = store.components.value;
  const placed = store.fields.placed.value;
  const words = store.words.value;
  if (components === null || placed === null || words === null) {
    return <p class="nlpw-none nlpw-waiting">{store.built.value?.problem || "No direction yet."}</p>;
  }
  const width = Math.max(240, stripWidth(store.width.value));
  const reach = reachOf(components.before);
  const dots = dotsOf(components.now, reach, width);
  const found = matches(placed.words, store.found.value);
  const labels = labelsOf(dots, placed.words, width, found);
  const [positive, ...others] = store.wish.value.groups;
  const path = (keep: (at: number) => boolean) =>
    dots
      .filter(({ at }) => keep(at))
      .map(({ x, y }) => `M${(x - RADIUS).toFixed(1)} ${y.toFixed(1)}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`)
      .join("");
  const exempt = (at: number) => Boolean(words.exempt[at]);
  return (
    <svg
      class="nlpw-strip"
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={`${placed.words.length} words along ${store.wish.value.name}: ${others.join(" or ")} at the left, ${positive} at the right`}
    >
      <path class="nlpw-axis" d={`M${PAD} ${AXIS}H${width - PAD}M${width / 2} 6V${AXIS + 4}`} />
      <path class="nlpw-dot nlpw-first" d={path((at) => !exempt(at) && (components.before[at] as number) >= 0)} />
      <path class="nlpw-dot nlpw-other" d={path((at) => !exempt(at) && (components.before[at] as number) < 0)} />
      <path class="nlpw-dot nlpw-spared" d={path(exempt)} />
      {labels.map(({ point, x, y }) => (
        <text key={point} class={found.has(point) ? "nlpw-hit" : undefined} x={x.toFixed(1)} y={(y + 4).toFixed(1)}>
          {placed.words[point]}
        </text>
      ))}
      <text class="nlpw-end" x={PAD} y={HEIGHT - 5}>
        ← {others.join(", ")} {format(-reach, { digits: 2 })}
      </text>
      <text class="nlpw-end nlpw-middle" x={width / 2} y={HEIGHT - 5}>
        0
      </text>
      <text class="nlpw-end nlpw-right" x={width - PAD} y={HEIGHT - 5}>
        {format(reach, { digits: 2 })} {positive} →
      </text>
    </svg>
  );
}

/** The words that hold what is searched for. */
export function matches(words: readonly string[], text: string): Set<number> {
  const wish = text.trim().toLowerCase();
  if (wish === "") return new Set();
  return new Set(words.flatMap((word, at) => (word.toLowerCase().includes(wish) ? [at] : [])));
}

/** Beside the builder, where there is room for both. */
export function stripWidth(width: number): number {
  return width >= 760 ? width - 290 : width - 26;
}
