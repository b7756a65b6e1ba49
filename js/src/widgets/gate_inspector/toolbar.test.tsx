import { afterEach, describe, expect, it } from "vitest";
import { placeMenu } from "../../controls/menu";
import type { GateInspectorProps } from "../../protocol/gate_inspector.gen";
import type { View } from "../../protocol/view";
import { fakeComparison, fakeProps } from "./fake";
import { mount } from "./view";

const stages: { el: HTMLElement; view: View<GateInspectorProps> }[] = [];

function compareButton(props: GateInspectorProps, live: boolean): HTMLButtonElement {
  const el = document.createElement("div");
  document.body.append(el);
  stages.push({ el, view: mount(el, props, () => undefined, { live }) });
  return [...el.querySelectorAll("button")].find((one) => one.textContent === "Compare") as HTMLButtonElement;
}

afterEach(async () => {
  for (const { el, view } of stages.splice(0)) {
    view.destroy();
    el.remove();
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
});

describe("compare", () => {
  it.each([
    ["without a kernel", { can_type: true }, false, "kernel"],
    ["without a way to encode text", { can_type: false }, true, "encode"],
  ])("cannot begin %s, and says why", (_, patch, live, why) => {
    const button = compareButton({ ...fakeProps(), ...patch }, live);
    expect(button.disabled).toBe(true);
    expect(button.title).toContain(why);
  });

  it("can end in a saved page", () => {
    const button = compareButton(fakeComparison(), false);
    expect(button.disabled).toBe(false);
    expect(button.title).toBe("Compare: end the comparison");
  });
});

describe("the place of a menu", () => {
  const size = { width: 200, height: 300 };
  const view = { width: 800, height: 600 };
  it.each([
    ["below its button, right-aligned", { top: 10, bottom: 36, right: 500 }, { left: 300, top: 40 }],
    ["above it near the lower edge", { top: 550, bottom: 576, right: 500 }, { left: 300, top: 246 }],
    ["within the window at the left", { top: 10, bottom: 36, right: 90 }, { left: 4, top: 40 }],
    ["within the window where neither fits", { top: 290, bottom: 316, right: 500 }, { left: 300, top: 296 }],
  ])("is %s", (_, button, place) => {
    expect(placeMenu(button, size, view)).toEqual(place);
  });
});
