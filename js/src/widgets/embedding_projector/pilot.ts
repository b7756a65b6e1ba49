/** The camera: moved by hand, flown, and kept in its trait. */

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { betweenCameras, type Camera } from "../../marks/view_matrix";

export const WHOLE: Camera = { x: 0, y: 0, zoom: 1, yaw: 0.6, pitch: 0.4 };

/** How long a flight takes, ms. */
const FLIGHT = 420;
/** Rest after which the trait is written, ms. */
const SETTLED = 160;

export interface Pilot {
  readonly camera: ReadonlySignal<Camera>;
  /** It has just been moved, and may be again at once. */
  readonly moving: ReadonlySignal<boolean>;
  /** Moves at once. */
  set(camera: Camera): void;
  fly(camera: Camera): void;
  /** A hand holds the picture: it is moving, even where it rests for a moment. */
  hold(held: boolean): void;
  /** On the way to a camera; call it for each picture. True while flying. */
  tick(now: number): boolean;
  end(): void;
}

interface Options {
  /** Flights are jumps. */
  calm(): boolean;
  /** The trait. */
  readonly trait: Signal<Camera>;
  keep(camera: Camera): void;
}

export function createPilot({ calm, trait, keep }: Options): Pilot {
  const camera = signal<Camera>(trait.peek());
  const moving = signal(false);
  let flight: { from: Camera; to: Camera; began: number } | null = null;
  let held = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // What was last written or read: another value of the trait comes from elsewhere.
  let known = trait.peek();

  function rest(): void {
    clearTimeout(timer);
    moving.value = true;
    if (held) return;
    timer = setTimeout(() => {
      // Nobody draws what is out of sight: a flight there is over at once.
      if (flight !== null) camera.value = flight.to;
      flight = null;
      moving.value = false;
      known = camera.peek();
      if (!sameCamera(known, trait.peek())) keep(known);
    }, SETTLED);
  }

  function fly(to: Camera): void {
    if (calm()) {
      flight = null;
      camera.value = to;
    } else {
      flight = { from: camera.peek(), to, began: Number.NaN };
      // News for those who draw.
      camera.value = { ...camera.peek() };
    }
    rest();
  }

  const endTrait = trait.subscribe((now) => {
    if (sameCamera(now, known)) return;
    known = now;
    if (!sameCamera(now, camera.peek()) && !moving.peek()) fly(now);
  });

  return {
    camera,
    moving,
    set(next) {
      flight = null;
      camera.value = next;
      rest();
    },
    fly,
    hold(now) {
      held = now;
      if (moving.peek()) rest();
    },
    tick(now) {
      if (flight === null) return false;
      if (Number.isNaN(flight.began)) flight.began = now;
      const share = Math.min(1, (now - flight.began) / FLIGHT);
      const eased = share * share * (3 - 2 * share);
      const next = share >= 1 ? flight.to : betweenCameras(flight.from, flight.to, eased);
      if (share >= 1) flight = null;
      camera.value = next;
      rest();
      return flight !== null;
    },
    end() {
      clearTimeout(timer);
      endTrait();
    },
  };
}

export function sameCamera(a: Camera, b: Camera): boolean {
  return a.x === b.x && a.y === b.y && a.zoom === b.zoom && a.yaw === b.yaw && a.pitch === b.pitch;
}
