// Generated from the Python traits by js/generate_types.py; do not edit.

/** What the kernel is doing. */
export interface Status {
  state: "ready" | "working";
  message: string;
  /** 0 to 1; -1 when the length of the work is not known. */
  progress: number;
}
