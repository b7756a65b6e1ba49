/** What the colours, the sizes and the counts of the picture mean; in its corner. */

import type { ReadonlySignal } from "@preact/signals";
import { useComputed } from "@preact/signals";
import { counted, whole } from "../../marks/format";
import type { Column } from "../../protocol/embedding_projector.gen";
import type { Painter } from "./painter";
import {
  categoryColor,
  countCategories,
  densityGradient,
  gradient,
  missingColor,
  rangeOf,
  SHOWN_CATEGORIES,
  scaleFor,
} from "./shades";
import type { Store } from "./state";
import { valueText } from "./tooltip";

interface Props {
  readonly store: Store;
  readonly painter: Painter;
}

export function PictureLegend({ store, painter }: Props) {
  const { theme } = store.dress.value;
  const column = store.colorColumn.value;
  const scale = scaleFor(column);
  const top = painter.densityTop.value;
  const shown = painter.fallback.value;
  const { shown: points } = store.fields.source.value;
  return (
    <div class={`nlpw-picture-legend${store.fields.arrangement.value === "side" ? " nlpw-beside" : ""}`}>
      {shown > 0 && (
        <p class="nlpw-fallback" role="status">
          No WebGL 2 here: {points > shown ? `the first ${whole(shown)} points, ` : ""}drawn plainly
        </p>
      )}
      {top > 0 && (
        <div class="nlpw-ramp-line">
          <span>words per spot</span>
          <span>1</span>
          <i style={{ background: densityGradient(theme) }} />
          <span>{whole(top)}</span>
        </div>
      )}
      {column !== undefined && top === 0 && scale === "category" && (
        <Categories store={store} column={column} values={store.colorValues} />
      )}
      {column !== undefined && top === 0 && scale !== "category" && (
        <div class="nlpw-ramp-line">
          <span>{column.name}</span>
          <span>{valueText(column, rangeOf(column)[0])}</span>
          <i style={{ background: gradient(scale, theme) }} />
          <span>{valueText(column, rangeOf(column)[1])}</span>
          <Missing store={store} />
        </div>
      )}
      <Sizes store={store} />
    </div>
  );
}

function Missing({ store }: { store: Store }) {
  const missing = useComputed(() => {
    let count = 0;
    const values = store.colorValues.value ?? [];
    for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) count++;
    return count;
  });
  if (missing.value === 0) return null;
  return (
    <span class="nlpw-quiet">
      <b class="nlpw-dot" style={{ background: missingColor(store.dress.value.theme) }} /> {whole(missing.value)}{" "}
      missing
    </span>
  );
}

interface CategoriesProps {
  readonly store: Store;
  readonly column: Column;
  readonly values: ReadonlySignal<ArrayLike<number> | null>;
}

function Categories({ store, column, values }: CategoriesProps) {
  const counts = useComputed(() => (values.value === null ? null : countCategories(column, values.value)));
  const { theme } = store.dress.value;
  const only = store.onlyCategory.value;
  const found = counts.value;
  const own = column.categories.slice(0, SHOWN_CATEGORIES);
  const rest = found === null ? 0 : [...found.slice(own.length, -1)].reduce((sum, count) => sum + count, 0);
  const missing = found?.at(-1) ?? 0;
  return (
    <ul class="nlpw-categories" aria-label={column.name}>
      {own.map((name, k) => (
        <li key={name}>
          <button
            type="button"
            aria-pressed={only === k}
            class={only !== null && only !== k ? "nlpw-off" : ""}
            title={only === k ? "Show all again" : `Only ${name}`}
            onClick={() => {
              store.onlyCategory.value = only === k ? null : k;
            }}
          >
            <b class="nlpw-dot" style={{ background: categoryColor(k, theme) }} />
            <span class="nlpw-cut">{name}</span>
            <span class="nlpw-quiet">{whole(found?.[k] ?? 0)}</span>
          </button>
        </li>
      ))}
      {column.categories.length > own.length && (
        <li class="nlpw-quiet">
          <b class="nlpw-dot" style={{ background: categoryColor(own.length, theme) }} />
          {counted(column.categories.length - own.length, "other")} {whole(rest)}
        </li>
      )}
      {missing > 0 && (
        <li class="nlpw-quiet">
          <b class="nlpw-dot" style={{ background: missingColor(theme) }} />
          none {whole(missing)}
        </li>
      )}
    </ul>
  );
}

function Sizes({ store }: { store: Store }) {
  const column = store.sizeColumn.value;
  if (column === undefined || column.kind === "category") return null;
  return (
    <div class="nlpw-ramp-line">
      <span>{column.name}</span>
      <span>{valueText(column, column.low)}</span>
      <b class="nlpw-dot nlpw-smallest" />
      <b class="nlpw-dot nlpw-largest" />
      <span>{valueText(column, column.high)}</span>
    </div>
  );
}
