import type { AnyModel } from "@anywidget/types";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bind } from "./bind";
import { FakeModel } from "./fake_model";
import type { Emit, Host, Mount } from "./view";

interface Props {
  readonly step: number;
  readonly text: string;
  readonly data: number[];
}
type Written = Pick<Props, "step" | "text">;

interface Mounted {
  props: Props;
  emit: Emit<Written>;
  host: Host;
  updates: Partial<Props>[];
  hosts: (Host | undefined)[];
  destroyed: number;
}

function setUp() {
  const views: Mounted[] = [];
  const mount: Mount<Props, Written> = (el, props, emit, host) => {
    const view: Mounted = { props, emit, host, updates: [], hosts: [], destroyed: 0 };
    views.push(view);
    el.textContent = props.text;
    return {
      update(patch, changed) {
        view.updates.push(patch);
        view.hosts.push(changed);
      },
      destroy() {
        view.destroyed += 1;
        el.replaceChildren();
      },
    };
  };
  const model = new FakeModel();
  const module = bind<Props, Written>(["step", "text", "data"], mount);
  const render = (signal = new AbortController().signal) => {
    const el = document.createElement("div");
    const cleanup = module.render({ model: model as unknown as AnyModel, el, signal });
    return { el, cleanup: cleanup ?? (() => {}), view: views.at(-1) as Mounted };
  };
  return { model, module, render, views };
}

const microtasks = () => Promise.resolve();

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("from the model to the view", () => {
  it("mounts on all traits", () => {
    const { render } = setUp();
    const { view } = render();
    expect(view.props).toEqual({ step: 0, text: "a", data: [1] });
    expect(view.host).toEqual({ live: true });
  });

  it("gives traits that change together in one update, with their last values", async () => {
    const { model, render } = setUp();
    const { view } = render();
    model.store({ step: 1, data: [2, 3] });
    model.store({ step: 2 });
    expect(view.updates).toEqual([]);
    await microtasks();
    expect(view.updates).toEqual([{ step: 2, data: [2, 3] }]);
  });

  it("updates nothing after cleanup", async () => {
    const { model, render } = setUp();
    const { cleanup, view } = render();
    model.store({ step: 1 });
    cleanup();
    model.store({ step: 2 });
    await microtasks();
    expect(view.updates).toEqual([]);
  });
});

