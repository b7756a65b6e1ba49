/** The numbers of a figure as a real table, to read, to select and to copy into a spreadsheet. */

import { CopyButton } from "./copy_button";
import { Dialog } from "./dialog";
import { Select } from "./select";

export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  /** Indices of the columns that hold words: these stand at the left, numbers at the right. */
  readonly words?: readonly number[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly string[])[];
}

interface Props {
  readonly figures: readonly { readonly value: string; readonly label: string }[];
  readonly figure: string;
  readonly table: Table;
  onFigure(figure: string): void;
  onClose(): void;
}

export function TableDialog({ figures, figure, table, onFigure, onClose }: Props) {
  const align = (column: number) => (table.words?.includes(column) ? "nlpw-word" : undefined);
  return (
    <Dialog
      title="Show as table"
      onClose={onClose}
      actions={
        <>
          <Select label="figure" value={figure} choices={figures} onChange={onFigure} />
          <CopyButton name="Copy" text={() => toTsv(table)} />
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="nlpw-table" tabIndex={0} aria-label={table.caption}>
        <table>
          <caption>{table.caption}</caption>
          <thead>
            <tr>
              {table.columns.map((column, index) => (
                <th key={index} scope="col" class={align(index)}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, k) =>
                  k === 0 ? (
                    <th key={k} scope="row" class={align(k)}>
                      {cell}
                    </th>
                  ) : (
                    <td key={k} class={align(k)}>
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Dialog>
  );
}

/** Tab-separated, as spreadsheets take it, with plain minus signs. */
export function toTsv({ columns, rows }: Table): string {
  const clean = (cell: string) => cell.replaceAll(/[\t\n\r]/g, " ").replaceAll("−", "-");
  return [columns, ...rows].map((row) => row.map(clean).join("\t")).join("\n");
}
