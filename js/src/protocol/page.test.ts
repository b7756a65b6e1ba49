import { afterEach, describe, expect, it } from "vitest";
import type { PackedArray } from "./codec";
import { decode, mountPages } from "./page";
import type { Host, Mount } from "./view";

interface Props {
  readonly step: number;
  readonly arrays: Record<string, PackedArray>;
}
type Written = Pick<Props, "step">;

const props = { step: 2, arrays: { "0/w": { dtype: "int32", shape: [2], base64: btoa("\x01\0\0\0\x02\0\0\0") } } };

function place(stem: string, state: unknown): HTMLElement {
  const found = document.createElement("div");
  found.className = "nlpw-page";
  found.dataset.widget = stem;
  const script = document.createElement("script");
  script.type = "application/json";
  script.textContent = JSON.stringify(state);
  found.append(script);
  document.body.append(found);
  return found;
}

afterEach(() => document.body.replaceChildren());

const seen: { props: Props; host: Host; updates: Partial<Props>[]; emit: (patch: Partial<Written>) => void }[] = [];
const mount: Mount<Props, Written> = (el, given, emit, host) => {
  const one = { props: given, host, updates: [] as Partial<Props>[], emit };
  seen.push(one);
  el.textContent = `step ${given.step}`;
  return { update: (patch) => void one.updates.push(patch), destroy: () => el.replaceChildren() };
};

describe("a saved page", () => {
  it("mounts every widget of its kind, without kernel, on decoded arrays", () => {
    seen.length = 0;
    const first = place("gate_inspector", { props });
    const second = place("gate_inspector", { props: { ...props, step: 3 } });
    const other = place("word_plot", { props });
    const destroys = mountPages("gate_inspector", mount);
    expect(first.querySelector("div")?.textContent).toBe("step 2");
    expect(second.querySelector("div")?.textContent).toBe("step 3");
    expect(other.querySelector("div")).toBeNull();
    expect(seen[0]?.host).toEqual({ live: false });
    const array = seen[0]?.props.arrays["0/w"];
    expect([array?.data.getInt32(0, true), array?.data.getInt32(4, true)]).toEqual([1, 2]);
    expect(array).toMatchObject({ dtype: "int32", shape: [2] });
    for (const destroy of destroys) destroy();
    expect(first.querySelector("div")?.textContent).toBe("");
  });

  it("keeps what the view writes, in one update for what belongs together", async () => {
    seen.length = 0;
    place("gate_inspector", { props });
    const [destroy] = mountPages("gate_inspector", mount);
    seen[0]?.emit({ step: 4 });
    seen[0]?.emit({ step: 5 });
    expect(seen[0]?.updates).toEqual([]);
    await Promise.resolve();
    expect(seen[0]?.updates).toEqual([{ step: 5 }]);
    seen[0]?.emit({ step: 6 });
    destroy?.();
    await Promise.resolve();
    expect(seen[0]?.updates).toHaveLength(1);
  });

  it("says when its state is missing", () => {
    const found = document.createElement("div");
    found.className = "nlpw-page";
    found.dataset.widget = "gate_inspector";
    document.body.append(found);
    expect(() => mountPages("gate_inspector", mount)).toThrow("no state for gate_inspector");
  });
});

describe("decode", () => {
  it("leaves plain values as they are", () => {
    const plain = { a: [1, null, "x", { base64: "no array" }], b: { c: true } };
    expect(decode(plain)).toEqual(plain);
  });

  it("keeps all 256 byte values", () => {
    const text = String.fromCharCode(...Array.from({ length: 256 }, (_, index) => index));
    const { data } = decode({ dtype: "uint8", shape: [256], base64: btoa(text) }) as PackedArray;
    expect(Array.from({ length: 256 }, (_, index) => data.getUint8(index))).toEqual(
      Array.from({ length: 256 }, (_, index) => index),
    );
  });
});
