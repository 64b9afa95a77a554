import assert from "node:assert/strict";
import { exec } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { mayPass, type RefusalKind, refusalOf } from "./refusal.ts";

function answered(name: string, httpStatusCode: number, message = "no"): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

function network(code: string): Error {
  return Object.assign(new Error("no"), { code });
}

const scp =
  "User is not authorized to perform: sqs:ListQueues with an explicit deny in a service control policy";

const cases: readonly (readonly [cause: unknown, kind: RefusalKind | null])[] = [
  [answered("AccessDenied", 403), "denied"],
  [answered("AccessDeniedException", 400, scp), "denied-by-organization"],
  [answered("UnauthorizedOperation", 403), "denied"],
  [answered("SomethingNew", 403), "denied"],
  [answered("NoSuchBucketPolicy", 404), "absent"],
  [answered("ResourceNotFoundException", 400), "absent"],
  [answered("RepositoryPolicyNotFoundException", 400), "absent"],
  [answered("QueueDoesNotExist", 400), "absent"],
  [answered("InvalidSnapshot.NotFound", 400), "absent"],
  [answered("ThrottlingException", 400), "throttled"],
  [answered("RequestLimitExceeded", 503), "throttled"],
  [answered("Unheard", 429), "throttled"],
  [answered("InternalFailure", 500), "failed"],
  [answered("ValidationException", 400), "failed"],
  [answered("ExpiredToken", 403), "expired"],
  [answered("OptInRequired", 403), "account-not-usable"],
  [answered("UnrecognizedClientException", 400), "no-such-place"],
  [answered("UnknownOperationException", 400), "unsupported"],
  [network("ECONNRESET"), "unreachable"],
  [network("ENOTFOUND"), "no-such-place"],
  [new TypeError("a bug"), null],
  ["a text", null],
];

for (const [cause, kind] of cases) {
  const shown =
    cause instanceof Error ? `${cause.name} ${"code" in cause ? cause.code : ""} ${cause.message}` : cause;
  test(`${shown} is ${kind ?? "no refusal"}`, () => assert.equal(refusalOf(cause)?.kind ?? null, kind));
}

test("Of a credential_process that failed, what it said on stderr is told; of others the first line", async () => {
  const process = "echo 'error: no such role' >&2; echo '  Name another one.' >&2; exit 3";
  const failed = await promisify(exec)(process).catch((cause: Error) => cause);
  assert.ok(failed instanceof Error);
  const told = (message: string, name: string) => refusalOf(Object.assign(new Error(message), { name }));
  assert.equal(
    told(failed.message, "CredentialsProviderError")?.message,
    `Command failed: ${process}: it said: error: no such role; Name another one.`,
  );
  assert.equal(told("Not found\nRead the guide", "CredentialsProviderError")?.message, "Not found");
});

test("What may pass is what time or another session can mend", () => {
  const passing = cases
    .map(([cause]) => refusalOf(cause))
    .filter((refusal) => refusal !== null && mayPass(refusal))
    .map((refusal) => refusal?.kind);
  assert.deepEqual(new Set(passing), new Set(["throttled", "failed", "expired", "unreachable"]));
});
