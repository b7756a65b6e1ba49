import { describe, expect, it } from "vitest";
import { contrastText, shadeAt } from "./colors";
import { cellText, named } from "./paint";
import { roundUp } from "./scale";

describe("names along an edge", () => {
  it("are all of them where there is room", () => {
    expect(named({ start: 3, end: 7 }, 1, 5, -1)).toEqual([3, 4, 5, 6]);
  });

  it("keep away from the selected one, which is always there", () => {
    expect(named({ start: 0, end: 20 }, 5, 6, -1)).toEqual([0, 15, 6]);
  });

  it("leave out what is out of sight", () => {
    expect(named({ start: 0, end: 10 }, 5, 40, 80)).toEqual([0, 5]);
  });
});

it("writes weights short, and never a zero that is none", () => {
  expect(cellText("count", 12)).toBe("12");
  expect(["smooth", "tf"].map((scheme) => cellText(scheme as "tf", 0.4567))).toEqual(["0.46", "0.46"]);
  expect(cellText("tf", 0.0123)).toBe("0.012");
  expect(cellText("tf", 0.0001)).toBe("<.001");
  expect(cellText("tf", 0)).toBe("0");
});

it("shades by weight, with the strongest from the top on", () => {
  expect(shadeAt(0, 1)).toBe(0);
  expect(shadeAt(0.2, 1)).toBeLessThan(shadeAt(0.6, 1));
  expect(shadeAt(3, 1)).toBe(shadeAt(1, 1));
});

it("ends the scale at a round number", () => {
  expect([0, 0.31, 3, 0.4, 17].map(roundUp)).toEqual([0, 0.4, 3, 0.4, 20]);
});

it("writes on colours so that it can be read", () => {
  expect([contrastText(255, 255, 255), contrastText(0, 60, 120)]).toEqual(["#10141a", "#ffffff"]);
});
