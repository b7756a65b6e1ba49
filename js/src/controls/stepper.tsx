/** A whole number: one less, type it, one more. */

import { useState } from "preact/hooks";
import { Button } from "./button";

interface Props {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly disabled?: boolean;
  onChange(value: number): void;
}

export function Stepper({ label, value, min, max, disabled = false, onChange }: Props) {
  // What is being typed; null when nothing is.
  const [draft, setDraft] = useState<string | null>(null);
  const go = (wish: number) => {
    const next = clampWhole(wish, min, max);
    if (next !== null && next !== value) onChange(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend
    <span class="nlpw-stepper" role="group" aria-label={label}>
      <Button
        name={`${label}: one less`}
        icon="minus"
        disabled={disabled || value <= min}
        onClick={() => go(value - 1)}
      />
      <input
        type="text"
        inputMode="numeric"
        aria-label={label}
        disabled={disabled}
        value={draft ?? String(value)}
        style={{ width: `${Math.max(3, String(max).length) + 2}ch` }}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => setDraft(null)}
        onKeyDown={(event) => {
          if (event.key === "Enter") go(Number(draft ?? value));
          else if (event.key === "ArrowUp") go(value + 1);
          else if (event.key === "ArrowDown") go(value - 1);
          else if (event.key !== "Escape") return;
          setDraft(null);
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <Button
        name={`${label}: one more`}
        icon="plus"
        disabled={disabled || value >= max}
        onClick={() => go(value + 1)}
      />
    </span>
  );
}

/** The nearest whole number within the bounds; null for what is no number. */
export function clampWhole(wish: number, min: number, max: number): number | null {
  return Number.isNaN(wish) ? null : Math.max(min, Math.min(max, Math.round(wish)));
}
