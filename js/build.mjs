// Builds every widget into nlpwidgets/static: <stem>.js (a self-contained ES module for the notebook), <stem>.css, and
// <stem>.page.js (a plain script for pages saved without kernel). A widget is a folder of js/src/widgets.
// The JupyterLab extension goes to js/lib/lab, from where `jupyter-builder build .` makes nlpwidgets/labextension.
//
//   node js/build.mjs            build, print sizes, fail above the budget
//   node js/build.mjs --watch    build again at every change
//   node js/build.mjs --serve    serve js/dev: every view on its contract file and its made-up cases, with no Jupyter

import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const JS = dirname(fileURLToPath(import.meta.url));
const STATIC = join(JS, "..", "nlpwidgets", "static");
const BUDGET = 60_000; // bytes per script, minified and gzipped: the whole text travels with every widget instance

const mode = process.argv[2] ?? "";
if (!["", "--watch", "--serve"].includes(mode)) {
  console.error(`unknown option ${mode}; use --watch or --serve`);
  process.exit(2);
}

const common = {
  absWorkingDir: JS,
  bundle: true,
  minify: true,
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  charset: "utf8",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
  write: mode === "--watch",
};

/** The three builds of one widget; no chunks are shared, since a blob URL cannot resolve them. */
function builds(stem) {
  const room = join(JS, "src", "widgets", stem);
  const page = `
    import { mountPages } from "./src/protocol/page";
    import { mount } from "./src/widgets/${stem}/view";
    mountPages(${JSON.stringify(stem)}, mount);`;
  return [
    { ...common, entryPoints: [join(room, "index.ts")], outfile: join(STATIC, `${stem}.js`), format: "esm" },
    { ...common, entryPoints: [join(room, "style.css")], outfile: join(STATIC, `${stem}.css`) },
    {
      ...common,
      stdin: { contents: page, resolveDir: JS, sourcefile: `${stem}.page.ts`, loader: "ts" },
      outfile: join(STATIC, `${stem}.page.js`),
      format: "iife",
    },
  ];
}

/** The plugins; JupyterLab's own packages stay imports, which JupyterLab shares at run time. */
const lab = {
  ...common,
  minify: false,
  entryPoints: [join(JS, "src", "lab", "index.ts")],
  outfile: join(JS, "lib", "lab", "index.js"),
  format: "esm",
  external: ["@jupyterlab/*", "@lumino/*"],
  write: true,
};

/** Folders of widgets with an entry; tests/test_rooms.py says what a half-made one lacks. */
function stems() {
  const rooms = join(JS, "src", "widgets");
  return readdirSync(rooms, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(rooms, entry.name, "index.ts")))
    .map((entry) => entry.name)
    .sort();
}

/** The dev page: all rooms with their contract files, and their made-up cases where they have some. */
function devPage() {
  const lines = stems().map((stem, k) => {
    const room = `./src/widgets/${stem}`;
    const contract = `../tests/contract/${stem}.json`;
    const [hasContract, hasCases] = [contract, `${room}/cases.ts`].map((file) => existsSync(join(JS, file)));
    return `
      import "${room}/style.css";
      import { mount as mount${k} } from "${room}/view";
      ${hasContract ? `import contract${k} from "${contract}";` : `const contract${k} = {};`}
      ${hasCases ? `import * as made${k} from "${room}/cases";` : `const made${k} = { cases: {} };`}
      rooms[${JSON.stringify(stem)}] = { mount: mount${k}, contract: contract${k}, made: made${k} };`;
  });
  return `import { show } from "./dev/main";\nconst rooms = {};${lines.join("")}\nshow(rooms);`;
}

function clean() {
  rmSync(STATIC, { recursive: true, force: true });
  mkdirSync(STATIC, { recursive: true });
}

/** Prints one line per file and gives the number of scripts above the budget. */
function report(files) {
  const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
  let heavy = 0;
  console.log(`${"file".padEnd(32)}${"minified".padStart(10)}${"gzip".padStart(10)}`);
  for (const { path, contents } of files) {
    const zipped = gzipSync(contents, { level: 9 }).length;
    const over = path.endsWith(".js") && zipped > BUDGET;
    if (over) heavy += 1;
    console.log(
      `${basename(path).padEnd(32)}${kB(contents.length)}${kB(zipped)}${over ? `  above ${BUDGET / 1000} kB` : ""}`,
    );
  }
  return heavy;
}

if (mode === "--serve") {
  const dev = join(JS, "dev");
  const context = await esbuild.context({
    ...common,
    minify: false,
    sourcemap: "inline",
    stdin: { contents: devPage(), resolveDir: JS, sourcefile: "dev.ts", loader: "ts" },
    outfile: join(dev, "main.js"),
    format: "esm",
  });
  const { port } = await context.serve({ servedir: dev, host: "127.0.0.1", port: Number(process.env.PORT ?? 8123) });
  console.log(`dev page: 127.0.0.1:${port}`);
} else if (mode === "--watch") {
  clean();
  for (const options of [...stems().flatMap(builds), lab]) await (await esbuild.context(options)).watch();
  console.log("watching js/src");
} else {
  if (stems().length === 0)
    throw new Error("no widget found: a room is a folder js/src/widgets/<stem> with an index.ts");
  const results = await Promise.all(
    stems()
      .flatMap(builds)
      .map((options) => esbuild.build(options)),
  );
  await esbuild.build(lab);
  const files = results.flatMap((result) => result.outputFiles);
  clean();
  for (const { path, contents } of files) writeFileSync(path, contents);
  if (report(files) > 0) {
    console.error("A bundle is too big: find what came in with `npx esbuild --analyze`.");
    process.exit(1);
  }
}
