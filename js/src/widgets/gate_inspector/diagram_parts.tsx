/** What the cell diagrams are drawn with: wires, operators, gates, labels. */

import type { Signal } from "@preact/signals";
import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import { format } from "../../marks/format";
import type { Role } from "./data";
import { lit, pointed } from "./detail";
import { arrowHead, type Point, round, roundedPath } from "./diagram_geometry";

interface Frame {
  readonly width: number;
  /** A backward layer is drawn from right to left, as its tokens are read. */
  readonly mirrored: boolean;
  readonly highlight: Signal<Role | null> | undefined;
}

export const FrameContext = createContext<Frame>({ width: 0, mirrored: false, highlight: undefined });

/** Height of a gate's box in px. */
export const BOX_HEIGHT = 42;

interface WireProps {
  points: readonly Point[];
  /** Colour: that of a quantity, else ink. */
  quantity?: Role;
  arrow?: boolean;
  wide?: boolean;
  /** Keeps a gap where it crosses another wire. */
  over?: boolean;
}

export function Wire({ points, quantity, arrow = false, wide = false, over = false }: WireProps) {
  const { flip, className } = useFrame(quantity);
  const line = points.map(flip);
  const path = roundedPath(line);
  return (
    <g class={`nlpw-wire ${wide ? "nlpw-wire-wide" : ""} ${className}`}>
      {over && <path class="nlpw-wire-gap" d={path} />}
      <path d={path} />
      {arrow && (
        <polygon
          points={arrowHead(line, wide ? 8 : 6)
            .map(([x, y]) => `${round(x)},${round(y)}`)
            .join(" ")}
        />
      )}
    </g>
  );
}

/** A point where a wire branches. */
export function Joint({ at, quantity }: { at: Point; quantity?: Role }) {
  const { flip, className } = useFrame(quantity);
  const [x, y] = flip(at);
  return <circle class={`nlpw-joint ${className}`} cx={x} cy={y} r="2.5" />;
}

/** ×, +, 1−, tanh: what happens on the way. */
export function Operator({ at, children }: { at: Point; children: string }) {
  const { flip } = useFrame();
  const [x, y] = flip(at);
  const half = children.length > 1 ? 5 + 3.2 * children.length : 9;
  return (
    <g class="nlpw-operator">
      <rect x={x - half} y={y - 9} width={2 * half} height="18" rx="9" />
      <text x={x} y={y + 4} text-anchor="middle">
        {children}
      </text>
    </g>
  );
}

interface GateProps {
  /** Centre in x, top in y. */
  at: Point;
  width: number;
  quantity: Role;
  name: string;
  value: number;
  /** A gauge from the middle, for values in [-1, 1]; else from the left, for [0, 1]. */
  signed?: boolean;
  /** False for values without an upper end. */
  gauge?: boolean;
}

/** A gate: its name, its value, and a gauge of how far it is open. */
export function Gate({ at, width, quantity, name, value, signed = false, gauge = true }: GateProps) {
  const { flip, className, highlight } = useFrame(quantity);
  const [x, y] = flip(at);
  const left = x - width / 2;
  const inner = width - 16;
  const share = Number.isNaN(value) ? 0 : Math.max(signed ? -1 : 0, Math.min(1, value));
  const start = signed ? x + (Math.min(0, share) * inner) / 2 : left + 8;
  return (
    <g class={`nlpw-gate ${className}`} {...pointed(highlight, quantity)}>
      <rect class="nlpw-gate-box" x={left} y={y} width={width} height={BOX_HEIGHT} rx="6" />
      <text
        class={width < 70 ? "nlpw-gate-name nlpw-gate-narrow" : "nlpw-gate-name"}
        x={x}
        y={y + 14}
        text-anchor="middle"
      >
        {name}
      </text>
      <text class="nlpw-gate-value" x={x} y={y + 28} text-anchor="middle" {...numberData(quantity, value)}>
        {format(value)}
      </text>
      {gauge && (
        <>
          <rect class="nlpw-gauge" x={left + 8} y={y + 34} width={inner} height="3" rx="1.5" />
          <rect
            class="nlpw-gauge-fill"
            x={round(start)}
            y={y + 34}
            width={round((Math.abs(share) * inner) / (signed ? 2 : 1))}
            height="3"
            rx="1.5"
          />
        </>
      )}
    </g>
  );
}

