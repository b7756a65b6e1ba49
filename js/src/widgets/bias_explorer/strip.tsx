/** All words on one line along the direction, named as far as the names do not touch. */

import { useMemo } from "preact/hooks";
import { format } from "../../marks/format";
import { Names, placeNames, type Spot } from "./name_labels";
import type { Store } from "./state";

const PAD = 16;
/** Px below the line of dots: the ends of the axis. */
const FOOT = 22;
const RADIUS = 3;

/** How far the axis reaches on both sides: to the largest component that is shown at any strength. */
export function reachOf(before: Float64Array): number {
  let most = 0.05;
  for (const value of before) most = Math.max(most, Math.abs(value));
  return most * 1.05;
}

/** Dots beside each other where they would lie on top of each other: always in the same lane, so that none jumps. */
export function dotsOf(values: Float64Array, reach: number, width: number, height: number): Spot[] {
  const half = width / 2 - PAD;
  return Array.from(values, (value, at) => ({
    at,
    x: width / 2 + (value / reach) * half,
    // lanes by the golden ratio: neighbours of a list are far apart
    y: 12 + ((at * 0.618034) % 1) * (height - FOOT - 26),
  }));
}

/** Words by how much their names matter: what is found, then the farthest out before; the same at every strength. */
export function weightiest(before: Float64Array, found: ReadonlySet<number>): number[] {
  return Array.from(before, (_, at) => at).sort(
    (one, other) =>
      Number(found.has(other)) - Number(found.has(one)) ||
      Math.abs(before[other] as number) - Math.abs(before[one] as number),
  );
}

export function Strip({ store }: { store: Store }) {
  const components = store.components.value;
  const placed = store.fields.placed.value;
  const words = store.words.value;
  const text = store.found.value;
  const before = components?.before;
  const found = useMemo(() => matches(placed?.words ?? [], text), [placed, text]);
  const order = useMemo(() => (before === undefined ? [] : weightiest(before, found)), [before, found]);
  if (components === null || placed === null || words === null) {
    return <p class="nlpw-none nlpw-waiting">{store.built.value?.problem || "No direction yet."}</p>;
  }
  const width = Math.max(240, stripWidth(store.width.value));
  const height = placed.words.length > 60 ? 180 : 132;
  const axis = height - FOOT;
  const reach = reachOf(components.before);
  const dots = dotsOf(components.now, reach, width, height);
  const spots = order.map((at) => dots[at] as Spot);
  const labels = placeNames(spots, placed.words, { width, height: axis, radius: RADIUS });
  const [positive, ...others] = store.wish.value.groups;
  const path = (keep: (at: number) => boolean, mark = "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0") =>
    dots
      .filter(({ at }) => keep(at))
      .map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}${mark}`)
      .join("");
  const exempt = (at: number) => Boolean(words.exempt[at]);
  return (
    <svg
      class="nlpw-strip"
      width={width}
      height={height}
      role="img"
      aria-label={`${placed.words.length} words along ${store.wish.value.name}: ${others.join(" or ")} at the left, ${positive} at the right`}
    >
      <path class="nlpw-axis" d={`M${PAD} ${axis}H${width - PAD}M${width / 2} 6V${axis + 4}`} />
      <path class="nlpw-dot nlpw-first" d={path((at) => !exempt(at) && (components.before[at] as number) >= 0)} />
      <path class="nlpw-dot nlpw-other" d={path((at) => !exempt(at) && (components.before[at] as number) < 0)} />
      <path class="nlpw-dot nlpw-spared" d={path(exempt, "m-4 0l4 -4l4 4l-4 4z")} />
      <Names labels={labels} spots={spots} words={placed.words} hits={found} />
      <text class="nlpw-end" x={PAD} y={height - 5}>
        ← {others.join(", ")} {format(-reach, { digits: 2 })}
      </text>
      <text class="nlpw-end nlpw-middle" x={width / 2} y={height - 5}>
        0
      </text>
      <text class="nlpw-end nlpw-right" x={width - PAD} y={height - 5}>
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
