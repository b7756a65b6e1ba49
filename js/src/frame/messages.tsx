/** What the kernel is doing, and what went wrong; the view below stays as it was. */

import type { ReadonlySignal } from "@preact/signals";
import { Button } from "../controls/button";
import type { Status } from "../protocol/base.gen";
import type { Answers } from "./answers";

interface Props {
  readonly status: ReadonlySignal<Status>;
  readonly answers: Answers;
}

export function Messages({ status, answers }: Props) {
  const { state, message, progress } = status.value;
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
