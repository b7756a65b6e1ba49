/** What is known of the point under the pointer. */

import { format } from "../../marks/format";
import type { Column } from "../../protocol/embedding_projector.gen";
import type { Store } from "./state";

export function Tooltip({ store }: { store: Store }) {
  const { value: hover } = store.hover;
  if (hover === null) return null;
  const { point } = hover;
  const color = store.colorColumn.value;
  const size = store.sizeColumn.value;
  const facts = [
    said(color, store.colorValues.value?.[point]),
    size === color ? null : said(size, store.sizeValues.value?.[point]),
  ];
  const near = store.looked.value?.neighbours.find((one) => one.point === point);
  if (near !== undefined) facts.push(`cosine with ${store.fields.word.value} ${format(near.cosine)}`);
  // Towards the middle, so that it is not cut off.
  const { width, height } = store.size.value;
  const across = hover.x > width / 2 ? "calc(-100% - 12px)" : "14px";
  const down = hover.y > height / 2 ? "calc(-100% - 6px)" : "10px";
  return (
    <div
      class="nlpw-tooltip nlpw-hovered"
      style={{ left: `${hover.x}px`, top: `${hover.y}px`, transform: `translate(${across}, ${down})` }}
      aria-hidden="true"
    >
      <b>{store.words.value.at(point)}</b>
      {facts.map((fact) => fact !== null && <span key={fact}>{fact}</span>)}
    </div>
  );
}

function said(column: Column | undefined, value: number | undefined): string | null {
  if (column === undefined || value === undefined) return null;
  return `${column.name} ${valueText(column, value)}`;
}

export function valueText(column: Column, value: number): string {
  if (column.kind === "category") return value < 0 ? "–" : (column.categories[value] ?? "–");
  return Number.isNaN(value) ? "–" : Number.isInteger(value) ? format(value, { digits: 0 }) : format(value);
}
