/** What a write of one call or of several comes to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { inSteps, outcomeOf } from "./write-client.ts";

class Answer extends Error {
  readonly $metadata: { readonly httpStatusCode: number };
  readonly $fault = "client";

  constructor(name: string, httpStatusCode: number) {
    super(`${name} it is`);
    this.name = name;
    this.$metadata = { httpStatusCode };
  }
}

test("of several calls, what was made before one failed is not told as nothing", async () => {
  const good = () => Promise.resolve();
  const bad = (name: string, status: number) => () => Promise.reject(new Answer(name, status));
  const rows = [
    [[good, good], "written"],
    [[bad("ValidationException", 400), good], "refused"],
    [[good, bad("ValidationException", 400)], "partly"],
    [[bad("PreconditionFailedException", 412)], "changed-since"],
    [[good, bad("PreconditionFailedException", 412)], "unknown"],
    [[good, bad("InternalFailure", 500)], "unknown"],
    [[good, bad("ThrottlingException", 400)], "unknown"],
  ] as const;
  for (const [calls, expected] of rows) {
    const times = { deadline: 1_000, now: () => 0 };
    const written = await outcomeOf(() => inSteps(calls), { deadline: 0 }, times, [
      "PreconditionFailedException",
    ]);
    assert.equal(written.kind, expected);
  }
});
