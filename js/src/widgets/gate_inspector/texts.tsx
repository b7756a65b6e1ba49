/** The text boxes: the text shown, and the one it is compared with. */

import type { Signal } from "@preact/signals";
import { Button } from "../../controls/button";
import { TextBox } from "../../controls/text_box";
import type { Answers } from "../../frame/answers";
import type { Pane, Store } from "./state";
import { FinalVerdict } from "./verdict";

interface Props {
  readonly store: Store;
  readonly comparing: Signal<boolean>;
  readonly answers: Answers;
}

export function Texts({ store, comparing, answers }: Props) {
  const { fields, panes, live } = store;
  const [first, second] = panes.value;
  const obstacle = !live.value
    ? "Typing needs a kernel"
    : fields.can_type.value
      ? null
      : "Typing needs a way to encode text: give the inspector `encode`";
  const send = (key: "text" | "second_text", typed: string) => {
    // What failed once is not sent again: nothing has changed, and its error still stands.
    if (fields[key].peek() === typed) {
      answers.remind();
      return;
    }
    store.set({ [key]: typed });
    answers.sent();
  };
  // Ready-made inputs have no text: step numbers in a box that cannot be typed in would only puzzle.
  const boxed = (pane: Pane | undefined) => fields.can_type.value || pane === undefined || pane.item.text !== null;
  const shown = first?.item.text ?? fields.text.value ?? first?.item.tokens.join(" ") ?? "";
  return (
    <div class="nlpw-texts">
      {(comparing.value || boxed(first) || first?.verdict) && (
        <div class="nlpw-line">
          {comparing.value && <b class="nlpw-letter">A</b>}
          {boxed(first) && (
            <TextBox
              name="text"
              text={shown}
              action="Trace"
              width={store.width.value}
              obstacle={obstacle}
              commit={(typed) => send("text", typed)}
            />
          )}
          <FinalVerdict pane={first} />
        </div>
      )}
      {comparing.value && (
        <div class="nlpw-line">
          <b class="nlpw-letter">B</b>
          {boxed(second) && (
            <TextBox
              name="second text"
              text={second?.item.text ?? fields.second_text.value ?? second?.item.tokens.join(" ") ?? ""}
              action="Trace"
              width={store.width.value}
              obstacle={obstacle}
              commit={(typed) => send("second_text", typed)}
            />
          )}
          <FinalVerdict pane={second} />
          <Button
            name="End the comparison"
            icon="close"
            onClick={() => {
              comparing.value = false;
              store.set({ second_text: null });
            }}
          />
        </div>
      )}
    </div>
  );
}
