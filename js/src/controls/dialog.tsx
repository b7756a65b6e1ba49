/** A dialog over the page: the browser keeps the focus inside and closes it with Escape. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "./button";
import { useUid } from "./use_uid";

interface Props {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Beside the title. */
  readonly actions?: ComponentChildren;
  onClose(): void;
}

export function Dialog({ title, children, actions, onClose }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useUid();
  useEffect(() => {
    const dialog = ref.current;
    const before = dialog?.ownerDocument.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      class="nlpw-dialog"
      ref={ref}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <header>
        <b id={id}>{title}</b>
        <span class="nlpw-grow" />
        {actions}
        <Button name="Close (Escape)" icon="close" onClick={onClose} />
      </header>
      <div class="nlpw-dialog-body">{children}</div>
    </dialog>
  );
}
