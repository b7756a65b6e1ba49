/** The options of a step, in a line on its card. */

import { useSignal } from "@preact/signals";
import { Button } from "../../controls/button";
import { Select } from "../../controls/select";
import { Switch } from "../../controls/switch";
import type { Card, StepInfo, StepOption } from "../../protocol/preprocessing_explorer.gen";
import { WordsDialog } from "./words";

interface Props {
  readonly card: Card;
  readonly kind: StepInfo;
  readonly disabled: boolean;
  onChange(options: Record<string, unknown>): void;
}

export function Options({ card, kind, disabled, onChange }: Props) {
  if (kind.options.length === 0) return null;
  return (
    <div class="nlpw-options">
      {kind.options.map((option) => (
        <Option
          key={option.name}
          option={option}
          step={kind.title}
          value={card.options[option.name] ?? option.default}
          disabled={disabled}
          onChange={(value) => onChange(withOption(card.options, option, value))}
        />
      ))}
    </div>
  );
}

/** Only options that differ from their default are kept. */
export function withOption(
  options: Readonly<Record<string, unknown>>,
  { name, default: usual }: StepOption,
  value: unknown,
): Record<string, unknown> {
  const { [name]: _old, ...rest } = options;
  return JSON.stringify(value) === JSON.stringify(usual) ? rest : { ...rest, [name]: value };
}

interface OptionProps {
  readonly option: StepOption;
  readonly step: string;
  readonly value: unknown;
  readonly disabled: boolean;
  onChange(value: unknown): void;
}

function Option({ option, step, value, disabled, onChange }: OptionProps) {
  const open = useSignal(false);
  const label = option.name.replaceAll("_", " ");
  switch (option.kind) {
    case "bool":
      return (
        <Switch
          name={`${step}: ${label}`}
          title={option.help}
          small
          on={value === true}
          disabled={disabled}
          onChange={onChange}
        >
          {label}
        </Switch>
      );
    case "choice":
      return (
        <fieldset disabled={disabled} class="nlpw-plain">
          <Select
            label={label}
            value={String(value)}
            choices={option.choices.map((choice) => ({ value: choice, label: choice }))}
            title={option.help}
            onChange={onChange}
          />
        </fieldset>
      );
    case "words": {
      const words = Array.isArray(value) ? value.map(String) : [];
      return (
        <>
          <Button
            name={`${step}: ${label}: ${words.length}`}
            expanded={open.value}
            onClick={() => {
              open.value = true;
            }}
          >
            {label} · {words.length}
          </Button>
          {open.value && (
            <WordsDialog
              title={`${step}: ${label}`}
              help={option.help}
              words={words}
              usual={Array.isArray(option.default) ? option.default.map(String) : []}
              disabled={disabled}
              onChange={onChange}
              onClose={() => {
                open.value = false;
              }}
            />
          )}
        </>
      );
    }
    case "text":
      return (
        <label class="nlpw-option" title={option.help}>
          {label}
          <input
            type="text"
            aria-label={`${step}: ${label}`}
            value={String(value ?? "")}
            disabled={disabled}
            spellcheck={false}
            size={6}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        </label>
      );
  }
}
