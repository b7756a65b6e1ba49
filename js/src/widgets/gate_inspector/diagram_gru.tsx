/** GRU: the hidden state runs along the top; update mixes the past with the new, reset hides the past from the new. */

import { Between, BOX_HEIGHT, Gate, Joint, Label, Operator, Wire } from "./diagram_parts";
import { type DiagramProps, InputLabel, NARROW } from "./diagram_props";
import { hasBias, numberAt, previousHiddenAt } from "./terms";

const STATE_LANE = 42;
const PRODUCT = 86;
const BOX = 122;
const PAST_LANE = 196;
const INPUT_LANE = 212;
export const GRU_HEIGHT = 250;

export function GruDiagram({ data, step, unit, width, token, before }: DiagramProps) {
  const narrow = width < NARROW;
  const value = (role: Parameters<typeof numberAt>[1]) => numberAt(data, role, step, unit);
  const previous = previousHiddenAt(data, step, unit);
  const left = narrow ? 28 : 48;
  const right = width - (narrow ? 20 : 44);
  const box = Math.min(96, (right - left - 76) / 3);
  const spare = right - left - 3 * box;
  // Between reset and new there is room for the operator on the reset's wire.
  const wide = Math.max(64, spare * 0.6);
  const gap = spare - wide;
  const update = left + box / 2;
  const reset = update + box + gap;
  const fresh = reset + box + wide;
  const gated = reset + box / 2 + wide / 2 - 6;
  const middle = BOX + BOX_HEIGHT / 2;
  const bottom = BOX + BOX_HEIGHT;
  const z = value("update");
  return (
    <>
      <Wire
        points={[
          [4, STATE_LANE],
          [width - 4, STATE_LANE],
        ]}
        quantity="hidden"
        wide
        arrow
      />
      <Joint at={[14, STATE_LANE]} quantity="hidden" />
      <Wire
        points={[
          [14, STATE_LANE],
          [14, PAST_LANE],
          [gated, PAST_LANE],
          [gated, middle + 9],
        ]}
        quantity="hidden"
        arrow
      />
      <Wire
        points={[
          [update - 8, PAST_LANE],
          [update - 8, bottom],
        ]}
        quantity="hidden"
        arrow
      />
      <Wire
        points={[
          [reset - 8, PAST_LANE],
          [reset - 8, bottom],
        ]}
        quantity="hidden"
        arrow
      />
      <Wire
        points={[
          [14, INPUT_LANE + 26],
          [14, INPUT_LANE],
          [fresh, INPUT_LANE],
          [fresh, bottom],
        ]}
        arrow
      />
      <Wire
        points={[
          [update + 8, INPUT_LANE],
          [update + 8, bottom],
        ]}
        arrow
        over
      />
      <Wire
        points={[
          [reset + 8, INPUT_LANE],
          [reset + 8, bottom],
        ]}
        arrow
        over
      />
      <Wire
        points={[
          [update, BOX],
          [update, STATE_LANE + 9],
        ]}
        quantity="update"
        arrow
      />
      <Joint at={[update, PRODUCT]} quantity="update" />
      <Wire
        points={[
          [update, PRODUCT],
          [fresh - 9, PRODUCT],
        ]}
        quantity="update"
        arrow
      />
      <Wire
        points={[
          [reset + box / 2, middle],
          [gated - 9, middle],
        ]}
        quantity="reset"
        arrow
      />
      <Wire
        points={[
          [gated + 9, middle],
          [fresh - box / 2, middle],
        ]}
        arrow
      />
      <Wire
        points={[
          [fresh, BOX],
          [fresh, PRODUCT + 9],
        ]}
        quantity="new"
        arrow
      />
      <Wire
        points={[
          [fresh, PRODUCT - 9],
          [fresh, STATE_LANE + 9],
        ]}
        arrow
      />
      <Operator at={[update, STATE_LANE]}>×</Operator>
      <Operator at={[fresh, STATE_LANE]}>+</Operator>
      <Operator at={[fresh, PRODUCT]}>×</Operator>
      <Operator at={[reset, PRODUCT]}>1−</Operator>
      <Operator at={[gated, middle]}>×</Operator>
      <Gate at={[update, BOX]} width={box} quantity="update" name="update" value={z} />
      <Gate at={[reset, BOX]} width={box} quantity="reset" name="reset" value={value("reset")} />
      <Gate at={[fresh, BOX]} width={box} quantity="new" name="new" value={value("new")} signed />
      <Between at={[(update + fresh) / 2, STATE_LANE + 14]} value={z * previous} />
      <Between at={[(reset + fresh) / 2, PRODUCT - 5]} value={1 - z} />
      <Between at={[fresh - 6, PRODUCT - 20]} anchor="end" value={(1 - z) * value("new")} />
      <Label at={[4, STATE_LANE - 14]} symbol="h" sub={before} quantity="hidden" value={previous} />
      <Label
        at={[width - 4, STATE_LANE - 14]}
        anchor="end"
        symbol="h"
        sub="t"
        quantity="hidden"
        value={value("hidden")}
      />
      <Label at={[gated + 6, PAST_LANE - 6]}>{hasBias(data) ? "U h + b" : "U h"}</Label>
      <InputLabel at={[22, INPUT_LANE + 25]} token={token} />
    </>
  );
}
