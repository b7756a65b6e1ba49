/** The words above the columns: one tab stop, one option per word, only those in sight are made. */

import { useMemo } from "preact/hooks";
import { useUid } from "../controls/use_uid";

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
  /** Null in a gap. A new function means other words. */
  readonly token: (column: number) => Token | null;
  readonly pick: (column: number) => void;
  onKeyDown(event: KeyboardEvent): void;
}

export function TokenRow(props: Props) {
  const { start, end, count, columnWidth, column, readable, token, pick } = props;
  const id = useUid();
  const word = (at: number, selected: boolean) => {
    const found = token(at);
    if (found === null) return null;
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox handles the keys
      <div
        key={at}
        id={`${id}-${at}`}
        role="option"
        tabIndex={-1}
        aria-selected={selected}
        aria-label={found.unknown ? `${found.text}, outside the vocabulary` : found.text}
        aria-posinset={at + 1}
        aria-setsize={count}
        class={`nlpw-token${selected ? " nlpw-selected" : ""}${found.unknown ? " nlpw-unknown" : ""}${at === 0 ? " nlpw-start" : ""}${at === count - 1 ? " nlpw-end" : ""}`}
        style={{ left: `${at * columnWidth}px`, width: `${columnWidth}px` }}
        title={found.title}
        onClick={() => pick(at)}
      >
        <span class="nlpw-tint" style={found.tint === null ? undefined : { background: found.tint }} />
        {(columnWidth >= readable || selected) && (
          <span class="nlpw-word" style={selected ? undefined : { fontSize: `${fontSize(found.text, columnWidth)}px` }}>
            {found.text}
          </span>
        )}
      </div>
    );
  };
  // Stepping changes two words: the others are kept as they are, and Preact skips what it is given again.
  const words = useMemo(
    () => Array.from({ length: Math.max(0, end - start) }, (_, k) => word(start + k, false)),
    [start, end, count, columnWidth, readable, token, pick, id],
  );
  const shown = words.map((kept, k) => (start + k === column ? word(column, true) : kept));
  if (column < count && (column < start || column >= end)) shown.push(word(column, true));
  return (
    <div
      class="nlpw-tokens"
      role="listbox"
      tabIndex={0}
      aria-label={props.name}
      aria-orientation="horizontal"
      aria-activedescendant={token(column) === null ? undefined : `${id}-${column}`}
      onKeyDown={props.onKeyDown}
      style={{ width: `${count * columnWidth}px` }}
    >
      {shown}
    </div>
  );
}

/** Long words are set a little smaller, so that most of them fit their column. */
function fontSize(text: string, width: number): number {
  return Math.max(9, Math.min(11, (11 * (width - 3)) / (6.2 * text.length)));
}
