/** First, previous, next, play, and the speed. */

import { type Signal, useSignalEffect } from "@preact/signals";
import { Button } from "./button";
import { Select } from "./select";

interface Props {
  readonly at: number;
  readonly count: number;
  readonly playing: Signal<boolean>;
  /** Steps per second. */
  readonly speed: Signal<number>;
  moveTo(at: number): void;
  setSpeed(speed: number): void;
}

const SPEEDS = [0.5, 1, 2, 4, 8, 20];

export function Player({ at, count, playing, speed, moveTo, setSpeed }: Props) {
  const speeds = SPEEDS.includes(speed.value) ? SPEEDS : [...SPEEDS, speed.value].sort((a, b) => a - b);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend */}
      <div class="nlpw-group" role="group" aria-label="step">
        <Button name="First step (Home)" icon="first" disabled={at <= 0} onClick={() => moveTo(0)} />
        <Button name="Previous step (←)" icon="previous" disabled={at <= 0} onClick={() => moveTo(at - 1)} />
        <Button name="Next step (→)" icon="next" disabled={at >= count - 1} onClick={() => moveTo(at + 1)} />
        <Button
          name={playing.value ? "Pause (space)" : "Play (space)"}
          icon={playing.value ? "pause" : "play"}
          pressed={playing.value}
          disabled={count < 2}
          onClick={() => togglePlaying(playing, at, count, moveTo)}
        >
          {playing.value ? "pause" : "play"}
        </Button>
      </div>
      <Select
        label="speed"
        terse
        value={speed.value}
        choices={speeds.map((value) => ({ value, label: `${value}/s` }))}
        title="Steps per second while playing"
        onChange={setSpeed}
      />
    </>
  );
}

/** Starts from the beginning when it stands at the end. */
export function togglePlaying(playing: Signal<boolean>, at: number, count: number, moveTo: (at: number) => void): void {
  if (!playing.peek() && at >= count - 1) moveTo(0);
  playing.value = !playing.peek();
}

/** Moves on `speed` times a second while playing; stops at the end. */
export function usePlaying(
  playing: Signal<boolean>,
  speed: Signal<number>,
  now: () => { at: number; count: number },
  moveTo: (at: number) => void,
): void {
  useSignalEffect(() => {
    if (!playing.value) return;
    const timer = setInterval(
      () => {
        const { at, count } = now();
        if (at < count - 1) moveTo(at + 1);
        if (at >= count - 2) playing.value = false;
      },
      1000 / Math.max(0.5, Math.min(20, speed.value)),
    );
    return () => clearInterval(timer);
  });
}
