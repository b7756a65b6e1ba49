/** The strips of one direction under their heading; with one direction there is nothing to head. */

import type { ComponentChildren } from "preact";
import { Icon } from "../../controls/icons";
import type { Layout } from "./layout";
import type { Group, Pane, Store } from "./state";

interface Props {
  readonly store: Store;
  readonly layout: Layout;
  readonly pane: Pane;
  readonly group: Group;
  readonly children: ComponentChildren;
}

export function DirectionGroup({ store, layout, pane, group, children }: Props) {
  const { direction } = group.layer;
  if (pane.groups.length < 2) return <>{children}</>;
  const key = `${pane.index} ${direction}`;
  const folded = layout.folded.value.has(key);
  const name = direction === "forward" ? "forward →" : "← backward";
  return (
    <>
      <div class={`nlpw-heading${group.selected ? " nlpw-selected" : ""}`}>
        <span>
          <button
            type="button"
            class="nlpw-fold"
            aria-expanded={!folded}
            aria-label={`${folded ? "Unfold" : "Fold"} ${direction}`}
            title={`${folded ? "Unfold" : "Fold"} ${direction}`}
            onClick={() => {
              const next = new Set(layout.folded.peek());
              if (!next.delete(key)) next.add(key);
              layout.folded.value = next;
            }}
          >
            <Icon name={folded ? "right" : "down"} />
          </button>
          <button
            type="button"
            class="nlpw-direction"
            aria-pressed={group.selected}
            title={`Look at the ${direction} direction`}
            onClick={() => store.select({ direction })}
          >
            {name}
          </button>
        </span>
      </div>
      {!folded && children}
    </>
  );
}
