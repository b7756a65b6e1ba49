/** LSTM: the cell state runs along the top, the gates decide what it forgets, takes in and shows. */

import { previousCell } from "./data";
import { Between, BOX_HEIGHT, Gate, Joint, Label, Operator, Wire } from "./diagram_parts";
import { type DiagramProps, InputLabel, NARROW } from "./diagram_props";
import { isProjected, numberAt, previousHiddenAt } from "./terms";

const CELL_LANE = 42;
const PRODUCT = 86;
const BOX = 122;
const LANE = 204;
export const LSTM_HEIGHT = 244;

export function LstmDiagram({ data, step, unit, width, token, before }: DiagramProps) {
  const narrow = width < NARROW;
  const value = (role: Parameters<typeof numberAt>[1]) => numberAt(data, role, step, unit);
  const previous = previousCell(data, step, unit);
  const gap = narrow ? 6 : 12;
  const left = narrow ? 22 : 44;
  const right = width - (narrow ? 22 : 40);
  const box = Math.min(92, (right - (narrow ? 32 : 44) - left - 3 * gap) / 4);
  const column = (index: number) => left + box / 2 + index * (box + gap);
  const [forget, input, candidate, output] = [column(0), column(1), column(2), column(3)];
  const middle = (input + candidate) / 2;
  const top = BOX;
  const bottom = BOX + BOX_HEIGHT;
  const gate = { width: box };
  return (
    <>
      <Wire
        points={[
          [4, CELL_LANE],
          [width - 4, CELL_LANE],
        ]}
        quantity="cell"
        wide
        arrow
      />
      <Wire
        points={[
          [4, LANE],
          [output, LANE],
          [output, bottom],
        ]}
        quantity="hidden"
        arrow
      />
      {[forget, input, candidate].map((x) => (
        <Wire
          key={x}
          points={[
            [x, LANE],
            [x, bottom],
          ]}
          quantity="hidden"
          arrow
        />
      ))}
      <Wire
        points={[
          [14, LANE + 30],
          [14, LANE],
        ]}
        arrow
      />
      <Wire
        points={[
          [forget, top],
          [forget, CELL_LANE + 9],
        ]}
        quantity="forget"
        arrow
      />
      <Wire
        points={[
          [input, top],
          [input, PRODUCT],
          [middle - 9, PRODUCT],
        ]}
        quantity="input"
        arrow
      />
      <Wire
        points={[
          [candidate, top],
          [candidate, PRODUCT],
          [middle + 9, PRODUCT],
        ]}
        quantity="candidate"
        arrow
      />
      <Wire
        points={[
          [middle, PRODUCT - 9],
          [middle, CELL_LANE + 9],
        ]}
        arrow
      />
      <Wire
        points={[
          [right, CELL_LANE],
          [right, PRODUCT + 9],
        ]}
        quantity="cell"
        arrow
      />
      <Joint at={[right, CELL_LANE]} quantity="cell" />
      <Wire
        points={[
          [output, top],
          [output, PRODUCT + 18],
          [right - 9, PRODUCT + 18],
        ]}
        quantity="output"
        arrow
      />
      <Wire
        points={[
          [right, PRODUCT + 27],
          [right, LANE],
          [width - 4, LANE],
        ]}
        quantity="hidden"
        arrow
      />
      <Operator at={[forget, CELL_LANE]}>×</Operator>
      <Operator at={[middle, CELL_LANE]}>+</Operator>
      <Operator at={[middle, PRODUCT]}>×</Operator>
      <Operator at={[right, PRODUCT - 20]}>tanh</Operator>
      <Operator at={[right, PRODUCT + 18]}>×</Operator>
      {isProjected(data) && <Operator at={[right, PRODUCT + 62]}>W</Operator>}
      <Gate {...gate} at={[forget, top]} quantity="forget" name="forget" value={value("forget")} />
      <Gate {...gate} at={[input, top]} quantity="input" name="input" value={value("input")} />
      <Gate {...gate} at={[candidate, top]} quantity="candidate" name="candidate" value={value("candidate")} signed />
      <Gate {...gate} at={[output, top]} quantity="output" name="output" value={value("output")} />
      <Between at={[(forget + middle) / 2, CELL_LANE + 14]} value={value("forget") * previous} />
      <Between at={[middle + 6, PRODUCT - 20]} anchor="start" value={value("input") * value("candidate")} />
      <Between at={[right - 6, PRODUCT + 2]} anchor="end" value={Math.tanh(value("cell"))} />
      <Label at={[4, CELL_LANE - 14]} symbol="c" sub={before} quantity="cell" value={previous} />
      <Label at={[width - 4, CELL_LANE - 14]} anchor="end" symbol="c" sub="t" quantity="cell" value={value("cell")} />
      <Label
        at={[4, LANE - (narrow ? 21 : 9)]}
        symbol="h"
        sub={before}
        quantity="hidden"
        value={previousHiddenAt(data, step, unit)}
        stacked={narrow}
      />
      <Label at={[width - 4, LANE + 19]} anchor="end" symbol="h" sub="t" quantity="hidden" value={value("hidden")} />
      <InputLabel at={[22, LANE + 29]} token={token} />
    </>
  );
}
