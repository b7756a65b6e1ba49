/** A text to work on; Enter sends what was typed, Escape brings the old text back. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button } from "./button";
import { useOpen } from "./use_open";

interface Props {
  readonly name: string;
  readonly text: string;
  /** What sending does, in a word: "Trace". */
  readonly action: string;
  /** Width of the widget, px: with it the number of lines changes. */
  readonly width: number;
  /** Why nothing can be typed; null when it can. */
  readonly obstacle: string | null;
  commit(text: string): void;
}

export function TextBox({ name, text, action, width, obstacle, commit }: Props) {
  const [draft, setDraft] = useState(text);
  const field = useRef<HTMLTextAreaElement>(null);
  const { open, opened } = useOpen(field);
  const [base, setBase] = useState(text);
  if (base !== text) {
    setBase(text);
    setDraft(text);
  }
  // As tall as its text, up to what CSS allows.
  useLayoutEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = "auto";
    // Nothing has a height before the widget is in the page.
    if (area.scrollHeight > 0) area.style.height = `${area.scrollHeight}px`;
  }, [draft, width, obstacle]);

  const changed = draft !== text;
  const send = () => {
    if (changed && obstacle === null) commit(draft);
  };

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && changed) {
      event.preventDefault();
      setDraft(text);
    } else {
      return;
    }
    event.stopPropagation();
  }

  return (
    <div
      class={`nlpw-text${open ? " nlpw-open" : ""}${obstacle === null ? "" : " nlpw-disabled"}`}
      title={obstacle ?? undefined}
    >
      <textarea
        ref={field}
        rows={1}
        aria-label={name}
        spellcheck={false}
        readOnly={obstacle !== null}
        value={draft}
        placeholder={obstacle === null ? "Type a text and press Enter" : ""}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onFocus={opened}
        onKeyDown={onKeyDown}
      />
      {obstacle !== null && <span class="nlpw-obstacle">{obstacle}</span>}
      {changed && obstacle === null && (
        <Button name={`${action} this text (Enter)`} onClick={send}>
          {action}
        </Button>
      )}
    </div>
  );
}
