/** Draws the matrix: cells, row titles at the left, terms at the top. */

import { type Cells, type Part, rowOf } from "./cells";
import { type Inks, type Shades, shadeAt } from "./colors";
import { type Axis, inSight } from "./scroll";
import { type Scheme, weight } from "./weights";
import type { Zoom } from "./zoom";

/** Px around the cells. */
export interface Margins {
  readonly left: number;
  readonly top: number;
}

export interface Scene {
  readonly cells: Cells;
  readonly documents: number;
  readonly across: Axis;
  readonly down: Axis;
  readonly x: number;
  readonly y: number;
  readonly margins: Margins;
  readonly zoom: Zoom;
  readonly scheme: Scheme;
  /** Weight of the strongest colour. */
  readonly top: number;
  readonly shades: Shades;
  readonly inks: Inks;
  readonly font: string;
  /** The selected cell; -1 when unknown. */
  readonly row: number;
  readonly column: number;
  /** Column of the term under the pointer; -1 for none. */
  readonly lit: number;
  /** Row under the pointer; -1 for none. */
  readonly over: number;
  /** A term as it is shown. */
  name(term: string): string;
}

/** Height of the line of document frequencies above the cells, px. */
export const DF_LINE = 16;

/** Px from one term to the next, at least. */
const READABLE = 16;

export function paint(context: CanvasRenderingContext2D, ratio: number, scene: Scene): void {
  const { across, down, margins, inks, x, y } = scene;
  const [width, height] = [margins.left + across.view, margins.top + down.view];
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const columns = inSight(x, across);
  const rows = inSight(y, down);
  context.save();
  context.beginPath();
  context.rect(margins.left, margins.top, across.view, down.view);
  context.clip();
  context.translate(margins.left, margins.top);
  bands(context, scene);
  const known = values(context, scene, rows, columns);
  pending(context, scene, known, rows, columns);
  marks(context, scene);
  context.restore();
  rowTitles(context, scene, rows);
  corner(context, scene);
  columnTitles(context, scene, columns);
  context.fillStyle = inks.line;
  context.fillRect(margins.left - 1, margins.top, 1, Math.min(down.view, down.count * down.size - y));
  context.fillRect(margins.left, margins.top - 1, Math.min(across.view, across.count * across.size - x), 1);
}

type Span = ReturnType<typeof inSight>;

/** Faint bands along the selected row and column, and the lit column. */
function bands(context: CanvasRenderingContext2D, { across, down, x, y, row, column, lit, inks }: Scene): void {
  const wide = Math.min(across.view, across.count * across.size - x);
  const high = Math.min(down.view, down.count * down.size - y);
  context.fillStyle = inks.select;
  if (row >= 0) context.fillRect(0, row * down.size - y, wide, down.size);
  if (column >= 0) context.fillRect(column * across.size - x, 0, across.size, high);
  if (lit >= 0 && lit !== column) context.fillRect(lit * across.size - x, 0, across.size, high);
}

