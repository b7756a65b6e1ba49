import { afterEach, describe, expect, it, vi } from "vitest";
import { hostTheme, watchTheme } from "./theme";

afterEach(() => {
  document.body.replaceChildren();
  for (const one of [document.body, document.documentElement]) {
    for (const { name } of [...one.attributes]) one.removeAttribute(name);
  }
});

function place(html?: Record<string, string>): HTMLElement {
  const outer = document.createElement("div");
  for (const [name, value] of Object.entries(html ?? {})) outer.setAttribute(name, value);
  const inner = document.createElement("div");
  outer.append(inner);
  document.body.append(outer);
  return inner;
}

describe("hostTheme", () => {
  it("follows JupyterLab first", () => {
    document.documentElement.dataset.theme = "light";
    document.body.dataset.jpThemeLight = "false";
    expect(hostTheme(place())).toBe("dark");
    document.body.dataset.jpThemeLight = "true";
    expect(hostTheme(place())).toBe("light");
  });

  it("follows the nearest data-theme", () => {
    document.documentElement.dataset.theme = "light";
    expect(hostTheme(place({ "data-theme": "dark" }))).toBe("dark");
    expect(hostTheme(place())).toBe("light");
  });

  it("knows the classes of other hosts", () => {
    document.body.className = "vscode-dark";
    expect(hostTheme(place())).toBe("dark");
  });

  it("else follows the reader's system", () => {
    const matches = vi.spyOn(window, "matchMedia");
    matches.mockReturnValue({ matches: true } as MediaQueryList);
    expect(hostTheme(place())).toBe("dark");
    matches.mockReturnValue({ matches: false } as MediaQueryList);
    expect(hostTheme(place())).toBe("light");
  });
});

describe("watchTheme", () => {
  it("tells of changes until it is ended", async () => {
    const inner = place({ "data-theme": "light" });
    const changed = vi.fn();
    const end = watchTheme(inner, changed);
    document.body.dataset.jpThemeLight = "false";
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
    inner.parentElement?.setAttribute("data-theme", "dark");
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(2));
    end();
    const later = vi.fn();
    const endLater = watchTheme(inner, later);
    document.body.dataset.jpThemeLight = "true";
    await vi.waitFor(() => expect(later).toHaveBeenCalled());
    endLater();
    expect(changed).toHaveBeenCalledTimes(2);
  });
});
