/** Plain RNN: the past and the word are added and squashed; that is all. */

import { Between, BOX_HEIGHT, Gate, Label, Operator, Part, Wire } from "./diagram_parts";
import { type DiagramProps, InputLabel, NARROW } from "./diagram_props";
import { gateSum, hasBias, numberAt, partOf, previousHiddenAt } from "./terms";

const LANE = 78;
const BELOW = 150;
export const RNN_HEIGHT = 240;

export function RnnDiagram({ data, step, unit, width, token, before }: DiagramProps) {
  const narrow = width < NARROW;
  const sum = gateSum(data, "hidden", step, unit);
  const box = narrow ? 66 : 84;
  const past = (narrow ? 44 : 70) + box / 2;
  const out = width - (narrow ? 48 : 78) - box / 2;
  const plus = (past + out) / 2;
  const top = LANE - BOX_HEIGHT / 2;
  const name = data.meta.nonlinearity === "relu" ? "ReLU" : "tanh";
  return (
    <>
      <Wire
        points={[
          [4, LANE],
          [past - box / 2, LANE],
        ]}
        quantity="hidden"
        wide
        arrow
      />
      <Wire
        points={[
          [past + box / 2, LANE],
          [plus - 9, LANE],
        ]}
        quantity="hidden"
        arrow
      />
      <Wire
        points={[
          [plus + 9, LANE],
          [out - box / 2, LANE],
        ]}
        arrow
      />
      <Wire
        points={[
          [out + box / 2, LANE],
          [width - 4, LANE],
        ]}
        quantity="hidden"
        wide
        arrow
      />
      <Wire
        points={[
          [plus, BELOW],
          [plus, LANE + 9],
        ]}
        arrow
      />
      <Wire
        points={[
          [plus, BELOW + BOX_HEIGHT + 26],
          [plus, BELOW + BOX_HEIGHT],
        ]}
        arrow
      />
      {sum !== null && hasBias(data) && (
        <Wire
          points={[
            [plus, LANE - 30],
            [plus, LANE - 9],
          ]}
          arrow
        />
      )}
      <Operator at={[plus, LANE]}>+</Operator>
      <Part
        at={[past, top]}
        width={box}
        name={`U h${before === "t−1" ? "ₜ₋₁" : "ₜ₊₁"}`}
        value={sum && partOf(sum, "recurrent")}
      />
      <Part at={[plus, BELOW]} width={box} name="W xₜ" value={sum && partOf(sum, "input")} />
      <Gate
        at={[out, top]}
        width={box}
        quantity="hidden"
        name={name}
        value={numberAt(data, "hidden", step, unit)}
        signed
        gauge={name === "tanh"}
      />
      {sum !== null && <Between at={[(plus + out - box / 2) / 2 + 2, LANE - 7]} value={sum.total} />}
      {sum !== null && hasBias(data) && (
        <Label at={[plus, LANE - 36]} anchor="middle" symbol="b" value={partOf(sum, "bias")} />
      )}
      <Label
        at={[4, LANE - 32]}
        symbol="h"
        sub={before}
        quantity="hidden"
        value={previousHiddenAt(data, step, unit)}
        stacked={narrow}
      />
      <Label
        at={[width - 4, LANE - 32]}
        anchor="end"
        symbol="h"
        sub="t"
        quantity="hidden"
        value={numberAt(data, "hidden", step, unit)}
        stacked={narrow}
      />
      <InputLabel at={[plus + 8, BELOW + BOX_HEIGHT + 26]} token={token} />
    </>
  );
}
