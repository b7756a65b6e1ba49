/** The search: what is typed is found among the words shown, lit in the picture and listed below the box. */

import { useSignal } from "@preact/signals";
import type { Ref } from "preact";
import { Button } from "../../controls/button";
import { Select } from "../../controls/select";
import { useUid } from "../../controls/use_uid";
import { counted, whole } from "../../marks/format";
import type { Query } from "../../protocol/embedding_projector.gen";
import { selectMatches } from "./keyboard";
import type { Store } from "./state";

const MODES = [
  { value: "exact", label: "exactly" },
  { value: "prefix", label: "begins with", short: "begins" },
  { value: "fuzzy", label: "similar spelling", short: "similar" },
  { value: "regex", label: "regular expression", short: "pattern" },
] as const;

/** Matches that are listed. */
const LISTED = 100;

export function SearchBox({ store, field }: { store: Store; field: Ref<HTMLInputElement> }) {
  const { query } = store.fields;
  const open = useSignal(false);
  const active = useSignal(-1);
  const id = useUid();
  const { text, mode } = query.value;
  const { points, running, error } = store.found.value;
  const listed = points.subarray(0, LISTED);
  const set = (patch: Partial<Query>) => {
    active.value = -1;
    store.set({ query: { ...query.peek(), ...patch } });
  };
  const go = (index: number) => {
    const point = listed[index];
    if (point === undefined) return;
    open.value = false;
    store.look(point, true);
    store.pass({ panel: "neighbours" });
  };

  function onKeyDown(event: KeyboardEvent): void {
    const last = listed.length - 1;
    if (event.key === "ArrowDown") {
      open.value = true;
      active.value = Math.min(last, active.peek() + 1);
    } else if (event.key === "ArrowUp") active.value = Math.max(-1, active.peek() - 1);
    else if (event.key === "Enter") go(Math.max(0, active.peek()));
    else if (event.key === "Escape" && (open.peek() || text !== "")) {
      if (open.peek() && text !== "") open.value = false;
      else set({ text: "" });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const shown = open.value && text !== "" && (listed.length > 0 || error !== "");
  const said = error !== "" ? "no pattern" : `${counted(points.length, "word")}${running ? "…" : ""}`;
  return (
    <div
      class="nlpw-search"
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) open.value = false;
      }}
    >
      <input
        ref={field}
        type="search"
        role="combobox"
        aria-label="Search the words shown"
        aria-expanded={shown}
        aria-controls={shown ? id : undefined}
        aria-autocomplete="list"
        aria-activedescendant={shown && active.value >= 0 ? `${id}-${active.value}` : undefined}
        aria-invalid={error !== ""}
        placeholder="Search words"
        autocomplete="off"
        spellcheck={false}
        value={text}
        onFocus={() => {
          open.value = true;
        }}
        onInput={(event) => {
          open.value = true;
          set({ text: event.currentTarget.value });
        }}
        onKeyDown={onKeyDown}
      />
      <Select
        label="how"
        terse
        value={mode}
        choices={MODES}
        title="Small letters find capitals, too"
        onChange={(value) => set({ mode: value })}
      />
      {text !== "" && (
        <span class="nlpw-count" role="status">
          {said}
        </span>
      )}
      {shown && (
        <div class="nlpw-offers">
          {error !== "" && <p class="nlpw-wrong">{error}</p>}
          <div role="listbox" id={id} aria-label="words found">
            {[...listed].map((point, k) => (
              <div
                key={point}
                id={`${id}-${k}`}
                role="option"
                tabIndex={-1}
                aria-selected={k === active.value}
                ref={(element) => {
                  if (k === active.value) element?.scrollIntoView?.({ block: "nearest" });
                }}
                onPointerDown={(event) => {
                  event.preventDefault();
                  go(k);
                }}
              >
                {store.words.value.at(point)}
              </div>
            ))}
          </div>
          {points.length > 0 && (
            <p class="nlpw-offers-foot">
              <span>{points.length > LISTED ? `${whole(points.length - LISTED)} more` : ""}</span>
              <Button name="Select all matches (M)" onClick={() => selectMatches(store)}>
                select all
              </Button>
            </p>
          )}
        </div>
      )}
    </div>
  );
}
