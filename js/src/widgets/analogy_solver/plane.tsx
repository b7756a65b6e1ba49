/** The parallelogram in the plane through a, b and c, and how far from that plane the answer lies. */

import { format } from "../../marks/format";
import type { Plane, PlanePoint } from "../../protocol/analogy_solver.gen";
import type { Store } from "./state";

const HEIGHT = 260;
const PAD = { x: 70, y: 34 };
const MOST = 640;

export interface Placed extends PlanePoint {
  /** Px. */
  readonly left: number;
  readonly top: number;
}

/** Points in px, at one scale for both directions, in the middle. */
export function placed(plane: Plane, width: number, height: number): { points: Placed[]; scale: number } {
  const xs = plane.points.map(({ x }) => x);
  const ys = plane.points.map(({ y }) => y);
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const zoom = (space: number, span: number) => (span > 1e-9 ? space / span : Number.POSITIVE_INFINITY);
  const fits = Math.min(zoom(width - 2 * PAD.x, right - left), zoom(height - 2 * PAD.y, high - low));
  const scale = Number.isFinite(fits) ? fits : 1;
  return {
    scale,
    points: plane.points.map((point) => ({
      ...point,
      left: width / 2 + (point.x - (left + right) / 2) * scale,
      top: height / 2 - (point.y - (low + high) / 2) * scale,
    })),
  };
}

export function PlanePanel({ store }: { store: Store }) {
  const plane = store.shown.value.plane;
  if (plane === null) return <p class="nlpw-none">Three known words span a plane.</p>;
  const width = Math.max(240, Math.min(MOST, store.width.value - 26));
  const { points, scale } = placed(plane, width, HEIGHT);
  const at = (name: PlanePoint["name"]) => points.find((point) => point.name === name);
  const [a, b, c, target, answer] = [at("a"), at("b"), at("c"), at("target"), at("answer")];
  if (a === undefined || b === undefined || c === undefined || target === undefined) return null;
  return (
    <div class="nlpw-plane">
      <svg width={width} height={HEIGHT} role="img" aria-label={inWords(plane)}>
        <path class="nlpw-area" d={`M${xy(a)}L${xy(b)}L${xy(target)}L${xy(c)}Z`} />
        <Arrow from={a} to={b} />
        <Arrow from={c} to={target} faint />
        <path class="nlpw-edge" d={`M${xy(a)}L${xy(c)}M${xy(b)}L${xy(target)}`} />
        {answer !== undefined && <path class="nlpw-miss" d={`M${xy(target)}L${xy(answer)}`} />}
        {points.map((point) => (
          <circle key={point.name} class={`nlpw-point-${point.name}`} cx={point.left} cy={point.top} r={4} />
        ))}
        {points.map((point) => (
          <text
            key={point.name}
            class={`nlpw-point-${point.name}`}
            x={point.left}
            y={point.top + (point.top > meanTop(points) ? 18 : -9)}
          >
            {point.name === "target" ? "b − a + c" : point.word}
          </text>
        ))}
        <Ruler scale={scale} width={width} />
      </svg>
      <Distances plane={plane} />
    </div>
  );
}

function Distances({ plane }: { plane: Plane }) {
  const target = plane.points.find(({ name }) => name === "target");
  const answer = plane.points.find(({ name }) => name === "answer");
  return (
    <div class="nlpw-distances">
      {plane.note !== "" && (
        <p>
          <b>{plane.note[0]?.toUpperCase() + plane.note.slice(1)}.</b>
        </p>
      )}
      {answer !== undefined && target !== undefined && (
        <dl>
          <div>
            <dt>distance of “{answer.word}” from this plane</dt>
            <dd title={String(answer.distance)}>{format(answer.distance)}</dd>
          </div>
          <div>
            <dt>from b − a + c, within the plane</dt>
            <dd>{format(Math.hypot(answer.x - target.x, answer.y - target.y))}</dd>
          </div>
          <div>
            <dt>from b − a + c, in all dimensions</dt>
            <dd>{format(Math.hypot(answer.x - target.x, answer.y - target.y, answer.distance))}</dd>
          </div>
        </dl>
      )}
      <p class="nlpw-note">
        All words have vectors of length 1. The picture is the plane through a, b and c, at true distances; only the
        answer is dropped onto it. The larger its distance, the less of the truth the picture shows.
      </p>
    </div>
  );
}

function Arrow({ from, to, faint }: { from: Placed; to: Placed; faint?: boolean }) {
  const angle = Math.atan2(to.top - from.top, to.left - from.left);
  const length = Math.hypot(to.top - from.top, to.left - from.left);
  if (length < 12) return null;
  const end = { left: to.left - 6 * Math.cos(angle), top: to.top - 6 * Math.sin(angle) };
  const wing = (turn: number) =>
    `${(end.left - 8 * Math.cos(angle + turn)).toFixed(1)} ${(end.top - 8 * Math.sin(angle + turn)).toFixed(1)}`;
  return (
    <path
      class={`nlpw-arrow${faint ? " nlpw-faint" : ""}`}
      d={`M${xy(from)}L${xy(end)}M${wing(0.4)}L${xy(end)}L${wing(-0.4)}`}
    />
  );
}

/** A length of the picture, so that distances can be compared with those beside it. */
function Ruler({ scale, width }: { scale: number; width: number }) {
  const length = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01].find((one) => one * scale < width / 4) ?? 0.01;
  const px = length * scale;
  return (
    <g class="nlpw-ruler">
      <path d={`M${width - px - 8} ${HEIGHT - 6}v4h${px}v-4`} />
      <text x={width - px / 2 - 8} y={HEIGHT - 8}>
        {length}
      </text>
    </g>
  );
}

function inWords(plane: Plane): string {
  const [a, b, c] = plane.points.map(({ word }) => word);
  const answer = plane.points.find(({ name }) => name === "answer");
  const said = `The plane through ${a}, ${b} and ${c}`;
  return answer === undefined ? said : `${said}; ${answer.word} lies ${format(answer.distance)} from it`;
}

function meanTop(points: readonly Placed[]): number {
  return points.reduce((sum, { top }) => sum + top, 0) / points.length;
}

function xy({ left, top }: { readonly left: number; readonly top: number }): string {
  return `${left.toFixed(1)} ${top.toFixed(1)}`;
}
