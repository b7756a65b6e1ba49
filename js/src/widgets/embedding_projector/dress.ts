/** Colours for the canvases, as the theme has them now. */

import { parseColor, type Rgb } from "../../theme/colors";
import type { Theme } from "./shades";

export interface Dress {
  readonly theme: Theme;
  readonly paper: Rgb;
  readonly ink: Rgb;
  readonly ink2: Rgb;
  readonly line: Rgb;
  readonly accent: Rgb;
  /** Of points that the search has found. */
  readonly match: Rgb;
}

/** Before the widget is in the page. */
export const PAPER: Dress = {
  theme: "light",
  paper: [255, 255, 255],
  ink: [27, 33, 41],
  ink2: [91, 102, 115],
  line: [227, 230, 234],
  accent: [36, 87, 214],
  match: [213, 94, 0],
};

const NAMES = { paper: "bg", ink: "ink", ink2: "ink2", line: "line", accent: "accent", match: "forget" } as const;

export function readDress(root: HTMLElement): Dress {
  const probe = root.ownerDocument.createElement("span");
  probe.hidden = true;
  root.append(probe);
  const read = (key: keyof typeof NAMES): Rgb => {
    probe.style.color = `var(--nlpw-${NAMES[key]})`;
    return parseColor(getComputedStyle(probe).color) ?? PAPER[key];
  };
  try {
    return {
      theme: root.dataset.theme === "dark" ? "dark" : "light",
      paper: read("paper"),
      ink: read("ink"),
      ink2: read("ink2"),
      line: read("line"),
      accent: read("accent"),
      match: read("match"),
    };
  } finally {
    probe.remove();
  }
}
