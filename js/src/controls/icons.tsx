/** Small line icons, drawn here because fonts differ in which symbols they have. */

const PATHS = {
  first: "M4 3v10M12 3 6 8l6 5z",
  previous: "M11 3 5 8l6 5z",
  next: "M5 3l6 5-6 5z",
  play: "M5 3l7 5-7 5z",
  pause: "M5 3v10M11 3v10",
  minus: "M4 8h8",
  plus: "M4 8h8M8 4v8",
  undo: "M6 3 3 6l3 3M3 6h6a4 4 0 0 1 0 8H7",
  redo: "M10 3l3 3-3 3M13 6H7a4 4 0 0 0 0 8h2",
  more: "M3 8h.01M8 8h.01M13 8h.01",
  close: "M4 4l8 8M12 4l-8 8",
  down: "M4 6l4 4 4-4",
  right: "M6 4l4 4-4 4",
  across: "M2 8h12M5 5 2 8l3 3M11 5l3 3-3 3",
  upright: "M8 2v12M5 5l3-3 3 3M5 11l3 3 3-3",
} as const;

export type IconName = keyof typeof PATHS;

const FILLED: readonly IconName[] = ["first", "previous", "next", "play"];

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      class={`nlpw-icon nlpw-icon-${name}`}
      viewBox="0 0 16 16"
      width="14"
      height="14"
      fill={FILLED.includes(name) ? "currentColor" : "none"}
      stroke="currentColor"
      stroke-width={name === "more" ? 2.4 : 1.5}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
