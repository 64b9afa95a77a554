/** Copies a text, and says that it did. */
import { useState } from "preact/hooks";

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [told, setTold] = useState<string | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setTold("Copied");
    } catch {
      setTold("This browser does not let pages copy");
    }
    setTimeout(() => setTold(null), 2000);
  };
  return (
    <button type="button" onClick={copy}>
      {told ?? label}
      <span class="unseen" role="status">
        {told}
      </span>
    </button>
  );
}
