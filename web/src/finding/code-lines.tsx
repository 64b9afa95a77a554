/** Code with the numbers of its lines; what would hide or turn in it is spelled out. */
import { visibleText } from "./visible-text.ts";

export function CodeLines({ text, from }: { readonly text: string; readonly from: number }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, also by keyboard (WCAG 2.1.1).
    <pre class="lines" tabIndex={0}>
      {text.split("\n").map((line, at) => (
        <code key={String(at)} class="line">
          <span class="line-number">{from + at}</span>
          {visibleText(line)}
          {"\n"}
        </code>
      ))}
    </pre>
  );
}
