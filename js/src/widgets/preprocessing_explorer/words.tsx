/** A list of words to change: add, take away, back to the usual ones. It is written once, when the dialog closes. */

import { useSignal } from "@preact/signals";
import { Button } from "../../controls/button";
import { Dialog } from "../../controls/dialog";

interface Props {
  readonly title: string;
  readonly help: string;
  readonly words: readonly string[];
  readonly usual: readonly string[];
  readonly disabled: boolean;
  onChange(words: string[]): void;
  onClose(): void;
}

export function WordsDialog({ title, help, words, usual, disabled, onChange, onClose }: Props) {
  const now = useSignal(words);
  const typed = useSignal("");
  const wish = typed.value.trim();
  const shown = wish === "" ? now.value : now.value.filter((word) => word.includes(wish));
  const close = () => {
    if (JSON.stringify(now.value) !== JSON.stringify(words)) onChange([...now.value]);
    onClose();
  };
  const add = () => {
    const more = wish.split(/[\s,]+/u).filter((word) => word !== "" && !now.value.includes(word));
    if (more.length > 0) now.value = [...new Set([...more, ...now.value])];
    typed.value = "";
  };
  return (
    <Dialog
      title={title}
      onClose={close}
      actions={
        !disabled && (
          <Button
            name="Back to the usual words"
            disabled={JSON.stringify(now.value) === JSON.stringify(usual)}
            onClick={() => {
              now.value = usual;
            }}
          >
            Reset
          </Button>
        )
      }
    >
      <p>{help}</p>
      <form
        class="nlpw-add"
        onSubmit={(event) => {
          event.preventDefault();
          if (!disabled) add();
        }}
      >
        <input
          type="text"
          aria-label="find or add a word"
          placeholder={disabled ? "Find" : "Find, or add with Enter"}
          spellcheck={false}
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
        <span>
          {shown.length === now.value.length ? `${now.value.length} words` : `${shown.length} of ${now.value.length}`}
        </span>
      </form>
      <ul class="nlpw-words-list" aria-label="words">
        {shown.map((word) => (
          <li key={word}>
            <bdi>{word}</bdi>
            {!disabled && (
              <button
                type="button"
                aria-label={`Take away ${word}`}
                title={`Take away ${word}`}
                onClick={() => {
                  now.value = now.value.filter((one) => one !== word);
                }}
              >
                ×
              </button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
