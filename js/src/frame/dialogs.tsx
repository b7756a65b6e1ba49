/** Dialogs that every widget has: the code of the view, the keys. */

import { CopyButton } from "../controls/copy_button";
import { Dialog } from "../controls/dialog";

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

export function KeysDialog({ hint, keys, onClose }: KeysProps) {
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
