/** One call of AWS's SDK that delivers something, and what came of it. */

import { plain } from "../model/plain-text.ts";
import { answerTimeout } from "./answer-timeout.ts";
import { refused, type SendResult, tryAgain } from "./channel.ts";
import { isForGood } from "./http.ts";
import { cut } from "./story/lines.ts";

/** Names of errors that tell of now and not of the message, though their status says otherwise. */
const passing =
  /Throttl|TooManyRequests|LimitExceeded|Expired|Credential|Token|RequestTimeTooSkewed|InternalFailure|ServiceUnavailable/i;

/** `call` gets the signal that ends it at the timeout, or when the process gives up. */
export async function awsCall(
  call: (signal: AbortSignal) => Promise<SendResult>,
  timeoutSeconds: number,
  signal: AbortSignal,
): Promise<SendResult> {
  const timeout = answerTimeout(timeoutSeconds * 1000);
  try {
    return await call(AbortSignal.any([signal, timeout]));
  } catch (cause) {
    if (signal.aborted) return tryAgain("given up: the process is ending");
    if (timeout.aborted) return tryAgain(`no answer within ${timeoutSeconds} s`);
    const reason =
      cause instanceof Error ? awsReason(cause.name, cause.message) : awsReason("error", String(cause));
    const status = statusOf(cause);
    const name = cause instanceof Error ? cause.name : "";
    return status !== null && isForGood(status) && !passing.test(name) ? refused(reason) : tryAgain(reason);
  }
}

/** Of an entry of a batch that AWS did not take. */
export function awsRefusal(code: string | undefined, message: string | undefined): SendResult {
  const reason = awsReason(code ?? "refused", message ?? "");
  return /Invalid|Malformed|NotAuthorizedForSource|TooLarge/i.test(code ?? "")
    ? refused(reason)
    : tryAgain(reason);
}

function awsReason(name: string, message: string): string {
  return cut(plain(`${name}: ${message}`), 300);
}

function statusOf(cause: unknown): number | null {
  if (typeof cause !== "object" || cause === null || !("$metadata" in cause)) return null;
  const { $metadata: metadata } = cause;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return null;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : null;
}

/** Of an ARN; undefined: as the environment says. */
export function regionOf(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*:([a-z0-9-]+):/.exec(arn)?.[1];
}
