/** The organization is read anew as a whole collection reads it; tags of accounts only where they are asked for. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { collectedBy } from "../support/collected.ts";
import { notInMoto, startFaultProxy } from "../support/fault-proxy.ts";
import { missingMoto, startMoto } from "../support/moto.ts";
import { seedOrganization } from "../support/moto-organization.ts";
import { asJson, rereadOf } from "../support/reread.ts";

const missing = missingMoto();

describe("The organization, read anew", { skip: missing ?? false }, () => {
  before(async () => {
    const { url } = await startMoto();
    await seedOrganization(3, 1);
    const proxy = await startFaultProxy(url, notInMoto);
    process.env.AWS_ENDPOINT_URL = proxy.url;
  });

  test("It is what the units of a collection bring", async () => {
    const units = [
      await collectedBy("organization", "us-east-1"),
      await collectedBy("account-tags", "us-east-1"),
    ];
    const read = await rereadOf({ kind: "organization" });
    assert.deepEqual(
      asJson(sorted(read.parts.organization)),
      asJson(sorted(units.flatMap(({ parts }) => parts.organization ?? []))),
    );
    assert.deepEqual(read.gaps, asJson(units.flatMap(({ gaps }) => gaps)));
  });

  test("Without tags of accounts it takes no call for each account", async () => {
    const read = await rereadOf({ kind: "organization" }, { accountTags: false });
    assert.ok(!JSON.stringify(read.parts).includes("AccountTags"));
    assert.ok(JSON.stringify(read.parts).includes('"Accounts"'));
  });
});

/** Parts are found in the order in which answers came. */
function sorted(parts: readonly object[] = []): readonly string[] {
  return parts.map((part) => JSON.stringify(part)).sort();
}
