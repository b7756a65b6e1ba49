/** A word, typed with completion: arrows choose among the completions, Enter takes, Escape brings the old word back. */

import { useRef, useState } from "preact/hooks";
import { whole } from "../marks/format";
import { useUid } from "./use_uid";

export interface Offer {
  /** The text that was completed. */
  readonly text: string;
  readonly words: readonly string[];
  /** How many there are in all. */
  readonly total: number;
}

interface Props {
  readonly name: string;
  readonly word: string;
  readonly placeholder?: string;
  /** Completions of what was typed last; those of another text are not shown. */
  readonly offer: Offer | null;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
  readonly disabled?: boolean;
  /** The text changed: completions are wanted. */
  onType(text: string): void;
  onCommit(word: string): void;
}

export function WordBox(props: Props) {
  const { name, word, placeholder, offer, invalid, describedBy, disabled, onType, onCommit } = props;
  // What is being typed; null when nothing is.
  const [draft, setDraft] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const field = useRef<HTMLInputElement>(null);
  const id = useUid();
  const words = open && draft !== null && offer !== null && offer.text === draft ? offer.words : [];
  const chosen = words[at];

  function take(wish: string): void {
    setDraft(null);
    setOpen(false);
    setAt(-1);
    if (wish.trim() !== word) onCommit(wish.trim());
  }

  function type(text: string): void {
    setDraft(text);
    setOpen(text !== "");
    setAt(-1);
    if (text !== "") onType(text);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    // what stands in the field: the last key press may not have been drawn yet
    if (event.key === "Enter") take(chosen ?? field.current?.value ?? word);
    else if (event.key === "Escape" && (draft !== null || open)) {
      setDraft(null);
      setOpen(false);
      setAt(-1);
    } else if (event.key === "ArrowDown" && words.length > 0) setAt((at + 1) % words.length);
    else if (event.key === "ArrowUp" && words.length > 0) setAt(at <= 0 ? words.length - 1 : at - 1);
    else if (event.key === "ArrowDown") type(draft ?? word);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <span class="nlpw-word-box">
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label={name}
        aria-autocomplete="list"
        aria-expanded={words.length > 0}
        aria-controls={words.length > 0 ? id : undefined}
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${at}`}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        placeholder={placeholder}
        disabled={disabled}
        value={draft ?? word}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => type(event.currentTarget.value)}
        onBlur={() => {
          if (draft !== null) take(draft);
        }}
        onKeyDown={onKeyDown}
      />
      {words.length > 0 && offer !== null && (
        <div class="nlpw-offers" role="listbox" id={id} aria-label={`${name}: completions`}>
          {words.map((one, k) => (
            <div
              key={one}
              id={`${id}-${k}`}
              role="option"
              tabIndex={-1}
              aria-selected={k === at}
              // before the field loses the focus, which would take what was typed so far
              onPointerDown={(event) => {
                event.preventDefault();
                take(one);
              }}
            >
              {one}
            </div>
          ))}
          {offer.total > words.length && (
            <div class="nlpw-more" role="presentation">
              {whole(offer.total - words.length)} more
            </div>
          )}
        </div>
      )}
    </span>
  );
}
