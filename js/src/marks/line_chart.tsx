/** Lines over the columns, drawn only where they are in sight. */

export interface Series {
  readonly name: string;
  /** A CSS colour. */
  readonly color: string;
  readonly faint: boolean;
  /** Value in a column; null in a gap, which the line bridges; at NaN it breaks. */
  value(column: number): number | null;
}

interface Props {
  readonly series: readonly Series[];
  /** Columns [start, end) in sight. */
  readonly start: number;
  readonly end: number;
  readonly columnWidth: number;
  readonly height: number;
  /** Values at the bottom and at the top. */
  readonly low: number;
  readonly high: number;
  /** A thin horizontal line at this value. */
  readonly reference: number;
  /** The selected column. */
  readonly column: number;
  /** Colour of the point in a column. */
  pointColor(column: number): string;
}

const PAD = 6;

export function LineChart(props: Props) {
  const { series, start, end, columnWidth, height, column } = props;
  const y = (value: number) => lineY(value, props.low, props.high, height);
  const x = (at: number) => (at - start + 0.5) * columnWidth;
  const main = series.find(({ faint }) => !faint);
  const width = (end - start) * columnWidth;
  return (
    <svg
      class="nlpw-lines"
      style={{ left: `${start * columnWidth}px` }}
      width={width}
      height={height}
      aria-hidden="true"
    >
      <line class="nlpw-reference" x1="0" x2={width} y1={y(props.reference)} y2={y(props.reference)} />
      {series.map(({ name, color, faint, value }) => (
        <path
          key={name}
          class={faint ? "nlpw-faint" : ""}
          stroke={color}
          d={linePath(start - 1, end + 1, value, x, y)}
        />
      ))}
      {main !== undefined &&
        columns(start, end).map((at) => {
          const value = main.value(at);
          if (value === null || (columnWidth < 12 && at !== column)) return null;
          return <circle key={at} cx={x(at)} cy={y(value)} r={at === column ? 4 : 2} fill={props.pointColor(at)} />;
        })}
    </svg>
  );
}

/** Px from the top; values outside the scale stay at its ends. */
export function lineY(value: number, low: number, high: number, height: number): number {
  const share = Math.max(0, Math.min(1, (value - low) / (high - low)));
  return PAD + (1 - share) * (height - 2 * PAD);
}

/** SVG path through the columns [from, to) that have a value. */
export function linePath(
  from: number,
  to: number,
  value: (column: number) => number | null,
  x: (column: number) => number,
  y: (value: number) => number,
): string {
  let path = "";
  let pen = "M";
  for (const at of columns(from, to)) {
    const here = value(at);
    if (here === null) continue;
    if (Number.isNaN(here)) {
      pen = "M";
      continue;
    }
    path += `${pen}${round(x(at))} ${round(y(here))}`;
    pen = "L";
  }
  return path;
}

function columns(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, k) => from + k);
}

function round(px: number): number {
  return Math.round(px * 10) / 10;
}
