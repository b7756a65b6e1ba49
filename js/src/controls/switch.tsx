/** On or off. */

import type { ComponentChildren } from "preact";

interface Props {
  /** What is on or off, in words. */
  readonly name: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  /** Tooltip: more about it, or why it cannot be changed. */
  readonly title?: string | undefined;
  /** Half as big, for what is less than the main thing. */
  readonly small?: boolean;
  /** Shown beside it, part of what can be clicked. */
  readonly children?: ComponentChildren;
  onChange(on: boolean): void;
}

export function Switch({ name, on, disabled, title, small, children, onChange }: Props) {
  return (
    <button
      type="button"
      class={`nlpw-switch${small ? " nlpw-small" : ""}`}
      role="switch"
      aria-checked={on}
      aria-label={name}
      title={title ?? name}
      disabled={disabled}
      onClick={() => onChange(!on)}
    >
      <span class="nlpw-track" aria-hidden="true" />
      {children}
    </button>
  );
}
