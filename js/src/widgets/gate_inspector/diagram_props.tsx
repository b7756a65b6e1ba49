/** What every cell diagram is given. */

import type { LayerData } from "./data";
import type { Point } from "./diagram_geometry";
import { Label } from "./diagram_parts";

export interface DiagramProps {
  data: LayerData;
  step: number;
  unit: number;
  /** px */
  width: number;
  /** The token, shortened. */
  token: string;
  /** Subscript of the previous state: t−1, or t+1 in a backward layer. */
  before: string;
}

/** Below this width the labels close up. */
export const NARROW = 440;

/** x_t and the token it stands for. */
export function InputLabel({ at, token }: { at: Point; token: string }) {
  return (
    <Label at={at} symbol="x" sub="t">
      “{token}”
    </Label>
  );
}