interface PartProps {
  at: Point;
  width: number;
  name: string;
  /** Null where it is not known. */
  value: number | null;
  quantity?: Role;
}

/** A box that is no gate: a product or a function, with its number. */
export function Part({ at, width, name, value, quantity }: PartProps) {
  const { flip, className } = useFrame(quantity);
  const [x, y] = flip(at);
  return (
    <g class={`nlpw-gate ${className}`}>
      <rect class="nlpw-gate-box" x={x - width / 2} y={y} width={width} height={BOX_HEIGHT} rx="6" />
      <text class="nlpw-gate-name" x={x} y={y + (value === null ? 25 : 17)} text-anchor="middle">
        {name}
      </text>
      {value !== null && (
        <text class="nlpw-gate-value" x={x} y={y + 32} text-anchor="middle">
          {format(value)}
        </text>
      )}
    </g>
  );
}

interface LabelProps {
  at: Point;
  /** Where the text stands, in the direction of reading: from the point on, up to it, around it. */
  anchor?: Anchor;
  /** Letter of the symbol, with its subscript. */
  symbol?: string;
  sub?: string;
  quantity?: Role;
  value?: number;
  /** Symbol and number on two lines. */
  stacked?: boolean;
  children?: ComponentChildren;
}

/** A symbol with its number, e.g. c with subscript t−1 and −0.412. */
export function Label({ at, anchor = "start", symbol, sub, quantity, value, stacked = false, children }: LabelProps) {
  const { flip, anchored, className } = useFrame(quantity);
  const [x, y] = flip(at);
  // A subscript lowers what follows it.
  const beside = { dx: 5, dy: sub === undefined ? 0 : -3 };
  return (
    <text class={`nlpw-wire-label ${className}`} x={x} y={y} text-anchor={anchored(anchor)}>
      {symbol !== undefined && (
        <>
          <tspan class="nlpw-symbol">{symbol}</tspan>
          {sub !== undefined && (
            <tspan class="nlpw-sub" dy="3">
              {sub}
            </tspan>
          )}
        </>
      )}
      {value !== undefined && (
        <tspan class="nlpw-wire-label-value" {...(stacked ? { x, dy: 11 } : beside)}>
          {Number.isNaN(value) ? "–" : format(value)}
        </tspan>
      )}
      {children !== undefined && <tspan {...(symbol === undefined ? {} : beside)}>{children}</tspan>}
    </text>
  );
}

/** A number on the way, small, beside its wire. */
export function Between({ at, anchor = "middle", value }: { at: Point; anchor?: Anchor; value: number }) {
  const { flip, anchored } = useFrame();
  const [x, y] = flip(at);
  return (
    <text class="nlpw-between" x={x} y={y} text-anchor={anchored(anchor)}>
      {format(value)}
    </text>
  );
}

type Anchor = "start" | "middle" | "end";
const MIRRORED = { start: "end", middle: "middle", end: "start" } as const;

/** Where things are in the frame, and how a quantity is marked there. */
function useFrame(quantity?: Role) {
  const { width, mirrored, highlight } = useContext(FrameContext);
  const flip = ([x, y]: Point): Point => [mirrored ? width - x : x, y];
  const anchored = (anchor: Anchor) => (mirrored ? MIRRORED[anchor] : anchor);
  const className = quantity === undefined ? "" : `nlpw-role-${quantity} ${lit(highlight, quantity)}`;
  return { flip, anchored, highlight, className };
}

function numberData(quantity: Role, value: number) {
  return { "data-quantity": quantity, "data-role": "diagram", "data-value": String(value) };
}
