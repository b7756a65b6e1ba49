/** A saved page's own neighbours, in place of the kernel's answer. */

import { unpack } from "../../protocol/codec";
import type { Neighbour, Neighbours, Stored } from "../../protocol/embedding_projector.gen";
import type { Words } from "./words";

/** Neighbours of a word among those that the page holds; null where the word is not shown. */
export function neighboursFrom(stored: Stored, words: Words, word: string, k: number): Neighbours | null {
  const point = words.indexOf(word);
  if (point < 0) return null;
  const { shape, values: points } = unpack(stored.points);
  const { values: cosines } = unpack(stored.cosines);
  const width = shape[1] ?? 0;
  const neighbours: Neighbour[] = [];
  for (let at = point * width; at < point * width + Math.min(k, width); at++) {
    const near = points[at] ?? -1;
    if (near >= 0) neighbours.push({ word: words.at(near), point: near, cosine: cosines[at] ?? Number.NaN });
  }
  return { word, point, neighbours, second: [], trustworthiness: null, continuity: null };
}
