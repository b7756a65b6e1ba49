/** Frequency of words by their rank, both axes logarithmic: by Zipf's law about a straight line. */

import { scaleLog } from "d3-scale";
import { linePath } from "../../marks/line_chart";

export interface Curve {
  readonly id: string;
  readonly title: string;
  /** A CSS colour. */
  readonly color: string;
  readonly dashed: boolean;
  readonly ranks: ArrayLike<number>;
  readonly frequencies: ArrayLike<number>;
}

const WIDTH = 440;
const HEIGHT = 240;
const LEFT = 44;
const RIGHT = 10;
const TOP = 8;
const BOTTOM = 34;

export function RankChart({ curves, pointed }: { curves: readonly Curve[]; pointed: string | null }) {
  const last = Math.max(10, ...curves.map(({ ranks }) => ranks[ranks.length - 1] ?? 1));
  const top = Math.max(10, ...curves.map(({ frequencies }) => frequencies[0] ?? 1));
  const x = scaleLog([1, last], [LEFT, WIDTH - RIGHT]);
  const y = scaleLog([1, top], [HEIGHT - BOTTOM, TOP]);
  const path = ({ ranks, frequencies }: Curve) =>
    linePath(
      0,
      ranks.length,
      (k) => frequencies[k] ?? null,
      (k) => x(ranks[k] ?? 1),
      (value) => y(Math.max(1, value)),
    );
  return (
    <svg
      class="nlpw-ranks"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Frequency by rank after ${curves.map(({ title }) => title).join(", ")}`}
    >
      {powers(top).map((value) => (
        <g key={value}>
          <line class="nlpw-grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} />
          <text x={LEFT - 6} y={y(value) + 4} text-anchor="end">
            {short(value)}
          </text>
        </g>
      ))}
      {powers(last).map((value) => (
        <text key={value} x={x(value)} y={HEIGHT - BOTTOM + 15} text-anchor="middle">
          {short(value)}
        </text>
      ))}
      <text x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 4} text-anchor="middle">
        rank of the word
      </text>
      {curves.map((curve) => (
        <path
          key={curve.id}
          class={pointed !== null && pointed !== curve.id ? "nlpw-behind" : ""}
          d={path(curve)}
          stroke={curve.color}
          stroke-dasharray={curve.dashed ? "5 3" : undefined}
        >
          <title>{curve.title}</title>
        </path>
      ))}
    </svg>
  );
}

function powers(top: number): number[] {
  return Array.from({ length: Math.floor(Math.log10(top) + 1e-9) + 1 }, (_, k) => 10 ** k);
}

function short(value: number): string {
  return value >= 1e6 ? `${value / 1e6} M` : value >= 1e3 ? `${value / 1e3} k` : String(value);
}
