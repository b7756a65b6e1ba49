/** Neutralize and equalize as geometry: words in the plane of the direction, step by step. */

import { useSignal, useSignalEffect } from "@preact/signals";
import { Button } from "../../controls/button";
import { format } from "../../marks/format";
import type { BiasPlane, Step } from "../../protocol/bias_explorer.gen";
import { unpack } from "../../protocol/codec";
import { split } from "./builder";
import { Entry } from "./entry";
import { Names, placeNames } from "./name_labels";
import { listed, number } from "./names";
import type { Store } from "./state";

const SIZE = 340;
const RADIUS = 118;
/** Ms of one step's motion. */
const MOTION = 700;

export function PlanePanel({ store }: { store: Store }) {
  const { plane, plane_words, steps } = store.fields;
  const live = store.live.value;
  const words = plane_words.value;
  const found = plane.value;
  const done = found?.steps ?? [];
  const take = (kind: Step["kind"]) => store.ask({ steps: [...steps.peek(), { kind, words }] });
  const pairs = store.wish.value.sets.slice(0, 6);
  return (
    <div class="nlpw-plane">
      <Picture store={store} />
      <div class="nlpw-steps">
        <Choose store={store} />
        {live && (
          <div class="nlpw-line">
            {pairs.map((set) => (
              <button
                key={set.words.join()}
                type="button"
                class="nlpw-link"
                onClick={() => store.ask({ plane_words: set.words })}
              >
                {set.words.join(" : ")}
              </button>
            ))}
          </div>
        )}
        <div class="nlpw-line">
          <Button
            name="Neutralize: take them off the direction"
            disabled={!live || words.length === 0}
            onClick={() => take("neutralize")}
          >
            Neutralize
          </Button>
          <Button
            name="Equalize: the same distance from all that is neutral"
            disabled={!live || words.length < 2}
            onClick={() => take("equalize")}
          >
            Equalize
          </Button>
          <Button
            name="Take the last step back"
            disabled={!live || steps.value.length === 0}
            onClick={() => store.ask({ steps: steps.peek().slice(0, -1) })}
          >
            Step back
          </Button>
        </div>
        {done.length > 0 && (
          <ol class="nlpw-done">
            {done.map((step, k) => (
              <li key={k}>
                {step.kind === "neutralize" ? "neutralized" : "equalized"} {step.words.join(", ")}
              </li>
            ))}
          </ol>
        )}
        {found !== null && found.lost.length > 0 && (
          <p class="nlpw-lost">
            <b>Without a vector:</b> {listed(found.lost)}
          </p>
        )}
        {found !== null && found.note !== "" && <p>{found.note}</p>}
        <Coordinates plane={found} />
        <p class="nlpw-note">
          The axis that lies is the first direction; the other one is what the subspace leaves of the mean of these
          words. All vectors have length 1: a word on the circle lies in this plane altogether. Steps here change the
          picture only; the slider is what <code>result()</code> returns.
        </p>
      </div>
    </div>
  );
}

/** Which words the picture shows: one, or a set. */
function Choose({ store }: { store: Store }) {
  return (
    <div class="nlpw-line">
      <Entry
        name="words in the picture"
        value={store.fields.plane_words.value.join(" ")}
        disabled={!store.live.value}
        onEnter={(text) => store.ask({ plane_words: [...new Set(split(text))] })}
      />
    </div>
  );
}

