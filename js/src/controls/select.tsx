/** A choice as part of a sentence: "layer 1 of 2 ▾". With nothing to choose it is plain text. */

interface Props<V extends string | number> {
  readonly label: string;
  readonly value: V;
  /** `short` is shown when chosen, where it differs from what the list says. */
  readonly choices: readonly { readonly value: V; readonly label: string; readonly short?: string }[];
  readonly title?: string;
  /** Only the value is shown; the label remains for screen readers. */
  readonly terse?: boolean;
  onChange(value: V): void;
}

export function Select<V extends string | number>({ label, value, choices, title, terse, onChange }: Props<V>) {
  const chosen = choices.find((choice) => choice.value === value);
  if (choices.length < 2) {
    return (
      <span class="nlpw-choice" title={title}>
        {!terse && label} <span class="nlpw-only">{chosen?.label ?? String(value)}</span>
      </span>
    );
  }
  return (
    <label class="nlpw-choice" title={title}>
      {!terse && label}
      <span class="nlpw-select">
        <span aria-hidden="true">{chosen?.short ?? chosen?.label ?? String(value)} ▾</span>
        <select
          aria-label={label}
          value={String(value)}
          onChange={(event) => {
            const choice = choices[event.currentTarget.selectedIndex];
            if (choice !== undefined) onChange(choice.value);
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={String(choice.value)} selected={choice.value === value}>
              {choice.label}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}
