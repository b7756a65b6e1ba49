/** Which words can stand beside their points without touching each other. */

/** Height of a line of text, px. */
export const LINE = 14;

export interface LabelBox {
  readonly point: number;
  /** Left edge and middle of the text, px. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Of one of the points that matter most. */
  readonly strong: boolean;
}

interface Space {
  readonly width: number;
  readonly height: number;
  /** How far beyond the edges words still count, so that they do not jump when they come into sight; px. */
  readonly margin: number;
}

/** Px of a bucket of the occupancy grid: about a short word. */
const BUCKET_X = 48;
const BUCKET_Y = 24;
/** Free px that an ordinary word keeps around itself. */
const PAD_X = 10;
const PAD_Y = 5;
/** What is surely too little for a word: where not even this is free, its width need not be known. */
const LEAST = 10;

/** Places words one after the other, the first come first; what was placed never moves. */
export class LabelPlacer {
  readonly placed: LabelBox[] = [];
  private readonly columns: number;
  private readonly rows: number;
  private readonly heads: Int32Array;
  /** Linked lists of boxes in buckets. */
  private readonly next: number[] = [];
  private readonly boxOf: number[] = [];
  /** left, top, right, bottom of each box. */
  private readonly boxes: number[] = [];

  constructor(private readonly space: Space) {
    const { width, height, margin } = space;
    this.columns = Math.max(1, Math.ceil((width + 2 * margin) / BUCKET_X));
    this.rows = Math.max(1, Math.ceil((height + 2 * margin) / BUCKET_Y));
    this.heads = new Int32Array(this.columns * this.rows).fill(-1);
  }

  /** Keeps words out of a box. */
  reserve(left: number, top: number, right: number, bottom: number): void {
    const id = this.boxes.length / 4;
    this.boxes.push(left, top, right, bottom);
    const { columns, heads, next, boxOf } = this;
    const [c0, r0, c1, r1] = this.range(left, top, right, bottom);
    for (let r = r0; r <= r1; r++) {
      for (let c = c0; c <= c1; c++) {
        next.push(heads[r * columns + c] as number);
        boxOf.push(id);
        heads[r * columns + c] = next.length - 1;
      }
    }
  }

  /**
   * A word at the right of its point, whose radius is `gap` px; a strong one also at the left, above or below. False
   * where there is no room.
   */
  place(point: number, x: number, y: number, gap: number, widthOf: (point: number) => number, strong = false): boolean {
    const half = LINE / 2;
    const [padX, padY] = strong ? [2, 1] : [PAD_X, PAD_Y];
    const free = (left: number, middle: number, width: number) =>
      this.isFree(left - padX, middle - half - padY, left + width + padX, middle + half + padY);
    if (!strong && !free(x + gap, y, LEAST)) return false;
    const width = widthOf(point);
    const spots: readonly (readonly [number, number])[] = strong
      ? [
          [x + gap, y],
          [x - gap - width, y],
          [x - width / 2, y - gap - half],
          [x - width / 2, y + gap + half],
        ]
      : [[x + gap, y]];
    for (const [left, middle] of spots) {
      // A strong word goes where it can be read to its end.
      if (strong && (left < 0 || left + width > this.space.width)) continue;
      if (!free(left, middle, width)) continue;
      this.reserve(left, middle - half, left + width, middle + half);
      this.placed.push({ point, x: left, y: middle, width, strong });
      return true;
    }
    return false;
  }

  private isFree(left: number, top: number, right: number, bottom: number): boolean {
    const { columns, heads, next, boxOf, boxes } = this;
    const [c0, r0, c1, r1] = this.range(left, top, right, bottom);
    for (let r = r0; r <= r1; r++) {
      for (let c = c0; c <= c1; c++) {
        for (let at = heads[r * columns + c] as number; at >= 0; at = next[at] as number) {
          const k = 4 * (boxOf[at] as number);
          if (
            (boxes[k] as number) < right &&
            (boxes[k + 2] as number) > left &&
            (boxes[k + 1] as number) < bottom &&
            (boxes[k + 3] as number) > top
          ) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Buckets that a box touches; what is beyond the margin counts to the outermost ones. */
  private range(left: number, top: number, right: number, bottom: number): [number, number, number, number] {
    const { margin } = this.space;
    const within = (value: number, most: number) => (value < 0 ? 0 : value >= most ? most - 1 : value);
    return [
      within(Math.floor((left + margin) / BUCKET_X), this.columns),
      within(Math.floor((top + margin) / BUCKET_Y), this.rows),
      within(Math.floor((right + margin) / BUCKET_X), this.columns),
      within(Math.floor((bottom + margin) / BUCKET_Y), this.rows),
    ];
  }
}
