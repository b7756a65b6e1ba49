/** One heat strip: name at the left, canvas under the words, the selected unit marked. */

import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { format } from "../../marks/format";
import { columnGap, drawHeatStrip, type HeatStrip, type StripLayout } from "../../marks/heat_strip";
import { columnAt } from "./columns";
import type { Layout } from "./layout";
import { lutOf, type StripSource } from "./sources";
import type { Store } from "./state";
import { UnitScroll } from "./unit_scroll";

interface Props {
  readonly store: Store;
  readonly layout: Layout;
  readonly source: StripSource;
  readonly order: Int32Array;
  /** The selected unit is one of these. */
  readonly marked: boolean;
  /** Word of a column, for the tooltip. */
  word(column: number): string;
  pick(column: number, unit: number): void;
}

export function Strip({ store, layout, source, order, marked, word, pick }: Props) {
  const { quantity, matrix, rowAt, low, high, missing } = source;
  const rows = layout.strip(matrix.columns);
  const palette = store.palette.value;
  const columnWidth = layout.columnWidth.value;
  const { count } = layout.alignment.value;
  const top = Math.max(0, Math.min(rows.rows - rows.visible, Math.floor(layout.unitTop.value / rows.unitsPerRow)));
  const scratch = useMemo(() => document.createElement("canvas"), []);

  function find(event: PointerEvent | MouseEvent): { column: number; position: number; unit: number } | null {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const column = columnAt(event.clientX - box.left, columnWidth, count);
    const row = top + Math.floor((event.clientY - box.top) / rows.rowHeight);
    const position = row * rows.unitsPerRow;
    const unit = order[position];
    return column < 0 || unit === undefined || row < 0 ? null : { column, position, unit };
  }

  function hover(event: PointerEvent): void {
    const found = find(event);
    const root = (event.currentTarget as HTMLElement).closest(".nlpw")?.getBoundingClientRect();
    if (found === null || root === undefined) {
      layout.hover.value = null;
      return;
    }
    if (event.buttons === 1) pick(found.column, found.unit);
    const units = [...order.subarray(found.position, found.position + rows.unitsPerRow)];
    layout.hover.value = {
      x: event.clientX - root.left,
      y: event.clientY - root.top,
      text: `${word(found.column)} · ${describe(source, units, found.column)}`,
    };
  }

  const marker = marked ? markerAt(order.indexOf(store.selection.value.unit), rows, top) : null;
  const mark = { top: `${marker}px`, height: `${rows.rowHeight}px` };
  return (
    <div class="nlpw-row nlpw-strip">
      <div
        class="nlpw-label"
        title={`${quantity.label}: colour scale ${source.scale}${source.scale.endsWith("+") ? ", the strongest colour beyond" : ""}`}
      >
        <i class="nlpw-dot" style={{ background: `var(--nlpw-${quantity.name})` }} />
        <span class="nlpw-name">{quantity.label}</span>
        <span class="nlpw-note">
          <em>
            {quantity.symbol}
            <sub>t</sub>
          </em>{" "}
          {source.scale}
          {missing > 0 && <strong> {missing.toLocaleString("en")} NaN</strong>}
        </span>
        {marker !== null && <i class="nlpw-unit-notch" style={mark} />}
        <UnitScroll layout={layout} rows={rows} units={matrix.columns} />
      </div>
      <div
        class="nlpw-body"
        style={{ width: `${count * columnWidth}px`, height: `${rows.height}px` }}
        onPointerMove={hover}
        onPointerLeave={() => {
          layout.hover.value = null;
        }}
        onPointerDown={(event) => {
          const found = event.button === 0 ? find(event) : null;
          if (found !== null) pick(found.column, found.unit);
        }}
      >
        <span
          role="img"
          aria-label={`${quantity.label}: heat map of ${matrix.columns} units over ${count} columns; the menu shows it as a table`}
        >
          {palette !== null &&
            layout.tiles.value.map(({ start, end }) => (
              <HeatTile
                key={start}
                scratch={scratch}
                strip={{
                  values: matrix.values,
                  units: matrix.columns,
                  rowAt,
                  order,
                  layout: rows,
                  top,
                  start,
                  end,
                  columnWidth,
                  ratio: store.ratio.value,
                  low,
                  high,
                  lut: lutOf(palette, quantity),
                  gap: palette.gap,
                  hatch: palette.hatch,
                }}
              />
            ))}
        </span>
        {marker !== null && (
          <span
            class={`nlpw-unit-mark${rows.rowHeight >= 6 || columnWidth < 16 ? " nlpw-tall" : ""}`}
            style={{
              ...mark,
              left: `${layout.column.value * columnWidth}px`,
              width: `${columnWidth - columnGap(columnWidth)}px`,
            }}
          />
        )}
      </div>
    </div>
  );
}

/** One tile of a strip; it is drawn again only when something it shows has changed. */
function HeatTile({ strip, scratch }: { strip: HeatStrip; scratch: HTMLCanvasElement }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { layout, start, end, columnWidth } = strip;
  useLayoutEffect(() => {
    if (canvas.current !== null && strip.order.length > 0) drawHeatStrip(canvas.current, scratch, strip);
  }, [...Object.values({ ...strip, layout: null }), layout.unitsPerRow, layout.rowHeight, layout.visible]);
  return (
    <canvas
      ref={canvas}
      style={{
        left: `${start * columnWidth}px`,
        width: `${(end - start) * columnWidth}px`,
        height: `${layout.height}px`,
      }}
    />
  );
}

/** Px from the top of the strip; null when the unit is out of sight. */
function markerAt(position: number, rows: StripLayout, top: number): number | null {
  const row = Math.floor(position / rows.unitsPerRow) - top;
  return position < 0 || row < 0 || row >= rows.visible ? null : row * rows.rowHeight;
}

function describe({ quantity, matrix, rowAt }: StripSource, units: readonly number[], column: number): string {
  const row = rowAt[column] ?? -1;
  const [unit] = units;
  if (row < 0) return "no word here";
  const sum = units.reduce((total, one) => total + (matrix.values[row * matrix.columns + one] as number), 0);
  const value = `${quantity.symbol} = ${format(sum / units.length)}`;
  return units.length === 1 ? `unit ${unit} · ${value}` : `mean of ${units.length} units · ${value}`;
}
