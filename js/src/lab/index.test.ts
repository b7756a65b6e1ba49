import type { JupyterFrontEnd } from "@jupyterlab/application";
import { describe, expect, it, vi } from "vitest";

vi.mock("@jupyterlab/apputils", () => ({ ICommandPalette: { name: "palette" } }));

interface Command {
  isEnabled(): boolean;
  execute(): Promise<void>;
}

const host = ["notebook:insert-cell-below", "notebook:replace-selection", "notebook:run-cell"];

async function activate(known: string[], enabled: boolean, palette: { addItem: (item: unknown) => void } | null) {
  const { default: plugins } = await import("./index");
  const added = new Map<string, Command>();
  const executed: [string, unknown][] = [];
  const commands = {
    addCommand: (id: string, command: Command) => added.set(id, command),
    hasCommand: (id: string) => known.includes(id),
    isEnabled: (id: string) => enabled && known.includes(id),
    execute: async (id: string, args?: unknown) => void executed.push([id, args]),
  };
  for (const plugin of plugins) await plugin.activate({ commands } as unknown as JupyterFrontEnd, palette as never);
  return { added, executed };
}

const widgets = [
  ["nlpwidgets:insert-gate-inspector", "GateInspector"],
  ["nlpwidgets:insert-preprocessing-explorer", "PreprocessingExplorer"],
  ["nlpwidgets:insert-vectorizer-explorer", "VectorizerExplorer"],
  ["nlpwidgets:insert-embedding-projector", "EmbeddingProjector"],
  ["nlpwidgets:insert-analogy-solver", "AnalogySolver"],
  ["nlpwidgets:insert-bias-explorer", "BiasExplorer"],
] as const;

describe.each(widgets)("%s", (id, widget) => {
  it("inserts a cell, writes the widget into it and runs it", async () => {
    const { added, executed } = await activate(host, true, null);
    const command = added.get(id);
    expect(command?.isEnabled()).toBe(true);
    await command?.execute();
    expect(executed.map(([name]) => name)).toEqual(host);
    expect(executed[1]?.[1]).toEqual({ text: `import nlpwidgets as nw\n\nnw.${widget}()` });
  });

  it("is disabled without a notebook", async () => {
    expect((await activate(host, false, null)).added.get(id)?.isEnabled()).toBe(false);
    expect((await activate([], true, null)).added.get(id)?.isEnabled()).toBe(false);
  });

  it("is in the palette where there is one", async () => {
    const addItem = vi.fn();
    await activate(host, true, { addItem });
    expect(addItem).toHaveBeenCalledWith({ command: id, category: "nlpwidgets" });
  });
});

it("there are no other commands", async () => {
  expect([...(await activate(host, true, null)).added.keys()]).toEqual(widgets.map(([id]) => id));
});
