/** A saved page's own neighbours, in place of the kernel's answer. */

import { type PackedArray, unpack, type Values } from "../../protocol/codec";
import type { Neighbour, Neighbours, Stored } from "../../protocol/embedding_projector.gen";
import type { Words } from "./words";

/** Neighbours of a word among those that the page holds; null where the word is not shown. */
export function neighboursFrom(stored: Stored, words: Words, word: string, k: number): Neighbours | null {
  const point = words.indexOf(word);
  if (point < 0) return null;
  const points = rowOf(stored.points, point);
  const cosines = rowOf(stored.cosines, point);
  const neighbours: Neighbour[] = [];
  for (let at = 0; at < Math.min(k, points.length); at++) {
    const near = points[at] ?? -1;
    if (near >= 0) neighbours.push({ word: words.at(near), point: near, cosine: cosines[at] ?? Number.NaN });
  }
  return { word, point, neighbours, second: [], trustworthiness: null, continuity: null };
}

/** One row, without unpacking the others. */
function rowOf({ dtype, shape, data }: PackedArray, row: number): Values {
  const [rows = 1, width = 0] = shape;
  const bytes = data.byteLength / Math.max(1, rows);
  return unpack({ dtype, shape: [width], data: new DataView(data.buffer, data.byteOffset + row * bytes, bytes) })
    .values;
}
