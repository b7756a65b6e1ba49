/** What the pointer is over, beside the pointer. */

import type { Layout } from "./layout";
import type { Store } from "./state";

export function Tooltip({ store, layout }: { store: Store; layout: Layout }) {
  const { value: hover } = layout.hover;
  if (hover === null) return null;
  const right = hover.x > store.width.value / 2;
  const x = right ? { right: `${store.width.value - hover.x + 12}px` } : { left: `${hover.x + 12}px` };
  return (
    <div class="nlpw-tooltip" aria-hidden="true" style={{ ...x, top: `${hover.y + 14}px` }}>
      {hover.text}
    </div>
  );
}
