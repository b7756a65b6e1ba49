/** Panels of which at most one is shown; a click on the tab of the one shown closes it. */

import { type ComponentChildren, createRef } from "preact";
import { useMemo } from "preact/hooks";
import { useUid } from "./use_uid";

interface Props {
  readonly name: string;
  readonly tabs: readonly { readonly value: string; readonly label: string }[];
  /** The tab shown; "" when none is. */
  readonly value: string;
  /** What the tab shows. */
  readonly children: ComponentChildren;
  onChange(value: string): void;
}

export function Tabs({ name, tabs, value, children, onChange }: Props) {
  const id = useUid();
  const list = useMemo(() => createRef<HTMLDivElement>(), []);
  const shown = tabs.find((tab) => tab.value === value);

  function onKeyDown(event: KeyboardEvent): void {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>("[role=tab]") ?? [])];
    const at = buttons.indexOf(event.target as HTMLElement);
    const go = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || go === undefined) return;
    const to = (go + buttons.length) % buttons.length;
    buttons[to]?.focus();
    onChange(tabs[to]?.value ?? "");
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class="nlpw-tabs">
      <div class="nlpw-tab-list" role="tablist" aria-label={name} ref={list} onKeyDown={onKeyDown}>
        {tabs.map((tab, index) => (
          <button
            type="button"
            key={tab.value}
            id={`${id}-${tab.value}`}
            role="tab"
            aria-selected={tab === shown}
            aria-controls={tab === shown ? `${id}-panel` : undefined}
            tabIndex={tab === shown || (shown === undefined && index === 0) ? 0 : -1}
            onClick={() => onChange(tab === shown ? "" : tab.value)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {shown !== undefined && (
        <div class="nlpw-tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown.value}`}>
          {children}
        </div>
      )}
    </div>
  );
}
