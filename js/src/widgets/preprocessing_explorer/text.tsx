/** The text box, and the way through the texts of a corpus. */

import { Button } from "../../controls/button";
import { TextBox } from "../../controls/text_box";
import type { Store } from "./state";

export function TextLine({ store }: { store: Store }) {
  const { fields } = store;
  const { value: obstacle } = store.obstacle;
  return (
    <div class="nlpw-line">
      <TextBox
        name="text"
        text={fields.text.value}
        action="Run"
        width={store.width.value}
        obstacle={obstacle === null ? null : "Typing needs a kernel"}
        commit={(text) => {
          if (fields.text.peek() === text) store.answers.remind();
          else store.ask({ text, document: -1, focus: null });
        }}
      />
      {fields.document_count.value > 1 && <Documents store={store} />}
    </div>
  );
}

function Documents({ store }: { store: Store }) {
  const { value: count } = store.fields.document_count;
  const { value: at } = store.fields.document;
  const disabled = store.obstacle.value !== null;
  const go = (to: number) => {
    const document = Math.max(0, Math.min(count - 1, Math.trunc(to)));
    if (Number.isFinite(document)) store.ask({ document, focus: null });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend
    <div class="nlpw-documents" role="group" aria-label="text of the corpus" title={store.obstacle.value ?? undefined}>
      <Button name="Previous text" icon="previous" disabled={disabled || at <= 0} onClick={() => go(at - 1)} />
      <label>
        <input
          type="number"
          aria-label="number of the text"
          min={1}
          max={count}
          value={at < 0 ? "" : at + 1}
          placeholder="–"
          disabled={disabled}
          onChange={(event) => {
            if (event.currentTarget.value !== "") go(Number(event.currentTarget.value) - 1);
          }}
        />
        of {count.toLocaleString("en")}
      </label>
      <Button name="Next text" icon="next" disabled={disabled || at >= count - 1} onClick={() => go(at + 1)} />
    </div>
  );
}
