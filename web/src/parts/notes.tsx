/** What a page says of itself: that it waits, what went wrong, and what was not read. */
import type { ComponentChildren } from "preact";
import type { Fault } from "../api/client.ts";
import type { Waiting } from "../api/use-answer.ts";

export function FaultNote({ fault }: { readonly fault: Fault }) {
  return (
    <div class="note bad" role="alert">
      <p>
        <strong>{fault.message}</strong>
      </p>
      <p>{fault.advice}</p>
    </div>
  );
}

/** Draws the answer when it is there. */
export function Answered<A>({
  state,
  waiting = "Asking…",
  children,
}: {
  readonly state: Waiting<A>;
  readonly waiting?: string;
  readonly children: (value: A) => ComponentChildren;
}) {
  switch (state.kind) {
    case "waiting":
      return (
        <p class="waiting" role="status">
          {waiting}
        </p>
      );
    case "failed":
      return <FaultNote fault={state.fault} />;
    case "answered":
      return (
        <div class={state.isOld ? "answer old" : "answer"} aria-busy={state.isOld}>
          {state.isOld && (
            <p class="waiting" role="status">
              Of what was asked before; {waiting.toLowerCase()}
            </p>
          )}
          {children(state.value)}
        </div>
      );
  }
}

type Gap = { readonly account: string | null; readonly subject: string | null; readonly reason: string };

/** What was not read and could change an answer: said beside it, never left out. */
export function CoverageNote({
  coverage,
  notes = [],
}: {
  readonly coverage: readonly Gap[];
  readonly notes?: readonly string[];
}) {
  if (coverage.length === 0 && notes.length === 0) return null;
  const few = coverage.slice(0, 50);
  return (
    <details class="note">
      <summary>
        {coverage.length === 0
          ? "To bear in mind"
          : `Not read: ${coverage.length} ${coverage.length === 1 ? "thing" : "things"} that could change this`}
      </summary>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
        {few.map(({ account, subject, reason }) => (
          <li key={`${account} ${subject} ${reason}`}>
            <bdi>{[account, subject].filter((part) => part !== null).join(" ")}</bdi> {reason}
          </li>
        ))}
        {coverage.length > few.length && (
          <li>
            … and {coverage.length - few.length} more: <a href="#/coverage">all that was not read</a>
          </li>
        )}
      </ul>
    </details>
  );
}
