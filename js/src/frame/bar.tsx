/** The bar of a widget: its title, its own controls, undo and redo, and the menu of everything else. */

import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Button } from "../controls/button";
import { type Command, Menu } from "../controls/menu";
import type { Store } from "./store";

/** The dialog that is open. */
export type Open = "table" | "code" | "keys" | null;

type Theme = "auto" | "light" | "dark";

interface Themed {
  readonly theme: Theme;
}

interface Props<P extends Themed, E extends Partial<P> & Partial<Themed>> {
  readonly title: string;
  readonly store: Store<P, E>;
  readonly open: Signal<Open>;
  /** There is nothing yet to show as a table. */
  readonly empty?: boolean;
  /** The widget's own, in the menu after those that every widget has. */
  readonly commands?: readonly (Command | null)[];
  /** Beside the title. */
  readonly children?: ComponentChildren;
  /** At the right, before undo. */
  readonly actions?: ComponentChildren;
}

export function Bar<P extends Themed, E extends Partial<P> & Partial<Themed>>(props: Props<P, E>) {
  const { title, store, open, empty, commands = [], children, actions } = props;
  const theme = store.fields.theme as Signal<Theme>;
  const show = (what: Open) => () => {
    open.value = what;
  };
  const color = (value: Theme, name: string) => ({
    name,
    checked: theme.value === value,
    run: () => store.set({ theme: value } as Partial<E>),
  });
  const all = [
    { name: "Show as table", disabled: empty === true, run: show("table") },
    { name: "Code", run: show("code") },
    { name: "Keyboard", run: show("keys") },
    null,
    ...commands,
    ...(commands.length > 0 ? [null] : []),
    color("auto", "Colours of the page"),
    color("light", "Light"),
    color("dark", "Dark"),
  ];
  return (
    <div class="nlpw-bar">
      <b class="nlpw-title">{title}</b>
      {children}
      <div class="nlpw-actions">
        {actions}
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend */}
        <div class="nlpw-group" role="group" aria-label="history">
          <Button name="Undo (Ctrl+Z)" icon="undo" disabled={!store.canUndo.value} onClick={store.undo} />
          <Button name="Redo (Ctrl+Shift+Z)" icon="redo" disabled={!store.canRedo.value} onClick={store.redo} />
        </div>
        <Menu name="More" commands={all} />
      </div>
    </div>
  );
}