function Picture({ store }: { store: Store }) {
  const { plane } = store.fields;
  // Steps taken as they are drawn: runs after the number of steps.
  const at = useSignal(plane.peek()?.steps.length ?? 0);
  useSignalEffect(() => {
    const to = plane.value?.steps.length ?? 0;
    const from = at.peek();
    if (from === to) return;
    const calm = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
    // a step back, or other words: at once
    if (calm || to < from) {
      at.value = to;
      return;
    }
    let frame = 0;
    let begun: number | null = null;
    const move = (now: number) => {
      begun ??= now;
      at.value = Math.min(to, from + (now - begun) / MOTION);
      if (at.peek() < to) frame = requestAnimationFrame(move);
    };
    frame = requestAnimationFrame(move);
    return () => cancelAnimationFrame(frame);
  });
  const found = plane.value;
  if (found === null || found.words.length === 0) return <p class="nlpw-none">Name a word, or a pair.</p>;
  const drawn = found.words.map(({ word, path }) => {
    const points = pointsOf(path);
    return { word, points, now: between(points, at.value) };
  });
  // mostly all words lie on one side of the direction: then half of the circle is enough
  const half = drawn.every(({ points }) => points.every(({ y }) => y > -0.05));
  const [left, top] = [SIZE / 2, RADIUS + 18];
  const x = (point: Point) => left + RADIUS * point.x;
  const y = (point: Point) => top - RADIUS * point.y;
  const xy = (point: Point) => `${x(point).toFixed(1)} ${y(point).toFixed(1)}`;
  const height = half ? top + 26 : 2 * top;
  const spots = drawn.map(({ now }, at) => ({ at, x: x(now), y: y(now) }));
  const names = drawn.map(({ word }) => word);
  const labels = placeNames(spots, names, { width: SIZE, height, radius: 5 });
  const groups = store.wish.value.groups;
  const rim = `M${left - RADIUS} ${top}a${RADIUS} ${RADIUS} 0 0 1 ${2 * RADIUS} 0`;
  return (
    <svg class="nlpw-circle" width={SIZE} height={height} role="img" aria-label={inWords(found)}>
      <path class="nlpw-rim" d={half ? rim : `${rim}a${RADIUS} ${RADIUS} 0 0 1 ${-2 * RADIUS} 0`} />
      <path
        class="nlpw-axis"
        d={`M${left - RADIUS - 8} ${top}h${2 * RADIUS + 16}M${left} ${half ? top : top + RADIUS}V${top - RADIUS - 8}`}
      />
      <text class="nlpw-end" x={left - RADIUS - 8} y={top + 16}>
        ← {groups.slice(1).join(", ")}
      </text>
      <text class="nlpw-end nlpw-right" x={left + RADIUS + 8} y={top + 16}>
        {groups[0]} →
      </text>
      {drawn.map(({ word, points, now }) => (
        <g key={word} class={(points[0]?.x ?? 0) >= 0 ? "nlpw-first" : "nlpw-other"}>
          <path class="nlpw-trail" d={`M${[...points.slice(0, Math.floor(at.value) + 1), now].map(xy).join("L")}`} />
          <path class="nlpw-arm" d={`M${left} ${top}L${xy(now)}`} />
          <circle cx={x(now)} cy={y(now)} r={4} />
        </g>
      ))}
      <Names labels={labels} spots={spots} words={names} />
    </svg>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
  /** Distance from the plane. */
  readonly away: number;
}

export function pointsOf(path: BiasPlane["words"][number]["path"]): Point[] {
  const { shape, values } = unpack(path);
  return Array.from({ length: shape[0] ?? 0 }, (_, k) => ({
    x: values[3 * k] as number,
    y: values[3 * k + 1] as number,
    away: values[3 * k + 2] as number,
  }));
}

/** Where a word is at a time between two steps; it slows down at both ends. */
export function between(points: readonly Point[], at: number): Point {
  const last = points.length - 1;
  const from = points[Math.min(last, Math.max(0, Math.floor(at)))] as Point;
  const to = points[Math.min(last, Math.max(0, Math.ceil(at)))] as Point;
  const part = at - Math.floor(at);
  const share = part * part * (3 - 2 * part);
  const mix = (key: keyof Point) => from[key] + share * (to[key] - from[key]);
  return { x: mix("x"), y: mix("y"), away: mix("away") };
}

function Coordinates({ plane }: { plane: BiasPlane | null }) {
  if (plane === null || plane.words.length === 0) return null;
  return (
    <table class="nlpw-figures">
      <thead>
        <tr>
          <th scope="col">word</th>
          <th scope="col">along the direction</th>
          <th scope="col">beside it</th>
          <th scope="col">from the plane</th>
        </tr>
      </thead>
      <tbody>
        {plane.words.map(({ word, path }) => {
          const now = pointsOf(path).at(-1);
          return (
            <tr key={word}>
              <th scope="row">{word}</th>
              <td>{format(now?.x ?? Number.NaN, { signed: true, digits: 3 })}</td>
              <td>{number(now?.y ?? null)}</td>
              <td>{number(now?.away ?? null)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function inWords({ words }: BiasPlane): string {
  const said = words.map(({ word, path }) => {
    const now = pointsOf(path).at(-1);
    return `${word} at ${format(now?.x ?? Number.NaN, { signed: true, digits: 3 })} along the direction`;
  });
  return `The plane of the direction: ${said.join("; ")}`;
}
