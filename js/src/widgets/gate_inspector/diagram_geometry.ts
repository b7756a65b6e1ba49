/** Geometry of the cell diagrams: pure functions of the width, so that text keeps its size in any cell. */

export type Point = readonly [x: number, y: number];

/** Widths in px between which a diagram spreads; wider places leave the rest empty. */
export const MIN_WIDTH = 320;
export const MAX_WIDTH = 600;

export function clampWidth(width: number): number {
  return Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width));
}

/** An SVG path through the points, its corners rounded. */
export function roundedPath(points: readonly Point[], radius = 7): string {
  const parts: string[] = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined) parts.push(`M${at(point)}`);
    else if (after === undefined) parts.push(`L${at(point)}`);
    else {
      const r = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2);
      parts.push(`L${at(towards(point, before, r))}`, `Q${at(point)} ${at(towards(point, after, r))}`);
    }
  });
  return parts.join("");
}

/** The corners of an arrow head with its tip at the end of a line through the points. */
export function arrowHead(points: readonly Point[], size = 5): Point[] {
  const tip = points[points.length - 1] as Point;
  const before = points[points.length - 2] as Point;
  const back = towards(tip, before, size);
  const half = size * 0.55;
  const length = distance(tip, before) || 1;
  const normal: Point = [(-(tip[1] - before[1]) / length) * half, ((tip[0] - before[0]) / length) * half];
  return [tip, [back[0] + normal[0], back[1] + normal[1]], [back[0] - normal[0], back[1] - normal[1]]];
}

function towards(from: Point, to: Point, step: number): Point {
  const length = distance(from, to) || 1;
  return [from[0] + ((to[0] - from[0]) / length) * step, from[1] + ((to[1] - from[1]) / length) * step];
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

function at([x, y]: Point): string {
  return `${round(x)} ${round(y)}`;
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
