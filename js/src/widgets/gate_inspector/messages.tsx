/** What the kernel is doing, and what went wrong; the view below stays as it was. */

import { Button } from "../../controls/button";
import type { Answers } from "./answers";
import type { Store } from "./state";

export function Messages({ store, answers }: { store: Store; answers: Answers }) {
  const { state, message, progress } = store.fields.status.value;
  const { value: problem } = answers.problem;
  return (
    <>
      {state === "working" && (
        <div class="nlpw-working" role="status">
          <progress aria-label={message || "working"} max={1} value={progress >= 0 ? progress : undefined} />
          <span>{message}</span>
        </div>
      )}
      {problem !== "" && (
        <div class="nlpw-problem" role="alert">
          <span>{problem}</span>
          <Button name="Dismiss" icon="close" onClick={answers.dismiss} />
        </div>
      )}
    </>
  );
}
