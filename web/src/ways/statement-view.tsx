/** A policy as it stands, with the lines of one statement lit. */
import { useEffect, useRef } from "preact/hooks";
import { api } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import type { Evidence } from "./hop.ts";

export function StatementView({ evidence }: { readonly evidence: Evidence }) {
  const { policy, lines, text } = evidence;
  const whole = useAnswer(policy, (signal) =>
    api.GET("/api/policy", { params: { query: { name: policy } }, signal }),
  );
  switch (whole.kind) {
    case "waiting":
    case "failed":
      // AWS's own policies and attributes are no texts of the snapshot: the statement is all there is to show.
      return <Lines label={policy} text={text} first={lines[0] ?? 1} lit={lines} />;
    case "answered":
      return <Lines label={policy} text={whole.value.text} first={1} lit={lines} />;
  }
}

function Lines({
  label,
  text,
  first,
  lit: [from, to],
}: {
  readonly label: string;
  readonly text: string;
  readonly first: number;
  readonly lit: readonly number[];
}) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const line = box.current?.querySelector<HTMLElement>(".lit");
    if (box.current !== null && line) box.current.scrollTop = Math.max(0, line.offsetTop - 24);
  }, [text, from]);
  const isLit = (number: number): boolean => number >= (from ?? 0) && number <= (to ?? 0);
  return (
    // A region that scrolls can be come to by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1, scrolling by keyboard.
    <section ref={box} class="policy" tabIndex={0} aria-label={`${label}, lines ${from} to ${to} decide`}>
      <pre>
        {text.split("\n").map((line, at) => (
          <div key={`${first + at}`} class={isLit(first + at) ? "lit" : undefined}>
            <span class="line-number" aria-hidden="true">
              {isLit(first + at) ? "▸" : " "}
              {String(first + at).padStart(3)}
            </span>{" "}
            {line}
          </div>
        ))}
      </pre>
    </section>
  );
}
