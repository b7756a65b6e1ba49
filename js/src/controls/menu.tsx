/** A button with a menu of commands. */

import { useEffect, useRef, useState } from "preact/hooks";
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

export function Menu({ name, commands }: { name: string; commands: readonly (Command | null)[] }) {
  const [open, setOpen] = useState(false);
  const id = useUid();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (open) list.current?.querySelector<HTMLElement>("[role^=menuitem]:not(:disabled)")?.focus();
  }, [open]);

  function close(refocus: boolean): void {
    setOpen(false);
    if (refocus) button.current?.focus();
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
