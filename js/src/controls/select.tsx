/** A choice as part of a sentence: "layer 1 of 2 ▾". With nothing to choose it is plain text. */

interface Props<V extends string | number> {
  readonly label: string;
  readonly value: V;
  readonly choices: readonly { readonly value: V; readonly label: string }[];
  readonly title?: string;
  onChange(value: V): void;
}

export function Select<V extends string | number>({ label, value, choices, title, onChange }: Props<V>) {
  const chosen = choices.find((choice) => choice.value === value);
  if (choices.length < 2) {
    return (
      <span class="nlpw-choice" title={title}>
        {label} <span class="nlpw-only">{chosen?.label ?? String(value)}</span>
      </span>
    );
  }
  return (
    <label class="nlpw-choice" title={title}>
      {label}
      <span class="nlpw-select">
        <span aria-hidden="true">{chosen?.label ?? String(value)} ▾</span>
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
