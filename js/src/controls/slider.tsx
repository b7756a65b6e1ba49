/** A value by dragging: shown while it is dragged, committed when it is let go. */

interface Props {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly disabled?: boolean;
  /** The value in words, for screen readers. */
  readonly said: string;
  /** While it is dragged. */
  onPreview(value: number): void;
  onCommit(value: number): void;
}

export function Slider({ label, value, min, max, step = 1, disabled, said, onPreview, onCommit }: Props) {
  return (
    <input
      class="nlpw-slider"
      type="range"
      aria-label={label}
      aria-valuetext={said}
      min={min}
      max={max}
      step={step}
      value={value}
      disabled={disabled}
      onInput={(event) => onPreview(Number(event.currentTarget.value))}
      onChange={(event) => onCommit(Number(event.currentTarget.value))}
    />
  );
}
