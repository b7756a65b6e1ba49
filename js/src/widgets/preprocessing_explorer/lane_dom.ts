/**
 * The elements of a lane. They are made at once when its text changes and are no part of the drawing by components:
 * lighting some of thousands of tokens must touch those alone.
 */

import { firstAfter, type Item, type Token } from "./items";
import { type Span, touches } from "./provenance";

export interface Place {
  readonly element: HTMLElement;
  /** In the text of the lane; of a ghost, in the text before. */
  readonly start: number;
  readonly stop: number;
  readonly ghost: boolean;
}

export interface LaneDom {
  /** What the arrow keys go through: tokens, and ghosts that stand by themselves. */
  readonly places: readonly Place[];
  /** The place that an element of the lane belongs to. */
  find(element: Element): Place | undefined;
  /** Marks what is lit: stretches of this text and of the one before. Gives the ranges of tokens lit only in part. */
  light(spans: readonly Span[], before: readonly Span[]): Range[];
  firstLit(): HTMLElement | undefined;
}

/** Characters shown of a long removed stretch. */
const LIMIT = 36;

export function drawLane(root: HTMLElement, items: readonly Item[]): LaneDom {
  const page = root.ownerDocument;
  const places: Place[] = [];
  const tokens: Place[] = [];
  const ghosts: Place[] = [];
  const byElement = new Map<Element, Place>();

  function make(parent: Node, className: string, text: string): HTMLElement {
    const element = page.createElement("span");
    if (className !== "") element.className = className;
    element.textContent = text;
    parent.appendChild(element);
    return element;
  }

  function add(element: HTMLElement, start: number, stop: number, ghost: boolean): Place {
    const place = { element, start, stop, ghost };
    byElement.set(element, place);
    (ghost ? ghosts : tokens).push(place);
    return place;
  }

  function draw(parent: Node, item: Exclude<Item, Token>, inside: boolean): void {
    if (item.kind === "run") {
      if (item.before === null || item.text.trim() === "") parent.appendChild(page.createTextNode(item.text));
      else {
        const changed = make(parent, item.before === "" ? "nlpw-added" : "nlpw-changed", item.text);
        changed.title = item.before === "" ? "added here" : `was “${shorten(item.before)}”`;
      }
      return;
    }
    const element = make(parent, "nlpw-ghost", "");
    const shown = visible(item.text);
    const word = shown.trim();
    const [head = "", tail = ""] = shown.split(word);
    element.append(head, page.createElement("s"), tail);
    (element.children[0] as Element).textContent = word;
    element.title = `removed: ${item.text.trim() === "" ? "white space" : `“${shorten(item.text, 400)}”`}`;
    element.dataset.fromStart = `${item.fromStart}`;
    element.dataset.fromStop = `${item.fromStop}`;
    const place = add(element, item.fromStart, item.fromStop, true);
    if (inside || item.text.trim() === "") {
      element.setAttribute("aria-hidden", "true");
    } else {
      element.setAttribute("role", "option");
      element.setAttribute("aria-selected", "false");
      element.setAttribute("aria-label", `${shorten(item.text)}, removed`);
      places.push(place);
    }
  }

  const fragment = page.createDocumentFragment();
  for (const item of items) {
    if (item.kind !== "token") {
      draw(fragment, item, false);
      continue;
    }
    const element = make(fragment, "nlpw-mark", "");
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    element.dataset.start = `${item.start}`;
    element.dataset.stop = `${item.stop}`;
    if (item.parts.some(({ kind }) => kind === "ghost")) element.classList.add("nlpw-joined");
    for (const part of item.parts) draw(element, part, true);
    places.push(add(element, item.start, item.stop, false));
  }
  // Chromium looks for the direction anew with each child that comes: for n words, n² steps.
  const direction = root.getAttribute("dir");
  root.removeAttribute("dir");
  root.replaceChildren(fragment);
  if (direction !== null) root.setAttribute("dir", direction);

  const spansOf = (list: readonly Place[]) => list.map(({ start, stop }): Span => [start, stop]);
  const tokenSpans = spansOf(tokens);
  const ghostSpans = spansOf(ghosts);
  let lit: HTMLElement[] = [];

  return {
    places,
    find(element) {
      const mark = element.closest(".nlpw-ghost, .nlpw-mark");
      return mark === null ? undefined : byElement.get(mark);
    },
    light(spans, before) {
      for (const element of lit) {
        delete element.dataset.lit;
        element.setAttribute("aria-selected", "false");
      }
      lit = [];
      const ranges: Range[] = [];
      const set = (element: HTMLElement, how: "all" | "part") => {
        element.dataset.lit = how;
        if (element.hasAttribute("role")) element.setAttribute("aria-selected", "true");
        lit.push(element);
      };
      for (const [start, stop] of spans) {
        for (let k = firstAfter(tokenSpans, start); k < tokens.length; k++) {
          const token = tokens[k] as Place;
          if (token.start >= stop) break;
          const whole = start <= token.start && token.stop <= stop;
          if (!whole) ranges.push(rangeOf(token, Math.max(start, token.start), Math.min(stop, token.stop)));
          set(token.element, whole ? "all" : "part");
        }
      }
      if (before.length > 0) {
        for (const [k, [start, stop]] of ghostSpans.entries()) {
          if (touches(before, start, stop)) set((ghosts[k] as Place).element, "all");
        }
      }
      return ranges;
    },
    firstLit: () => lit[0],
  };
}

/** The characters [start, stop) of a token, ghosts inside it aside. */
function rangeOf(token: Place, start: number, stop: number): Range {
  const page = token.element.ownerDocument;
  const range = page.createRange();
  let at = token.start;
  let begun = false;
  for (const node of textNodes(token.element)) {
    const points = [...node.data];
    const units = (count: number) => points.slice(0, count).join("").length;
    if (!begun && start < at + points.length) {
      range.setStart(node, units(start - at));
      begun = true;
    }
    if (stop <= at + points.length) {
      range.setEnd(node, units(stop - at));
      break;
    }
    at += points.length;
  }
  return range;
}

function textNodes(element: Element): Text[] {
  return [...element.childNodes].flatMap((node) => {
    if (node.nodeType === 3) return [node as Text];
    return (node as Element).classList.contains("nlpw-ghost") ? [] : textNodes(node as Element);
  });
}

/** White space that is gone would not be seen. */
function visible(text: string): string {
  if (text.trim() === "") return text.includes("\n") ? "↵" : "·".repeat(Math.min(3, text.length));
  return shorten(text.replaceAll(/[\r\n]+/g, " "));
}

function shorten(text: string, limit = LIMIT): string {
  const points = [...text];
  return points.length <= limit ? text : `${points.slice(0, limit - 9).join("")}…${points.slice(-8).join("")}`;
}
