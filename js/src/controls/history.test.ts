import { describe, expect, it } from "vitest";
import { History } from "./history";

interface State {
  step: number;
  order: string;
}

describe("History", () => {
  it("goes back and forth", () => {
    const history = new History<State>();
    history.push({ order: "stored" }, { order: "mean" }, 0);
    history.push({ step: 0 }, { step: 1 }, 1000);
    expect(history.undo()).toEqual({ step: 0 });
    expect(history.undo()).toEqual({ order: "stored" });
    expect(history.undo()).toBeNull();
    expect(history.redo()).toEqual({ order: "mean" });
    expect(history.redo()).toEqual({ step: 1 });
    expect(history.redo()).toBeNull();
  });

  it("undoes quick steps of the same key together", () => {
    const history = new History<State>();
    for (let step = 0; step < 5; step++) history.push({ step }, { step: step + 1 }, step * 200);
    expect(history.undo()).toEqual({ step: 0 });
    expect(history.canUndo).toBe(false);
    expect(history.redo()).toEqual({ step: 5 });
  });

  it("keeps slow steps and other keys apart", () => {
    const history = new History<State>();
    history.push({ step: 0 }, { step: 1 }, 0);
    history.push({ step: 1 }, { step: 2 }, 600);
    history.push({ order: "stored" }, { order: "mean" }, 700);
    history.push({ step: 2 }, { step: 3 }, 800);
    expect([history.undo(), history.undo(), history.undo(), history.undo()]).toEqual([
      { step: 2 },
      { order: "stored" },
      { step: 1 },
      { step: 0 },
    ]);
  });

  it("forgets what was undone once something new happens", () => {
    const history = new History<State>();
    history.push({ step: 0 }, { step: 1 }, 0);
    history.undo();
    history.push({ step: 0 }, { step: 7 }, 100);
    expect(history.canRedo).toBe(false);
    expect(history.undo()).toEqual({ step: 0 });
  });

  it("keeps a bounded number of entries", () => {
    const history = new History<State>();
    for (let step = 0; step < 500; step++) history.push({ step }, { step: step + 1 }, step * 1000);
    let count = 0;
    while (history.undo() !== null) count += 1;
    expect(count).toBe(200);
  });
});
