/** The words above the columns: one tab stop, one option per word, only those in sight are made. */

import { useId } from "preact/hooks";

export interface Token {
  readonly text: string;
  readonly unknown: boolean;
  /** A CSS colour behind the word. */
  readonly tint: string | null;
  readonly title: string;
}

interface Props {
  readonly name: string;
  /** Columns [start, end) in sight. */
  readonly start: number;
  readonly end: number;
  readonly count: number;
  readonly columnWidth: number;
  /** The selected column. */
  readonly column: number;
  /** Words narrower than this many px are hidden, but for the selected one. */
  readonly readable: number;
  /** Null in a gap. */
  token(column: number): Token | null;
  pick(column: number): void;
  onKeyDown(event: KeyboardEvent): void;
}

export function TokenRow(props: Props) {
  const { start, end, count, columnWidth, column, readable } = props;
  const id = useId();
  const shown = new Set(Array.from({ length: Math.max(0, end - start) }, (_, k) => start + k));
  if (column < count) shown.add(column);
  return (
    <div
      class="nlpw-tokens"
      role="listbox"
      tabIndex={0}
      aria-label={props.name}
      aria-orientation="horizontal"
      aria-activedescendant={props.token(column) === null ? undefined : `${id}-${column}`}
      onKeyDown={props.onKeyDown}
      style={{ width: `${count * columnWidth}px` }}
    >
      {[...shown].map((at) => {
        const token = props.token(at);
        const selected = at === column;
        if (token === null) return null;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox handles the keys
          <div
            key={at}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={selected}
            aria-label={token.unknown ? `${token.text}, outside the vocabulary` : token.text}
            aria-posinset={at + 1}
            aria-setsize={count}
            class={`nlpw-token${selected ? " nlpw-selected" : ""}${token.unknown ? " nlpw-unknown" : ""}`}
            style={{ left: `${at * columnWidth}px`, width: `${columnWidth}px` }}
            title={token.title}
            onClick={() => props.pick(at)}
          >
            <span class="nlpw-tint" style={token.tint === null ? undefined : { background: token.tint }} />
            {(columnWidth >= readable || selected) && (
              <span
                class="nlpw-word"
                style={selected ? undefined : { fontSize: `${fontSize(token.text, columnWidth)}px` }}
              >
                {token.text}
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** Long words are set a little smaller, so that most of them fit their column. */
function fontSize(text: string, width: number): number {
  return Math.max(9, Math.min(11, (11 * (width - 3)) / (6.2 * text.length)));
}
