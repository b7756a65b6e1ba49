/** Light or dark: what the host page shows, and word when that changes. */

type Theme = "light" | "dark";

/** Attributes and classes by which hosts say what they show. */
const SIGNS = ["data-jp-theme-light", "data-theme", "data-color-mode", "data-bs-theme", "class"];

/**
 * The theme of the page around `el`: JupyterLab's `data-jp-theme-light` on the body, else the nearest `data-theme`
 * (or the like) above `el`, else VS Code's body class, else what the reader's system prefers.
 */
export function hostTheme(el: Element): Theme {
  const { body, documentElement, defaultView } = el.ownerDocument;
  const jupyter = body.dataset.jpThemeLight;
  if (jupyter !== undefined) return jupyter === "false" ? "dark" : "light";
  for (let above = el.parentElement; above !== null; above = above.parentElement) {
    const said = above.dataset.theme ?? above.dataset.colorMode ?? above.dataset.bsTheme;
    if (said === "light" || said === "dark") return said;
  }
  for (const { classList } of [body, documentElement]) {
    if (classList.contains("vscode-dark") || classList.contains("dark")) return "dark";
    if (classList.contains("vscode-light") || classList.contains("light")) return "light";
  }
  return defaultView?.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Calls `changed` whenever the host may show another theme; returns the function that ends it. */
export function watchTheme(el: Element, changed: () => void): () => void {
  const { body, documentElement, defaultView } = el.ownerDocument;
  const observer = new MutationObserver(changed);
  const seen = new Set<Element>([body, documentElement]);
  for (let above = el.parentElement; above !== null; above = above.parentElement) seen.add(above);
  for (const one of seen) observer.observe(one, { attributes: true, attributeFilter: SIGNS });
  const media = defaultView?.matchMedia("(prefers-color-scheme: dark)");
  media?.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    media?.removeEventListener("change", changed);
  };
}
