/** Copies text; says for a moment that it did, or that the page may not. */

import { useEffect, useState } from "preact/hooks";
import { Button } from "./button";

export function CopyButton({ name, text }: { name: string; text: () => string }) {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), 2000);
    return () => clearTimeout(timer);
  }, [said]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text());
      setSaid("Copied");
    } catch {
      // Pages opened from a file, or without leave, cannot write to the clipboard: the text can still be selected.
      setSaid("Select and copy by hand");
    }
  }

  return (
    <Button name={said ?? name} onClick={copy}>
      <span aria-live="polite">{said ?? name}</span>
    </Button>
  );
}
