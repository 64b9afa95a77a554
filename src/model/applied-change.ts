/**
 * A change that AccessLens made in AWS, or was about to make: what the journal holds. It is written down before the write, so that
 * whoever is killed in between leaves a trace that says what was meant, and how it is taken back.
 */

export const changeStates = [
  /** Written down before the write; whether it was made is not known: a run that ended here was cut off. */
  "intended",
  "applied",
  "undone",
  /** It was not made. */
  "failed",
  /** A later change to the same thing stands in its place. */
  "superseded",
] as const;
export type ChangeState = (typeof changeStates)[number];

export type AppliedChange = {
  readonly id: string;
  /** When it was intended. Milliseconds since 1970, as all times here. */
  readonly at: number;
  /** ARN of the caller. */
  readonly by: string;
  /** What was written, and who can take it back: `resource-policy`, `key-grants`, … */
  readonly kind: string;
  /** ARN of what was written to. */
  readonly target: string;
  readonly account: string;
  /** One sentence: what it is for. */
  readonly title: string;
  /** The text that stood there; null: there was none. */
  readonly before: string | null;
  /** The text that was to stand there then. */
  readonly after: string | null;
  /** How it is taken back, as JSON: for the code that `kind` names. */
  readonly inverse: string;
  readonly state: ChangeState;
  /** When it came to this state. */
  readonly stateAt: number;
  /** Why it failed, what took it back, what stands in its place; null: nothing to say. */
  readonly note: string | null;
  /** The change that this one takes back. */
  readonly undoes: string | null;
};

export type IntendedChange = Omit<AppliedChange, "state" | "stateAt" | "note">;

export type ChangeFilter = {
  readonly state?: ChangeState;
  readonly target?: string;
  readonly account?: string;
};
