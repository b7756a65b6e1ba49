/** What can be chosen, and the nearest thing to a wish that exists. */

import type { Layer, Selection, TracedModel } from "../../protocol/gate_inspector.gen";

interface Choice<V extends string | number> {
  readonly value: V;
  readonly label: string;
  /** Shown when chosen, where it differs. */
  readonly short?: string;
}

/**
 * The wish where the trace has it, else the nearest that it has: a text may have become shorter, a module may be gone,
 * and at the start nothing is chosen.
 */
export function settle(wish: Partial<Selection>, traced: TracedModel | undefined): Selection {
  const layer = nearestLayer(wish, traced?.layers ?? []);
  const item = clamp(wish.item ?? 0, traced?.items.length ?? 0);
  return {
    module: layer?.module ?? wish.module ?? "",
    call: layer?.call ?? wish.call ?? 0,
    layer: layer?.layer ?? wish.layer ?? 0,
    direction: layer?.direction ?? wish.direction ?? "forward",
    item,
    step: clamp(wish.step ?? 0, traced?.items[item]?.tokens.length ?? 0),
    unit: clamp(wish.unit ?? 0, layer?.hidden_size ?? 0),
  };
}

/** Modules (and calls of them), as "module:call". */
export function moduleChoices(traced: TracedModel): Choice<string>[] {
  return distinct(traced.layers, (layer) => ({
    value: `${layer.module}:${layer.call}`,
    label: (layer.module || "model") + (layer.call > 0 ? `, call ${layer.call + 1}` : ""),
  }));
}

export function layerChoices(traced: TracedModel, { module, call }: Selection): Choice<number>[] {
  const layers = traced.layers.filter((layer) => layer.module === module && layer.call === call);
  const choices = distinct(layers, ({ layer }) => ({ value: layer, label: `${layer + 1}` }));
  return choices.map(({ value, label }) => ({ value, label: `${label} of ${choices.length}` }));
}

export function directionChoices(traced: TracedModel, { module, call, layer }: Selection): Choice<string>[] {
  const layers = traced.layers.filter((one) => one.module === module && one.call === call && one.layer === layer);
  return distinct(layers, ({ direction }) => ({ value: direction, label: direction }));
}

export function itemChoices(traced: TracedModel): Choice<number>[] {
  return traced.items.map(({ tokens }, item) => {
    const words = tokens.slice(0, 4).join(" ");
    const short = `${item + 1} of ${traced.items.length}`;
    return { value: item, short, label: `${short}: ${words}${tokens.length > 4 ? "…" : ""}` };
  });
}

function nearestLayer(wish: Partial<Selection>, layers: readonly Layer[]): Layer | undefined {
  const score = (layer: Layer) =>
    (layer.module === wish.module ? 8 : 0) +
    (layer.call === wish.call ? 4 : 0) +
    (layer.layer === wish.layer ? 2 : 0) +
    (layer.direction === wish.direction ? 1 : 0);
  return layers.reduce<Layer | undefined>(
    (best, layer) => (best === undefined || score(layer) > score(best) ? layer : best),
    undefined,
  );
}

function distinct<T, V extends string | number>(things: readonly T[], choice: (thing: T) => Choice<V>): Choice<V>[] {
  const found = new Map<V, Choice<V>>();
  for (const thing of things) {
    const one = choice(thing);
    if (!found.has(one.value)) found.set(one.value, one);
  }
  return [...found.values()];
}

function clamp(index: number, count: number): number {
  return Math.max(0, Math.min(Math.trunc(index), count - 1));
}
