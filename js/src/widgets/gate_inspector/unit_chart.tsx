/** Lines of one unit over the steps: gates on [0, 1], below them the signed values. */

import type { Signal } from "@preact/signals";
import { scaleLinear } from "d3-scale";
import { useMemo } from "preact/hooks";
import { format } from "../../marks/format";
import { linePath } from "../../marks/line_chart";
import type { LayerData, Role } from "./data";
import { lit, pointed } from "./detail";
import { tickSteps, type UnitLine } from "./unit_stats";
import { useWidth } from "./use_width";

interface Props {
  data: LayerData;
  step: number;
  unit: number;
  lines: readonly UnitLine[];
  hidden: ReadonlySet<Role>;
  onSelect(patch: { step: number }): void;
  /** The step under the pointer, null when it leaves. */
  onPoint(step: number | null): void;
  highlight?: Signal<Role | null>;
}

const LEFT = 34;
const RIGHT = 8;
const TOP = 8;
const GATES_HEIGHT = 76;
const STATES_HEIGHT = 92;
const GAP = 22;
const AXIS = 20;
/** Room in px that a token label takes. */
const LABEL = 54;

export function UnitChart({ data, step, unit, lines, hidden, onSelect, onPoint, highlight }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>(520);
  const gates = lines.filter(({ signed }) => !signed);
  const states = lines.filter(({ signed }) => signed);
  const statesTop = gates.length > 0 ? TOP + GATES_HEIGHT + GAP : TOP;
  const bottom = statesTop + STATES_HEIGHT;
  const x = scaleLinear([-0.5, data.steps - 0.5], [LEFT, width - RIGHT]);
  const stepAt = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const share = (event.clientX - box.left) / (box.width || width);
    return Math.max(0, Math.min(data.steps - 1, Math.round(x.invert(share * width))));
  };
  const panel = { steps: data.steps, width, hidden, x, highlight, step };
  const numbers = lines.map(({ label, values }) => `${label} ${format(values[step] ?? Number.NaN)}`).join(", ");
  return (
    <div
      class="nlpw-unit-chart"
      ref={ref}
      role="slider"
      tabIndex={0}
      aria-label={`Unit ${unit} over time: selected step`}
      aria-valuemin={1}
      aria-valuemax={data.steps}
      aria-valuenow={step + 1}
      aria-valuetext={`step ${step + 1}, token ${data.tokens[step] ?? ""}: ${numbers}`}
      onKeyDown={(event) => {
        const next = nextStep(event.key, step, data.steps);
        if (next === null) return;
        event.preventDefault();
        event.stopPropagation();
        onSelect({ step: next });
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture?.(event.pointerId);
        onSelect({ step: stepAt(event) });
      }}
      onPointerMove={(event) => {
        const next = stepAt(event);
        onPoint(next);
        if (event.buttons === 1 && next !== step) onSelect({ step: next });
      }}
      onPointerLeave={() => onPoint(null)}
    >
      <svg width={width} height={bottom + AXIS} aria-hidden="true">
        <rect
          class="nlpw-selected-step"
          x={x(step - 0.5)}
          y={TOP - 4}
          width={Math.max(2, x(1) - x(0))}
          height={bottom - TOP + 8}
        />
        {gates.length > 0 && <Lines {...panel} lines={gates} top={TOP} height={GATES_HEIGHT} domain={[0, 1]} />}
        <Lines
          {...panel}
          lines={states}
          top={statesTop}
          height={STATES_HEIGHT}
          domain={signedDomain(data, states, hidden)}
        />
        {tickSteps(data.steps, step, (width - LEFT - RIGHT) / LABEL).map((tick) => (
          <text
            key={tick}
            class={tick === step ? "nlpw-unit-tick nlpw-unit-tick-selected" : "nlpw-unit-tick"}
            x={x(tick)}
            y={bottom + 15}
            text-anchor={x(tick) < LEFT + 24 ? "start" : x(tick) > width - 32 ? "end" : "middle"}
          >
            {shorten(data.tokens[tick] ?? "")}
          </text>
        ))}
      </svg>
    </div>
  );
}

interface LinesProps {
  steps: number;
  /** Of the whole chart in px; with the steps it makes `x`. */
  width: number;
  step: number;
  hidden: ReadonlySet<Role>;
  lines: readonly UnitLine[];
  x: (step: number) => number;
  top: number;
  height: number;
  domain: readonly [number, number];
  highlight: Signal<Role | null> | undefined;
}

function Lines({ steps, width, step, hidden, lines, x, top, height, domain, highlight }: LinesProps) {
  const [low, high] = domain;
  const y = scaleLinear(domain, [top + height, top]);
  // Paths through hundreds of steps stay as they are while the step moves.
  const paths = useMemo(() => {
    const finite = (value = Number.NaN) => (Number.isFinite(value) ? value : Number.NaN);
    return lines.map(({ values }) => linePath(0, steps, (t) => finite(values[t]), x, y));
  }, [lines, steps, width, low, high, top, height]);
  const text = y.tickFormat(4);
  return (
    <g>
      {(low < 0 ? [low, 0, high] : [low, high]).map((tick) => (
        <g key={tick} class="nlpw-grid">
          <line x1={x(-0.5)} x2={x(steps - 0.5)} y1={y(tick)} y2={y(tick)} />
          <text class="nlpw-unit-tick" x={LEFT - 6} y={y(tick) + 3.5} text-anchor="end">
            {text(tick).replace(/\.0+$/, "")}
          </text>
        </g>
      ))}
      {lines.map(({ name, values }, index) => {
        const value = values[step] ?? Number.NaN;
        if (hidden.has(name)) return null;
        return (
          <g
            key={name}
            class={`nlpw-unit-line nlpw-role-${name} ${lit(highlight, name)}`}
            {...pointed(highlight, name)}
          >
            <path d={paths[index]} />
            {Number.isFinite(value) && <circle cx={x(step)} cy={y(value)} r="3" />}
          </g>
        );
      })}
    </g>
  );
}

/** Symmetric around 0 and wide enough for all lines shown; from 0 up when nothing is negative (ReLU). */
function signedDomain(
  data: LayerData,
  lines: readonly UnitLine[],
  hidden: ReadonlySet<Role>,
): readonly [number, number] {
  let low = 0;
  let high = 0;
  for (const { name, values } of lines) {
    if (hidden.has(name)) continue;
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  const limit = Math.max(-low, high, 1e-6);
  const nice = Number.isFinite(limit) ? (scaleLinear([0, limit], [0, 1]).nice(4).domain()[1] ?? 1) : 1;
  return low < 0 || data.meta.nonlinearity !== "relu" ? [-nice, nice] : [0, nice];
}

function nextStep(key: string, step: number, steps: number): number | null {
  const page = Math.max(1, Math.round(steps / 10));
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: step - 1,
    ArrowDown: step - 1,
    ArrowRight: step + 1,
    ArrowUp: step + 1,
    PageDown: step - page,
    PageUp: step + page,
    Home: 0,
    End: steps - 1,
  };
  const next = moves[key];
  return next === undefined ? null : Math.max(0, Math.min(steps - 1, next));
}

function shorten(token: string): string {
  return token.length > 10 ? `${token.slice(0, 9)}…` : token;
}
