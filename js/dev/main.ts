/**
 * Mounts a view with no Jupyter: `?room=gate_inspector&case=gru&theme=dark&width=1040&live=0`. Its cases are those of
 * the room's contract file, what Python really sends, and those that the room makes up in `cases.ts`, as `made/…`.
 */

import { decode } from "../src/protocol/page";
import type { Mount } from "../src/protocol/view";

type Traits = Record<string, unknown>;

/** What the build finds of one widget. */
export interface Room {
  readonly mount: Mount<Traits, Traits>;
  /** Traits by case, packed as in a saved page. */
  readonly contract: Record<string, unknown>;
  readonly made: {
    readonly cases: Readonly<Record<string, () => Traits>>;
    /** What answers the page in the place of a kernel, by case. */
    readonly kernels?: Readonly<Record<string, (props: Traits) => (patch: Traits) => Traits>>;
  };
}

/** How long a made-up kernel takes, in ms. */
const LATENCY = 40;

/** Shows what the address names. */
export function show(rooms: Readonly<Record<string, Room>>): void {
  const settings = new URLSearchParams(location.search);
  const stem = settings.get("room") ?? Object.keys(rooms)[0] ?? "";
  const room = rooms[stem];
  if (room === undefined) throw new Error(`no room ${stem}: there are ${Object.keys(rooms).join(", ")}`);
  const cases: Record<string, () => Traits> = {};
  for (const [name, traits] of Object.entries(room.contract)) cases[name] = () => decode(traits) as Traits;
  for (const [name, make] of Object.entries(room.made.cases)) cases[`made/${name}`] = make;
  const wish = settings.get("case") ?? Object.keys(cases)[0] ?? "";
  const props = cases[wish]?.();
  if (props === undefined) throw new Error(`${stem} has no case ${wish}: there are ${Object.keys(cases).join(", ")}`);

  const place = document.querySelector<HTMLElement>("#place") as HTMLElement;
  document.body.dataset.theme = settings.get("theme") ?? "light";
  place.style.width = settings.has("width") ? `${settings.get("width")}px` : "auto";
  switches(settings, {
    room: Object.keys(rooms),
    case: Object.keys(cases),
    theme: ["light", "dark"],
    width: ["auto", "360", "640", "1040", "1600"],
    live: ["1", "0"],
  });
  const live = settings.get("live") !== "0";
  const answer = live ? room.made.kernels?.[wish.replace(/^made\//, "")]?.(props) : undefined;
  const emit = (patch: Traits) => {
    view.update(patch);
    if (answer !== undefined) setTimeout(() => view.update(answer(patch)), LATENCY);
  };
  const view = room.mount(place, props, emit, { live });
  Object.assign(globalThis, { view });
}

/** One select per setting; `?bare` leaves them out. */
function switches(settings: URLSearchParams, choices: Record<string, readonly string[]>): void {
  const form = document.querySelector<HTMLFormElement>("#switches") as HTMLFormElement;
  if (settings.has("bare")) {
    form.remove();
    return;
  }
  for (const [name, values] of Object.entries(choices)) {
    const label = document.createElement("label");
    const select = document.createElement("select");
    select.append(...values.map((value) => new Option(value, value, false, value === settings.get(name))));
    select.addEventListener("change", () => {
      settings.set(name, select.value);
      if (name === "room") settings.delete("case");
      if (settings.get("width") === "auto") settings.delete("width");
      location.search = settings.toString();
    });
    label.append(`${name} `, select);
    form.append(label);
  }
}
