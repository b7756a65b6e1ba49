/** A text field whose text counts once it is entered: by the Enter key, or by leaving the field. */

import { useSignal } from "@preact/signals";

interface Props {
  readonly name: string;
  readonly value: string;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  onEnter(text: string): void;
}

export function Entry({ name, value, disabled, placeholder, onEnter }: Props) {
  // What is being typed; null when nothing is.
  const draft = useSignal<string | null>(null);
  const take = () => {
    const text = draft.peek()?.trim();
    draft.value = null;
    if (text !== undefined && text !== "" && text !== value) onEnter(text);
  };
  return (
    <input
      type="text"
      aria-label={name}
      placeholder={placeholder}
      value={draft.value ?? value}
      disabled={disabled}
      autocomplete="off"
      autocapitalize="off"
      spellcheck={false}
      onInput={(event) => {
        draft.value = event.currentTarget.value;
      }}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        if (event.key === "Enter") take();
        else if (event.key === "Escape" && draft.peek() !== null) draft.value = null;
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
