/** A button; its name, which holds the shown text, is its tooltip and what a screen reader says. */

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icons";

interface Props {
  /** What it does, in words. */
  readonly name: string;
  readonly icon?: IconName;
  /** Shown text; with an icon, after it. */
  readonly children?: ComponentChildren;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly disabled?: boolean;
  onClick(): void;
}

export function Button({ name, icon, children, pressed, expanded, disabled, onClick }: Props) {
  return (
    <button
      type="button"
      class={`nlpw-button${pressed ? " nlpw-on" : ""}${children === undefined ? " nlpw-bare" : ""}`}
      aria-label={name}
      aria-pressed={pressed}
      aria-expanded={expanded}
      title={name}
      disabled={disabled}
      onClick={onClick}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}
