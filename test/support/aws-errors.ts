/** Errors and gaps for tests that mock the clients of the SDK with what AWS documents. */
import type { UnitRecord } from "../../src/collect/live/unit.ts";

/** An error as the SDK throws it for an answer of AWS: `AccessDeniedException`, `ResourceNotFoundException`. */
export function awsError(name: string, httpStatusCode = 400, message = "As documented."): Error {
  const $metadata = { httpStatusCode, attempts: 1, totalRetryDelay: 0 };
  return Object.assign(new Error(message), { name, $metadata });
}

/** What a record could not read: subject and kind of refusal. */
export function gapsOf({ gaps }: UnitRecord): readonly (readonly [string | null, string])[] {
  return gaps.map(({ subject, refusal }) => [subject, refusal.kind] as const);
}
