/** The JupyterLab extension: a command that puts a widget into the notebook. */

import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";

const CATEGORY = "nlpwidgets";
const INSERT_CELL = "notebook:insert-cell-below";
const WRITE = "notebook:replace-selection";
const RUN = "notebook:run-cell";

/** Inserts a cell with a gate inspector on the bundled model below the active one, and runs it. */
const gateInspector: JupyterFrontEndPlugin<void> = {
  id: "nlpwidgets:gate-inspector",
  description: "Inserts a gate inspector into the notebook.",
  autoStart: true,
  optional: [ICommandPalette],
  activate(app: JupyterFrontEnd, palette: ICommandPalette | null) {
    const { commands } = app;
    const command = "nlpwidgets:insert-gate-inspector";
    commands.addCommand(command, {
      label: "Insert Gate Inspector",
      caption: "Step through a trained LSTM word by word, in a new cell",
      describedBy: { args: { type: "object", properties: {} } },
      // by command name, so that the plugin also loads in hosts without notebooks
      isEnabled: () => commands.hasCommand(INSERT_CELL) && commands.isEnabled(INSERT_CELL),
      execute: async () => {
        await commands.execute(INSERT_CELL);
        await commands.execute(WRITE, { text: "import nlpwidgets as nw\n\nnw.GateInspector()" });
        await commands.execute(RUN);
      },
    });
    palette?.addItem({ command, category: CATEGORY });
  },
};

export default [gateInspector];
