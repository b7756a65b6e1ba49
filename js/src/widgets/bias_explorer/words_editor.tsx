/** A list of words as text: changed as text, and taken as a whole. */

import { useSignal } from "@preact/signals";
import { Button } from "../../controls/button";

interface Props {
  readonly name: string;
  readonly words: readonly string[];
  readonly disabled?: boolean;
  readonly rows?: number;
  onChange(words: string[]): void;
}

export function WordsEditor({ name, words, disabled, rows = 5, onChange }: Props) {
  const draft = useSignal<string | null>(null);
  const text = words.join(", ");
  const changed = draft.value !== null && draft.value !== text;
  return (
    <div class="nlpw-words-editor">
      <textarea
        aria-label={name}
        rows={rows}
        disabled={disabled}
        spellcheck={false}
        value={draft.value ?? text}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
        }}
      />
      {changed && (
        <span class="nlpw-line">
          <Button
            name={`Take the ${name}`}
            onClick={() => {
              onChange(wordsOf(draft.peek() ?? ""));
              draft.value = null;
            }}
          >
            Take
          </Button>
          <Button
            name={`Leave the ${name} as they were`}
            onClick={() => {
              draft.value = null;
            }}
          >
            Cancel
          </Button>
        </span>
      )}
    </div>
  );
}

/** Words apart by commas or line ends, each once. */
export function wordsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[,\n]+/)
        .map((word) => word.trim())
        .filter((word) => word !== ""),
    ),
  ];
}
