/** Marks exact characters inside tokens, where the browser can (CSS custom highlights); elsewhere the token alone is lit. */

const NAME = "nlpw-lit";

export interface Exact {
  paint(ranges: readonly Range[]): void;
  end(): void;
}

/** The page has one highlight of this name, to which every lane adds its ranges. */
export function createExact(view: Window | null): Exact {
  const page = view as (Window & typeof globalThis) | null;
  const registry = page?.CSS?.highlights;
  if (!registry || !page?.Highlight) return { paint() {}, end() {} };
  let mine: readonly Range[] = [];
  const clear = () => {
    const shared = registry.get(NAME);
    for (const range of mine) shared?.delete(range);
    if (shared?.size === 0) registry.delete(NAME);
    mine = [];
  };
  return {
    paint(ranges) {
      clear();
      if (ranges.length === 0) return;
      const shared = registry.get(NAME) ?? new page.Highlight();
      for (const range of ranges) shared.add(range);
      registry.set(NAME, shared);
      mine = ranges;
    },
    end: clear,
  };
}
