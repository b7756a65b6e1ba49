/** Which cells to ask for: what is in sight and around it, one question at a time, the latest wins. */

import type { Cells, Window } from "./cells";

/** Bounds of one answer: those of the kernel. */
const MOST_ROWS = 2_000;
const MOST_COLUMNS = 4_000;
const MOST_CELLS = 120_000;

/** How long an answer may take before something else is asked, in ms. */
export const PATIENCE = 4_000;

/** The window with about twice its own size around it on every side, within the matrix. */
export function around(sight: Window, documents: number, terms: number): Window {
  let rows = Math.min(documents, MOST_ROWS, Math.max(60, 5 * sight.rows));
  let columns = Math.min(terms, MOST_COLUMNS, Math.max(60, 4 * sight.columns));
  // Large windows of small cells: less around them, never less than what is in sight.
  if (rows * columns > MOST_CELLS) {
    const share = Math.sqrt(MOST_CELLS / (rows * columns));
    rows = Math.max(Math.min(sight.rows, MOST_ROWS), Math.floor(rows * share));
    columns = Math.max(1, Math.min(columns, Math.floor(MOST_CELLS / rows)));
  }
  const row = sight.row - Math.floor((rows - sight.rows) / 2);
  const column = sight.column - Math.floor((columns - sight.columns) / 2);
  return {
    row: Math.max(0, Math.min(documents - rows, row)),
    column: Math.max(0, Math.min(terms - columns, column)),
    rows,
    columns,
  };
}

/** What should be known before the reader gets there: a quarter of what a window has around it on every side. */
export function soon(sight: Window, documents: number, terms: number): Window {
  const window = around(sight, documents, terms);
  const [down, across] = [(window.rows - sight.rows) >> 3, (window.columns - sight.columns) >> 3];
  const row = Math.max(0, sight.row - down);
  const column = Math.max(0, sight.column - across);
  return {
    row,
    column,
    rows: Math.min(documents, sight.row + sight.rows + down) - row,
    columns: Math.min(terms, sight.column + sight.columns + across) - column,
  };
}

interface Asking {
  readonly cells: Cells;
  size(): { readonly documents: number; readonly terms: number };
  ask(window: Window): void;
}

export interface Feed {
  /** These cells are in sight now. */
  look(sight: Window): void;
  /** A block has come, or the matrix is another one. */
  answered(): void;
  end(): void;
}

export function createFeed({ cells, size, ask }: Asking): Feed {
  let sight: Window | null = null;
  let waiting: ReturnType<typeof setTimeout> | null = null;
  let last = "";

  function next(): void {
    if (sight === null || waiting !== null) return;
    const { documents, terms } = size();
    const wanted = cells.covered(sight) ? soon(sight, documents, terms) : sight;
    if (documents === 0 || terms === 0 || cells.covered(wanted)) return;
    const window = around(sight, documents, terms);
    // What was asked for and came, and still lacks the half screen around: there is no more to get.
    const key = `${cells.version} ${Object.values(window).join(" ")}`;
    if (key === last && cells.covered(sight)) return;
    last = key;
    waiting = setTimeout(() => {
      waiting = null;
      next();
    }, PATIENCE);
    ask(window);
  }

  function stop(): void {
    if (waiting !== null) clearTimeout(waiting);
    waiting = null;
  }

  return {
    look(now) {
      sight = now;
      next();
    },
    answered() {
      stop();
      next();
    },
    end: stop,
  };
}
