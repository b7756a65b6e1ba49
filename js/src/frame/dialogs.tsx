/** Dialogs that every widget has: the numbers as a table, the code of the view, the keys. */

import { type Signal, useSignal } from "@preact/signals";
import { CopyButton } from "../controls/copy_button";
import { Dialog } from "../controls/dialog";
import { type Table, TableDialog } from "../controls/table_dialog";
import type { Open } from "./bar";

/** What can be shown as a table, and the table of one of them. */
interface Numbers {
  readonly figures: readonly { readonly value: string; readonly label: string }[];
  readonly table: Table;
}

interface Props extends Omit<KeysProps, "onClose"> {
  readonly open: Signal<Open>;
  /** Shown first as a table. */
  readonly figure: string;
  /** Null where there is nothing to show. */
  numbers(figure: string): Numbers | null;
  code(): string;
}

/** What the bar opens. */
export function Dialogs({ open, figure, numbers, code, hint, keys }: Props) {
  const close = () => {
    open.value = null;
  };
  switch (open.value) {
    case "table":
      return <NumbersDialog first={figure} numbers={numbers} onClose={close} />;
    case "code":
      return <CodeDialog code={code()} onClose={close} />;
    case "keys":
      return <KeysDialog hint={hint} keys={keys} onClose={close} />;
    default:
      return null;
  }
}

function NumbersDialog(props: { first: string; numbers: Props["numbers"]; onClose(): void }) {
  const figure = useSignal(props.first);
  const shown = props.numbers(figure.value);
  if (shown === null) return null;
  return (
    <TableDialog
      {...shown}
      figure={figure.value}
      onFigure={(value) => {
        figure.value = value;
      }}
      onClose={props.onClose}
    />
  );
}

interface CodeProps {
  readonly title?: string;
  readonly code: string;
  onClose(): void;
}

export function CodeDialog({ title = "Code", code, onClose }: CodeProps) {
  return (
    <Dialog title={title} onClose={onClose} actions={<CopyButton name="Copy" text={() => code} />}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre class="nlpw-code" tabIndex={0}>
        {code}
      </pre>
    </Dialog>
  );
}

interface KeysProps {
  /** How the keys are brought to the widget. */
  readonly hint: string;
  /** Keys, and what they do. */
  readonly keys: readonly (readonly [string, string])[];
  onClose(): void;
}

function KeysDialog({ hint, keys, onClose }: KeysProps) {
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <p>{hint}</p>
      <dl class="nlpw-keys">
        {keys.map(([names, meaning]) => (
          <div key={names}>
            <dt>{names}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
