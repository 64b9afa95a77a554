/** What a refusal's message tells: for a refused call CloudTrail leaves out the parameters. */
import type { Arn } from "../../../model/index.ts";
import { arn } from "./field-values.ts";

export type Refusal = {
  readonly code: string;
  /** Who called, by an ARN of IAM's or STS's. */
  readonly caller: Arn | null;
  /** What the call was about: a role, or `arn:…:iam::ID:root`. */
  readonly target: Arn | null;
};

/**
 * Null: the call was not refused. A refused switch of roles tells it in its response alone.
 * @param outcome what the response has under the call's own name.
 */
export function refusalOf(code: string | null, message: string | null, outcome: unknown): Refusal | null {
  if (code === null && message === null && outcome !== "Failure") return null;
  const told = message ?? "";
  return {
    code: code ?? "Failure",
    caller: tokenAfter(told, "User: "),
    target: callTarget(tokenAfter(told, "on resource: ")),
  };
}

/** An ARN up to the next blank. Session names and names of roles have none. */
function tokenAfter(message: string, mark: string): Arn | null {
  const at = message.indexOf(mark);
  if (at < 0) return null;
  const start = at + mark.length;
  const end = message.slice(start).search(/\s/);
  return arn(end < 0 ? message.slice(start) : message.slice(start, start + end));
}

function callTarget(found: Arn | null): Arn | null {
  return found !== null && /^arn:[^:]*:iam::\d{12}:(?:role\/.|root$)/.test(found) ? found : null;
}
