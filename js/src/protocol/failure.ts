/** A view that throws says so in its place; the host would only log it. */

import type { Mount, View } from "./view";

/** `mount`, with every error of it and of its view shown inside `el` and logged. */
export function guard<P, E>(mount: Mount<P, E>): Mount<P, E> {
  return (el, props, emit, host): View<P> => {
    let notice: HTMLElement | null = null;

    function report(error: unknown): void {
      console.error(error);
      notice?.remove();
      notice = el.ownerDocument.createElement("pre");
      notice.className = "nlpw nlpw-failure";
      notice.setAttribute("role", "alert");
      notice.style.whiteSpace = "pre-wrap";
      notice.textContent = `This view could not be drawn: ${error instanceof Error ? error.message : String(error)}`;
      el.prepend(notice);
    }

    let view: View<P> | null = null;
    try {
      view = mount(el, props, emit, host);
    } catch (error) {
      el.replaceChildren(); // nothing half-drawn
      report(error);
    }
    return {
      update(patch, changedHost) {
        try {
          if (changedHost) view?.update(patch, changedHost);
          else view?.update(patch);
          if (view) notice?.remove();
        } catch (error) {
          report(error);
        }
      },
      destroy() {
        notice?.remove();
        view?.destroy();
      },
    };
  };
}
