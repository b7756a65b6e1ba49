/** A button with a menu of commands. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icons";
import { useUid } from "./use_uid";

export interface Command {
  readonly name: string;
  /** Shown at the right: the key that does the same. */
  readonly hint?: string;
  /** A tick, for a choice out of several. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  run(): void;
}

/** Px between the menu and its button, and the edges of the window. */
const GAP = 4;

/** Under its button, right-aligned, or above it where there is more room; always within the window. */
export function placeMenu(
  button: Pick<DOMRect, "top" | "bottom" | "right">,
  size: { readonly width: number; readonly height: number },
  view: { readonly width: number; readonly height: number },
): { left: number; top: number } {
  const within = (at: number, length: number, space: number) => Math.max(GAP, Math.min(at, space - length - GAP));
  const below = button.bottom + GAP;
  const above = button.top - GAP - size.height;
  const fits = below + size.height + GAP <= view.height || above < GAP;
  return {
    left: within(button.right - size.width, size.width, view.width),
    top: within(fits ? below : above, size.height, view.height),
  };
}

export function Menu({ name, commands }: { name: string; commands: readonly (Command | null)[] }) {
  const [open, setOpen] = useState(false);
  const id = useUid();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  // In the top layer, so that an output that scrolls does not clip it; without popovers it hangs below its button.
  useLayoutEffect(() => {
    const menu = list.current;
    const rect = button.current?.getBoundingClientRect();
    const view = menu?.ownerDocument.defaultView;
    if (!open || !menu?.showPopover || !rect || !view) return;
    menu.popover = "manual";
    menu.showPopover();
    const page = menu.ownerDocument.documentElement;
    const size = { width: menu.offsetWidth, height: menu.offsetHeight };
    const { left, top } = placeMenu(rect, size, { width: page.clientWidth, height: view.innerHeight });
    menu.style.left = `${left}px`;
    menu.style.top = `${top}px`;
    const onMove = () => {
      const now = button.current?.getBoundingClientRect();
      if (now?.top !== rect.top || now.right !== rect.right) close(menu.matches(":focus-within"));
    };
    view.addEventListener("scroll", onMove, { capture: true, passive: true });
    view.addEventListener("resize", onMove);
    return () => {
      view.removeEventListener("scroll", onMove, { capture: true });
      view.removeEventListener("resize", onMove);
      if (menu.isConnected) menu.hidePopover();
    };
  }, [open]);

  useEffect(() => {
    if (!open) return;
    list.current?.querySelector<HTMLElement>("[role^=menuitem]:not(:disabled)")?.focus({ preventScroll: true });
    const page = list.current?.ownerDocument;
    const onPointerDown = (event: Event) => {
      if (!event.composedPath().includes(button.current?.parentElement as EventTarget)) setOpen(false);
    };
    page?.addEventListener("pointerdown", onPointerDown, { capture: true });
    return () => page?.removeEventListener("pointerdown", onPointerDown, { capture: true });
  }, [open]);

  function close(refocus: boolean): void {
    setOpen(false);
    if (refocus) button.current?.focus({ preventScroll: true });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const items = [...(list.current?.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)") ?? [])];
    const at = items.indexOf(event.target as HTMLElement);
    const go = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (go !== undefined) items[(go + items.length) % items.length]?.focus();
    else if (event.key === "Escape") close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      class="nlpw-menu"
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOpen(false);
      }}
    >
      <button
        type="button"
        ref={button}
        class="nlpw-button nlpw-bare"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={name}
        title={name}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && (
        <div
          class="nlpw-menu-list"
          role="menu"
          id={id}
          ref={list}
          aria-label={name}
          tabIndex={-1}
          onKeyDown={onKeyDown}
        >
          {commands.map((command, index) =>
            command === null ? (
              <hr key={index} />
            ) : (
              // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role depends on the command
              <button
                type="button"
                key={command.name}
                role={command.checked === undefined ? "menuitem" : "menuitemradio"}
                aria-checked={command.checked}
                tabIndex={-1}
                disabled={command.disabled}
                onClick={() => {
                  close(true);
                  command.run();
                }}
              >
                <span class="nlpw-tick">{command.checked ? "✓" : ""}</span>
                <span>{command.name}</span>
                <span class="nlpw-hint">{command.hint}</span>
              </button>
            ),
          )}
        </div>
      )}
    </div>
  );
}
