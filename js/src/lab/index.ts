/** The JupyterLab extension: commands that put a widget into the notebook. */

import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";

const CATEGORY = "nlpwidgets";
const INSERT_CELL = "notebook:insert-cell-below";
const WRITE = "notebook:replace-selection";
const RUN = "notebook:run-cell";

/** The widgets, as the palette names them and says what they do. */
const WIDGETS = [
  { name: "Gate Inspector", caption: "Step through a trained LSTM word by word, in a new cell" },
  { name: "Preprocessing Explorer", caption: "See a text after every preprocessing step, in a new cell" },
  { name: "Vectorizer Explorer", caption: "Look into a document-term matrix cell by cell, in a new cell" },
  { name: "Embedding Projector", caption: "See word vectors as points, in a new cell" },
  { name: "Analogy Solver", caption: "Ask word vectors for analogies, in a new cell" },
  { name: "Bias Explorer", caption: "Find bias in word vectors and slide it out, in a new cell" },
] as const;

/** For each widget a command that inserts a cell with it, on what is bundled, below the active one, and runs it. */
const insertWidgets: JupyterFrontEndPlugin<void> = {
  id: "nlpwidgets:insert-widgets",
  description: "Inserts widgets into the notebook.",
  autoStart: true,
  optional: [ICommandPalette],
  activate({ commands }: JupyterFrontEnd, palette: ICommandPalette | null) {
    for (const { name, caption } of WIDGETS) {
      const command = `nlpwidgets:insert-${name.toLowerCase().replaceAll(" ", "-")}`;
      const text = `import nlpwidgets as nw\n\nnw.${name.replaceAll(" ", "")}()`;
      commands.addCommand(command, {
        label: `Insert ${name}`,
        caption,
        describedBy: { args: { type: "object", properties: {} } },
        // by command name, so that the plugin also loads in hosts without notebooks
        isEnabled: () => commands.hasCommand(INSERT_CELL) && commands.isEnabled(INSERT_CELL),
        execute: async () => {
          await commands.execute(INSERT_CELL);
          await commands.execute(WRITE, { text });
          await commands.execute(RUN);
        },
      });
      palette?.addItem({ command, category: CATEGORY });
    }
  },
};

export default [insertWidgets];
