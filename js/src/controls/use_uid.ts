/** An id that is unique in the page; Preact's `useId` is unique only within one mounted view. */

import { useState } from "preact/hooks";

export function useUid(): string {
  const [id] = useState(() => `nlpw-${Math.random().toString(36).slice(2, 10)}`);
  return id;
}
