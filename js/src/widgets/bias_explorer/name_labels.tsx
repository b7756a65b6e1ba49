/** Words beside their points, as far as they do not touch. */

import { type LabelBox, LabelPlacer } from "../../marks/labels";

/** Px of an average letter of 11 px type; a name that is wider grows away from its point. */
const LETTER = 6.4;

export interface Spot {
  /** Which word. */
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

interface Space {
  readonly width: number;
  readonly height: number;
  /** Radius of the points, px. */
  readonly radius: number;
  /** Other words on the picture, where they begin and the middle of their line. */
  readonly taken?: readonly { readonly text: string; readonly x: number; readonly y: number }[];
}

/** The names that have room, those first that matter most; none covers a point or an edge. */
export function placeNames(
  spots: readonly Spot[],
  words: readonly string[],
  { width, height, radius, taken = [] }: Space,
): LabelBox[] {
  const placer = new LabelPlacer({ width, height, margin: 0 });
  placer.reserve(0, -height, width, 0);
  placer.reserve(0, height, width, 2 * height);
  for (const { text, x, y } of taken) placer.reserve(x, y - 8, x + text.length * LETTER, y + 8);
  for (const { x, y } of spots) placer.reserve(x - radius, y - radius, x + radius, y + radius);
  const widthOf = (at: number) => (words[at] ?? "").length * LETTER;
  for (const { at, x, y } of spots) placer.place(at, x, y, radius + 3, widthOf, true);
  return placer.placed;
}

interface NamesProps {
  readonly labels: readonly LabelBox[];
  readonly spots: readonly Spot[];
  readonly words: readonly string[];
  /** Words that stand out. */
  readonly hits?: ReadonlySet<number>;
}

export function Names({ labels, spots, words, hits }: NamesProps) {
  const places = new Map(spots.map((spot) => [spot.at, spot.x]));
  return (
    <>
      {labels.map(({ point, x, y, width }) => {
        const own = places.get(point) ?? x;
        const [side, at] =
          x >= own ? ["", x] : x + width <= own ? ["nlpw-right", x + width] : ["nlpw-middle", x + width / 2];
        return (
          <text
            key={point}
            class={`${side}${hits?.has(point) ? " nlpw-hit" : ""}`}
            x={at.toFixed(1)}
            y={(y + 4).toFixed(1)}
          >
            {words[point]}
          </text>
        );
      })}
    </>
  );
}
