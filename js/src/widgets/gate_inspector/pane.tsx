/** One text over its columns: verdict, words, strips, and the selected column around them. */

import { useMemo } from "preact/hooks";
import { DirectionGroup } from "./direction_group";
import { type Layout, tokenIn } from "./layout";
import { layerSources } from "./sources";
import type { Group, Pane, Store } from "./state";
import { Strip } from "./strip";
import { VerdictRow } from "./verdict";
import { Words } from "./words";

interface Props {
  readonly store: Store;
  readonly layout: Layout;
  readonly pane: Pane;
  /** Only verdict and words: the strips show the difference elsewhere. */
  readonly wordsOnly: boolean;
  onKeyDown(event: KeyboardEvent): void;
}

export function PaneBlock({ store, layout, pane, wordsOnly, onKeyDown }: Props) {
  const comparing = store.panes.value.length > 1;
  return (
    <section class="nlpw-pane" aria-label={comparing ? paneName(pane) : "trace"}>
      {comparing && (
        <div class="nlpw-pane-head">
          <span>
            <b>{paneLetter(pane)}</b> {pane.traced.label}
          </span>
        </div>
      )}
      <VerdictRow store={store} layout={layout} pane={pane} />
      <Words store={store} layout={layout} pane={pane} onKeyDown={onKeyDown} />
      {!wordsOnly &&
        pane.groups.map((group) => (
          <DirectionGroup key={group.layer.direction} store={store} layout={layout} pane={pane} group={group}>
            <Strips store={store} layout={layout} pane={pane} group={group} />
          </DirectionGroup>
        ))}
      <SelectedColumn layout={layout} gap={tokenIn(layout, pane, layout.column.value) === null} />
    </section>
  );
}

function Strips({ store, layout, pane, group }: { store: Store; layout: Layout; pane: Pane; group: Group }) {
  const rowAt = layout.alignment.value.tokenAt[pane.index] as Int32Array;
  const { data } = group;
  const other = store.panes.value.find(({ index }) => index !== pane.index);
  // States of another kind of layer live on another scale.
  const beside = other?.groups.find(
    ({ layer }) =>
      layer.direction === group.layer.direction &&
      layer.kind === group.layer.kind &&
      layer.nonlinearity === group.layer.nonlinearity,
  )?.data;
  const sources = useMemo(() => data && layerSources(data, rowAt, beside), [data, rowAt, beside]);
  if (sources === undefined) {
    return <p class="nlpw-waiting">{store.live.value ? "Waiting for the kernel…" : "Not stored in this page."}</p>;
  }
  return (
    <>
      {sources.map((source) => (
        <Strip
          key={source.quantity.name}
          store={store}
          layout={layout}
          source={source}
          order={layout.order(pane, group, source.matrix.columns)}
          marked={group.selected}
          word={(column) => pane.item.tokens[rowAt[column] ?? -1] ?? "gap"}
          pick={(column, unit) => {
            layout.detail.value = pane.index;
            layout.moveTo(column);
            store.select({ unit, direction: group.layer.direction });
          }}
        />
      ))}
    </>
  );
}

/** One rounded frame across all rows of a pane. */
export function SelectedColumn({ layout, gap }: { layout: Layout; gap: boolean }) {
  const { value: width } = layout.columnWidth;
  const left = layout.label.value + layout.column.value * width;
  return (
    <div
      class={`nlpw-column${gap ? " nlpw-gap" : ""}`}
      aria-hidden="true"
      style={{ left: `${left}px`, width: `${Math.max(3, width)}px` }}
    />
  );
}

export function paneLetter(pane: Pane): string {
  return pane.index === 0 ? "A" : "B";
}

function paneName(pane: Pane): string {
  return `${pane.index === 0 ? "first" : "second"} text: ${pane.traced.label}`;
}
