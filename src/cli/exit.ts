/** How a run ends. Scripts rely on these numbers; they are printed by `--help`. */
export const exitCodes = {
  /** Done, and no finding at or above `--fail-on`. */
  clean: 0,
  /** Done, with findings at or above `--fail-on`. */
  findings: 1,
  /** The command line was not understood. */
  usage: 2,
  /** An input could not be read or used, or the output not written. */
  input: 3,
  /** A bug in AccessLens. */
  internal: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Why a command could not do what it was asked to: what and where, and what to do next. Printed in one place. */
export type Failure = {
  readonly exitCode: typeof exitCodes.usage | typeof exitCodes.input;
  /** One line each. */
  readonly messages: readonly string[];
  readonly advice: string | null;
};

export function usageFailure(message: string, advice: string | null): Failure {
  return { exitCode: exitCodes.usage, messages: [message], advice };
}

export function inputFailure(messages: readonly string[], advice: string | null): Failure {
  return { exitCode: exitCodes.input, messages, advice };
}

/** What a command gives back: how to end, or why it could not do its work. */
export type Outcome =
  | { readonly kind: "done"; readonly exitCode: ExitCode }
  | { readonly kind: "failed"; readonly failure: Failure }
  /** As a command ended that was run for the caller. */
  | { readonly kind: "ended"; readonly exitCode: number };

export const done: Outcome = { kind: "done", exitCode: 0 };

export function failed(failure: Failure): Outcome {
  return { kind: "failed", failure };
}

export type OutputFormat = "table" | "json" | "ndjson";
