/** The token row of a pane, coloured by the chosen quantity. */

import { useCallback, useMemo } from "preact/hooks";
import { Select } from "../../controls/select";
import { format } from "../../marks/format";
import { type Token, TokenRow } from "../../marks/token_row";
import { READABLE } from "./columns";
import { QUANTITIES } from "./data";
import type { Layout } from "./layout";
import type { Pane, Store } from "./state";
import { type Tint, tintOf } from "./tint";

/** Share of the full colour behind a word: more would hide the word. */
const STRONGEST = 42;

interface Props {
  readonly store: Store;
  readonly layout: Layout;
  readonly pane: Pane;
  onKeyDown(event: KeyboardEvent): void;
}

export function Words({ store, layout, pane, onKeyDown }: Props) {
  const { item, traced, verdict } = pane;
  const data = pane.groups.find(({ selected }) => selected)?.data;
  const choices = quantityChoices(pane);
  const wish = store.fields.quantity.value;
  const quantity = choices.some(({ value }) => value === wish) ? wish : "hidden";
  const tint = useMemo(() => tintOf(data, verdict, traced.classes, quantity), [data, verdict, traced, quantity]);
  const tokenAt = layout.alignment.value.tokenAt[pane.index];

  const token = useCallback(
    (column: number): Token | null => {
      const t = tokenAt?.[column] ?? -1;
      const text = item.tokens[t];
      if (text === undefined) return null;
      const unknown = item.unknown[t] === true;
      const value = tint?.values[t];
      const facts = [
        `step ${t + 1}: “${text}”`,
        unknown ? "outside the vocabulary" : null,
        tint !== null && value !== undefined ? `${tint.meaning} ${format(value)}` : null,
      ];
      return { text, unknown, tint: background(tint, value), title: facts.filter((fact) => fact !== null).join("\n") };
    },
    [item, tint, tokenAt],
  );
  const pick = useCallback(
    (column: number) => {
      layout.detail.value = pane.index;
      layout.moveTo(column);
    },
    [layout, pane.index],
  );

  return (
    <div class="nlpw-row nlpw-words">
      <div class="nlpw-label">
        {tint !== null && (
          <>
            <i class="nlpw-scale" style={{ background: legend(tint) }} />
            <Select
              label="words by"
              terse
              value={quantity}
              choices={choices}
              title={`Words are coloured by ${tint.meaning}, ${format(tint.low)} to ${format(tint.high)}; units are ordered by the same`}
              onChange={(value) => store.set({ quantity: value })}
            />
          </>
        )}
      </div>
      <TokenRow
        name={pane.index === 0 ? "words" : "words of the second text"}
        {...layout.range.value}
        count={layout.alignment.value.count}
        columnWidth={layout.columnWidth.value}
        column={layout.column.value}
        readable={READABLE}
        token={token}
        pick={pick}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

function quantityChoices(pane: Pane): { value: string; label: string }[] {
  const kind = pane.groups[0]?.layer.kind ?? "rnn";
  const choices = QUANTITIES[kind].map(({ name, label }) => ({ value: name as string, label }));
  return pane.item.verdict === null ? choices : [{ value: "verdict", label: "verdict" }, ...choices];
}

function background(tint: Tint | null, value: number | undefined): string | null {
  if (tint === null || value === undefined || !(tint.high > 0)) return null;
  if (Number.isNaN(value)) return "var(--nlpw-line)";
  const share = Math.round((STRONGEST * (Math.abs(value) - tint.low)) / (tint.high - tint.low || 1));
  return `color-mix(in srgb, var(--nlpw-${tint.colors[value < 0 ? 1 : 0]}) ${share}%, transparent)`;
}

function legend({ colors }: Tint): string {
  const [positive, negative] = colors;
  const full = (role: string) => `color-mix(in srgb, var(--nlpw-${role}) ${STRONGEST}%, transparent)`;
  return `linear-gradient(90deg, ${positive === negative ? "" : `${full(negative)}, `}transparent, ${full(positive)})`;
}
