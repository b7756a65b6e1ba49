/** The nearest spellings of a word, for a page without kernel. */

/** Words within two changes of a letter (left out, added, another one, two swapped), nearest and most frequent first. */
export function nearest(words: readonly string[], typed: string, count: number): string[] {
  const wish = typed.toLowerCase();
  const found: { word: string; far: number }[] = [];
  for (const word of words) {
    if (Math.abs(word.length - wish.length) > 2) continue;
    const far = distance(word.toLowerCase(), wish);
    if (far <= 2) found.push({ word, far });
  }
  return found
    .sort((x, y) => x.far - y.far)
    .slice(0, count)
    .map(({ word }) => word);
}

/** Optimal string alignment distance (Damerau–Levenshtein without editing a piece twice). */
export function distance(from: string, to: string): number {
  const a = [...from];
  const b = [...to];
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (const [i, x] of a.entries()) {
    const now = [i + 1];
    for (const [j, y] of b.entries()) {
      const swap =
        i > 0 && j > 0 && x === b[j - 1] && a[i - 1] === y ? (before[j - 1] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      now.push(Math.min((last[j + 1] ?? 0) + 1, (now[j] ?? 0) + 1, (last[j] ?? 0) + (x === y ? 0 : 1), swap));
    }
    before = last;
    last = now;
  }
  return last[b.length] ?? 0;
}
