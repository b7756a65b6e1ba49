/** Sizes of a cell, from an overview of thousands to numbers that can be read. */

export interface Zoom {
  /** Px. */
  readonly width: number;
  readonly height: number;
  /** Cells hold their numbers. */
  readonly numbers: boolean;
}

export const ZOOMS: readonly Zoom[] = [
  { width: 3, height: 3, numbers: false },
  { width: 6, height: 6, numbers: false },
  { width: 10, height: 10, numbers: false },
  { width: 18, height: 16, numbers: false },
  { width: 42, height: 22, numbers: true },
  { width: 58, height: 28, numbers: true },
];

export const FIRST_ZOOM = 4;