/** Draws the cells that are not zero; gives which cells are known at all. */
function values(context: CanvasRenderingContext2D, scene: Scene, rows: Span, columns: Span): Uint8Array {
  const { across, down, zoom } = scene;
  const wide = columns.end - columns.start;
  const known = new Uint8Array(Math.max(0, wide * (rows.end - rows.start)));
  const gap = zoom.width >= 10 ? 1 : 0;
  context.font = `${zoom.height >= 26 ? 12 : 11}px ${scene.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const part of scene.cells.all) {
    const left = Math.max(columns.start, part.column);
    const right = Math.min(columns.end, part.column + part.columns);
    const last = Math.min(rows.end, part.row + part.rows);
    if (right <= left) continue;
    for (let row = Math.max(rows.start, part.row); row < last; row++) {
      const base = (row - rows.start) * wide - columns.start;
      const top = (row - rows.start) * down.size + rows.shift;
      drawRow(scene, part, row, left, right, (column, count) => {
        if (known[base + column] !== 0) return;
        const edge = (column - columns.start) * across.size + columns.shift;
        drawCell(context, scene, edge, top, gap, count);
      });
      known.fill(1, base + left, base + right);
    }
  }
  return known;
}

function drawRow(
  scene: Scene,
  part: Part,
  row: number,
  left: number,
  right: number,
  draw: (column: number, weight: number) => void,
): void {
  const k = row - part.row;
  const facts = rowOf(part, k);
  const stop = part.starts[k + 1] as number;
  for (let cell = part.starts[k] as number; cell < stop; cell++) {
    const at = part.at[cell] as number;
    const column = part.column + at;
    if (column < left) continue;
    if (column >= right) break;
    const value = weight(scene.scheme, {
      count: part.counts[cell] as number,
      length: facts.length,
      df: part.frequencies[at] as number,
      documents: scene.documents,
      norm: facts.norm,
      normSublinear: facts.normSublinear,
    });
    draw(column, value);
  }
}

function drawCell(
  context: CanvasRenderingContext2D,
  { zoom, shades, top, scheme }: Scene,
  x: number,
  y: number,
  gap: number,
  value: number,
): void {
  const shade = shadeAt(value, top);
  context.fillStyle = shades.fill[shade] as string;
  context.fillRect(x, y, zoom.width - gap, zoom.height - gap);
  if (!zoom.numbers) return;
  context.fillStyle = shades.text[shade] as string;
  context.fillText(cellText(scheme, value), x + (zoom.width - gap) / 2, y + (zoom.height - gap) / 2 + 0.5);
}

/** A weight as short as a cell wants it. */
export function cellText(scheme: Scheme, value: number): string {
  if (scheme === "count") return String(value);
  if (value === 0) return "0";
  return value >= 0.0995 ? value.toFixed(2) : value >= 0.0005 ? value.toFixed(3) : "<.001";
}

/** Cells that are still on their way: dots, and no number. */
function pending(context: CanvasRenderingContext2D, scene: Scene, known: Uint8Array, rows: Span, columns: Span): void {
  const wide = columns.end - columns.start;
  if (!known.includes(0)) return;
  const { across, down, inks } = scene;
  context.fillStyle = inks.line;
  const every = Math.max(1, Math.round(12 / across.size));
  for (let k = 0; k < known.length; k++) {
    if (known[k] !== 0) continue;
    const [row, column] = [Math.floor(k / wide), k % wide];
    if ((row + rows.start) % every !== 0 || (column + columns.start) % every !== 0) continue;
    const x = (column + 0.5) * across.size + columns.shift;
    context.fillRect(x - 1.5, (row + 0.5) * down.size + rows.shift - 1.5, 3, 3);
  }
}

/** A frame around the selected cell. */
function marks(context: CanvasRenderingContext2D, { across, down, x, y, row, column, inks }: Scene): void {
  if (row < 0 || column < 0) return;
  const grow = across.size < 10 ? 2 : 0;
  context.strokeStyle = inks.ink;
  context.lineWidth = 2;
  context.strokeRect(
    column * across.size - x - grow,
    row * down.size - y - grow,
    across.size - 1 + 2 * grow,
    down.size - 1 + 2 * grow,
  );
}

function rowTitles(context: CanvasRenderingContext2D, scene: Scene, rows: Span): void {
  const { cells, margins, down, zoom, inks, row: selected, over } = scene;
  context.save();
  context.beginPath();
  context.rect(0, margins.top, margins.left - 6, down.view);
  context.clip();
  context.textBaseline = "middle";
  context.textAlign = "left";
  const small = zoom.height < 16;
  for (const row of named(rows, Math.ceil(18 / down.size), selected, over)) {
    const chosen = row === selected;
    const facts = cells.row(row);
    const height = small ? 16 : down.size;
    const middle = margins.top + (row - rows.start) * down.size + rows.shift + down.size / 2;
    if (chosen) {
      context.fillStyle = inks.select;
      context.fillRect(0, middle - height / 2, margins.left, height);
    }
    context.fillStyle = inks.ink3;
    context.font = `11px ${scene.font}`;
    context.fillText(facts === undefined ? "…" : String(facts.document), 12, middle + 0.5);
    if (facts === undefined) continue;
    const from = 12 + Math.max(22, 7 * String(scene.documents - 1).length + 6);
    context.fillStyle = chosen ? inks.ink : inks.ink2;
    context.font = `${chosen ? "600 " : ""}12px ${scene.font}`;
    context.fillText(cut(context, facts.title, margins.left - from - 10), from, middle + 0.5);
  }
  context.restore();
}

/** Rows or columns that are named: every `every`-th where they are too small for all, and the two that matter. */
export function named(span: { start: number; end: number }, every: number, selected: number, over: number): number[] {
  const found: number[] = [];
  for (let k = Math.ceil(span.start / every) * every; k < span.end; k += every) {
    const near = (index: number) => index >= 0 && index !== k && Math.abs(index - k) < every;
    if (!near(selected) && !near(over)) found.push(k);
  }
  for (const k of [over, selected]) if (k >= span.start && k < span.end && !found.includes(k)) found.push(k);
  return found;
}

/** What the titles are, where they meet. */
function corner(context: CanvasRenderingContext2D, { margins, across, inks, font }: Scene): void {
  context.fillStyle = inks.ink3;
  context.font = `10px ${font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillText("document", 12, margins.top - DF_LINE / 2);
  if (across.size < 30) return;
  context.textAlign = "right";
  context.fillText("df", margins.left - 8, margins.top - DF_LINE / 2);
}

function columnTitles(context: CanvasRenderingContext2D, scene: Scene, columns: Span): void {
  const { cells, margins, across, inks, column: selected, lit } = scene;
  // Terms lean to the right: one left of the edge reaches into sight.
  const all = { ...columns, start: Math.max(0, columns.start - 1) };
  context.save();
  context.beginPath();
  context.rect(margins.left, 0, across.view, margins.top - 1);
  context.clip();
  context.textBaseline = "middle";
  for (const column of named(all, Math.ceil(READABLE / across.size), selected, lit)) {
    const chosen = column === selected;
    const facts = cells.column(column);
    const middle = margins.left + (column - columns.start) * across.size + columns.shift + across.size / 2;
    if (across.size >= 30 && facts !== undefined) {
      context.textAlign = "center";
      context.font = `10px ${scene.font}`;
      context.fillStyle = inks.ink3;
      context.fillText(String(facts.df), middle, margins.top - DF_LINE / 2);
    }
    context.save();
    context.translate(middle, margins.top - (across.size >= 30 ? DF_LINE : 0) - 4);
    context.rotate(-Math.PI / 4);
    context.textAlign = "left";
    context.font = `${chosen ? "600 " : ""}12px ${scene.font}`;
    context.fillStyle = chosen ? inks.accent : column === lit ? inks.ink : inks.ink2;
    const room = (margins.top - (across.size >= 30 ? DF_LINE : 0) - 12) * Math.SQRT2;
    context.fillText(facts === undefined ? "…" : cut(context, scene.name(facts.term), room), 0, 0);
    context.restore();
  }
  context.restore();
}

/** The beginning of a text that fits into `room` px. */
function cut(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (text.length * 10 < room || context.measureText(text).width <= room) return text;
  let [low, high] = [0, Math.min(text.length, Math.ceil(room / 3))];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (context.measureText(`${text.slice(0, middle)}…`).width <= room) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low)}…`;
}
