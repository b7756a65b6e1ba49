/** Questions by the hundred: which file, by which method, how far, how well, and what went wrong. */

import { useRef } from "preact/hooks";
import { Button } from "../../controls/button";
import { Select } from "../../controls/select";
import { useUid } from "../../controls/use_uid";
import { FailuresView } from "./failures";
import { METHODS } from "./local";
import { METHOD_NAMES } from "./names";
import { ScoresView } from "./scores";
import type { Store } from "./state";

/** Characters of a file that one message can carry. */
const MOST = 8_000_000;

export function QuestionsPanel({ store }: { store: Store }) {
  const { fields } = store;
  return (
    <div class="nlpw-questions">
      {store.live.value ? (
        <Run store={store} />
      ) : (
        fields.scores.value.length === 0 && <p class="nlpw-none">Answering a file of questions needs a kernel.</p>
      )}
      {fields.scores.value.length > 0 && (
        <>
          <ScoresView store={store} />
          <FailuresView store={store} />
        </>
      )}
    </div>
  );
}

function Run({ store }: { store: Store }) {
  const { evaluate, running, questions, method, embedding } = store.fields;
  if (evaluate.value) {
    const { message, progress } = running.value;
    return (
      <div class="nlpw-line" role="status">
        <Button name="Cancel the questions" onClick={() => store.pass({ evaluate: false })}>
          Cancel
        </Button>
        <progress aria-label="questions answered" max={1} value={progress >= 0 ? progress : undefined} />
        <span class="nlpw-quiet">{message}</span>
      </div>
    );
  }
  return (
    <div class="nlpw-line">
      <Button
        name={`Answer the questions with ${embedding.value}`}
        onClick={() => {
          store.answers.sent();
          store.pass({ evaluate: true });
        }}
      >
        Run
      </Button>
      <span>
        <b>{questions.value}</b> with <b>{embedding.value}</b>
      </span>
      <Select
        label="by"
        value={method.value}
        choices={METHODS.map((value) => ({ value, label: METHOD_NAMES[value].name }))}
        onChange={(value) => store.set({ method: value })}
      />
      <FileChoice store={store} />
    </div>
  );
}

function FileChoice({ store }: { store: Store }) {
  const input = useRef<HTMLInputElement>(null);
  const id = useUid();
  return (
    <>
      <input
        ref={input}
        id={id}
        class="nlpw-hidden"
        type="file"
        accept=".txt,text/plain"
        tabIndex={-1}
        aria-label="A file of questions"
        onChange={async (event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file !== undefined) store.upload(file.name, file.size <= MOST ? await file.text() : null);
        }}
      />
      <Button
        name="Choose a file of questions: lines of four words, sections begun by a line “: name”"
        onClick={() => input.current?.click()}
      >
        File…
      </Button>
      {store.tooLarge.value !== "" && (
        <span class="nlpw-missing" role="alert">
          {store.tooLarge.value}
        </span>
      )}
    </>
  );
}