describe("from the view to the kernel", () => {
  it("shows an emitted value at once and sends the first one without delay", async () => {
    const { model, render } = setUp();
    const { view } = render();
    view.emit({ step: 5 });
    expect(model.saved).toEqual([{ step: 5 }]);
    await microtasks();
    expect(view.updates).toEqual([{ step: 5 }]);
  });

  it("sends at most ten messages a second, and the last value", () => {
    const { model, render } = setUp();
    const { view } = render();
    for (let step = 1; step <= 100; step += 1) {
      view.emit({ step });
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(200);
    expect(model.saved.length).toBeGreaterThanOrEqual(10);
    expect(model.saved.length).toBeLessThanOrEqual(12);
    expect(model.saved.at(-1)).toEqual({ step: 100 });
    expect(model.get("step")).toBe(100);
  });

  it("sends what is urgent within the pause, and with it what waits", () => {
    const { model, render } = setUp();
    const { view } = render();
    view.emit({ text: "b" });
    view.emit({ text: "bc" });
    view.emit({ step: 1 }, true);
    expect(model.saved).toEqual([{ text: "b" }, { text: "bc", step: 1 }]);
    vi.advanceTimersByTime(90);
    view.emit({ step: 2 }); // the pause began anew
    expect(model.saved).toHaveLength(2);
    vi.advanceTimersByTime(10);
    expect(model.saved.slice(2)).toEqual([{ step: 2 }]);
    vi.advanceTimersByTime(1000);
    expect(model.saved).toHaveLength(3);
  });

  it("sends nothing when nothing is new", () => {
    const { model, render } = setUp();
    render().view.emit({ step: 1 });
    vi.advanceTimersByTime(5000);
    expect(model.saved).toEqual([{ step: 1 }]);
  });

  it("puts values of several traits emitted within the pause into one message", () => {
    const { model, render } = setUp();
    const { view } = render();
    view.emit({ step: 1 });
    view.emit({ step: 2, text: "b" });
    view.emit({ text: "c" });
    vi.advanceTimersByTime(100);
    expect(model.saved).toEqual([{ step: 1 }, { step: 2, text: "c" }]);
  });

  it("loses nothing when the view goes", () => {
    const { model, render } = setUp();
    const { cleanup, view } = render();
    view.emit({ step: 1 });
    view.emit({ step: 2 });
    cleanup();
    expect(model.saved).toEqual([{ step: 1 }, { step: 2 }]);
    view.emit({ step: 3 });
    vi.advanceTimersByTime(1000);
    expect(model.saved).toHaveLength(2);
  });

  it("loses nothing when the page goes", () => {
    const { model, render } = setUp();
    const { view } = render();
    view.emit({ step: 1 });
    view.emit({ step: 2 });
    window.dispatchEvent(new Event("pagehide"));
    expect(model.saved.at(-1)).toEqual({ step: 2 });
  });
});

describe("values that come back", () => {
  it("do not undo a newer value that waits to be sent", async () => {
    const { model, render } = setUp();
    const { view } = render();
    view.emit({ step: 1 });
    view.emit({ step: 2 });
    model.store({ step: 7 });
    await microtasks();
    expect(view.updates.at(-1)).toEqual({ step: 2 });
    vi.advanceTimersByTime(100);
    expect(model.saved.at(-1)).toEqual({ step: 2 });
    expect(model.get("step")).toBe(2);
  });

  it("do not flicker when an older one arrives after a newer one was sent", async () => {
    const { model, render } = setUp();
    const { view } = render();
    view.emit({ step: 1 });
    vi.advanceTimersByTime(100);
    view.emit({ step: 2 });
    await microtasks();
    const shown = view.updates.length;
    model.store({ step: 1 }); // late echo
    await microtasks();
    expect(view.updates).toHaveLength(shown);
    model.store({ step: 2 }); // its successor
    await microtasks();
    expect(view.updates.at(-1)).toEqual({ step: 2 });
  });

  it("are believed in the end when the kernel means them", async () => {
    const { model, render } = setUp();
    const { view } = render();
    view.emit({ step: 1 });
    vi.advanceTimersByTime(100);
    view.emit({ step: 2 });
    await microtasks();
    model.store({ step: 1 });
    vi.advanceTimersByTime(1000);
    await microtasks();
    expect(view.updates.at(-1)).toEqual({ step: 1 });
  });

  it("are shown at once when the kernel corrects a value", async () => {
    const { model, render } = setUp();
    const { view } = render();
    view.emit({ step: 99 });
    await microtasks();
    model.store({ step: 10 });
    await microtasks();
    expect(view.updates.at(-1)).toEqual({ step: 10 });
  });
});

describe("several views", () => {
  it("of one model show each other's changes", async () => {
    const { model, render } = setUp();
    const first = render();
    const second = render();
    first.view.emit({ step: 3 });
    await microtasks();
    expect(second.view.updates).toEqual([{ step: 3 }]);
    expect(model.saved).toEqual([{ step: 3 }]);
  });

  it("go one by one", async () => {
    const { model, render } = setUp();
    const first = render();
    const second = render();
    first.cleanup();
    model.store({ step: 4 });
    await microtasks();
    expect(first.view.destroyed).toBe(1);
    expect(first.view.updates).toEqual([]);
    expect(second.view.updates).toEqual([{ step: 4 }]);
    second.cleanup();
    expect(model.count).toBe(0);
    expect(model.layout.count).toBe(0);
  });
});

describe("the end of a view", () => {
  it("comes once, by signal or by cleanup", () => {
    const { render } = setUp();
    const controller = new AbortController();
    const { cleanup, view } = render(controller.signal);
    controller.abort();
    cleanup();
    expect(view.destroyed).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("leaves no timer behind", () => {
    const { render } = setUp();
    const { cleanup, view } = render();
    view.emit({ step: 1 });
    cleanup();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("may come before the beginning", () => {
    const { render, views } = setUp();
    render(AbortSignal.abort());
    expect(views).toHaveLength(0);
  });
});

describe("a kernel that goes", () => {
  it("is told to the view", async () => {
    const { model, render } = setUp();
    const { view } = render();
    model.layout.comm_live = false;
    model.layout.trigger("comm_live_update");
    await microtasks();
    expect(view.hosts).toEqual([{ live: false }]);
    model.layout.comm_live = true;
    model.layout.trigger("comm_live_update");
    await microtasks();
    expect(view.hosts).toEqual([{ live: false }, { live: true }]);
  });

  it("is noticed when a widget is closed", async () => {
    const { model, render } = setUp();
    const { view } = render();
    model.trigger("comm:close");
    await microtasks();
    expect(view.hosts).toEqual([{ live: false }]);
  });

  it("gets no messages, and the view goes on", async () => {
    const { model, render } = setUp();
    model.layout.comm_live = false;
    const { view } = render();
    view.emit({ step: 1 });
    await microtasks();
    expect(view.updates).toEqual([{ step: 1 }]);
    expect(model.get("step")).toBe(1);
    expect(model.saved).toEqual([]);
  });

  it("is noticed at the next message when it was shut down", async () => {
    const { model, render } = setUp();
    const { view } = render();
    model.layout.comm.jsServicesComm.isDisposed = true;
    view.emit({ step: 1 });
    await microtasks();
    expect(view.updates).toEqual([{ step: 1 }]);
    expect(view.hosts).toEqual([{ live: false }]);
  });

  it.each(["pointerenter", "focusin"])("is noticed when the reader turns to the widget: %s", async (approach) => {
    const { model, render } = setUp();
    const { view, el, cleanup } = render();
    model.layout.comm.jsServicesComm.isDisposed = true;
    el.dispatchEvent(new Event(approach));
    await microtasks();
    expect(view.hosts).toEqual([{ live: false }]);
    cleanup();
    model.layout.comm.jsServicesComm.isDisposed = false;
    el.dispatchEvent(new Event(approach));
    await microtasks();
    expect(view.hosts).toHaveLength(1);
  });

  it("was never there when the notebook is only shown", () => {
    const { model, render } = setUp();
    model.layout.comm_live = false;
    expect(render().view.host).toEqual({ live: false });
  });
});

describe("errors", () => {
  it("of a mount are shown in its place, as text", () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    const module = bind<Props, Written>(["step"], (el) => {
      el.append("half");
      throw new Error("no <b>layer</b>");
    });
    const el = document.createElement("div");
    const model = new FakeModel() as unknown as AnyModel;
    const cleanup = module.render({ model, el, signal: new AbortController().signal });
    expect(el.textContent).toBe("This view could not be drawn: no <b>layer</b>");
    expect(el.querySelector('[role="alert"]')).not.toBeNull();
    expect(error).toHaveBeenCalledOnce();
    cleanup?.();
    expect(el.childNodes).toHaveLength(0);
  });

  it("of an update leave the view standing and go with the next good update", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const module = bind<Props, Written>(["step"], (el) => {
      const inner = document.createElement("p");
      el.append(inner);
      return {
        update(patch) {
          if (patch.step === 13) throw new Error("unlucky");
          inner.textContent = String(patch.step);
        },
        destroy: () => inner.remove(),
      };
    });
    const model = new FakeModel();
    const el = document.createElement("div");
    module.render({ model: model as unknown as AnyModel, el, signal: new AbortController().signal });
    model.store({ step: 13 });
    await microtasks();
    expect(el.querySelector('[role="alert"]')?.textContent).toContain("unlucky");
    expect(el.querySelector("p")).not.toBeNull();
    model.store({ step: 14 });
    await microtasks();
    expect(el.querySelector('[role="alert"]')).toBeNull();
    expect(el.querySelector("p")?.textContent).toBe("14");
  });
});
