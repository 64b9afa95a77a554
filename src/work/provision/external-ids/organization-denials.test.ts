import assert from "node:assert/strict";
import { test } from "node:test";
import { organizationId, spokeWorld, vendorAccount } from "../../../../test/support/spoke-roles.ts";
import { engineOf } from "../../engine.ts";
import { checkedRole, proofs } from "./check-roles.ts";
import { rolesOfSnapshot } from "./roles-to-check.ts";

const asks = { StringEquals: { "sts:ExternalId": "issued-for-us-1" } };

/** The verdict about a role that lets the vendor in, under a resource control policy; `demand` null: the role asks for nothing. */
function verdictUnder(rcp: object | undefined, demand: object | null = null): string {
  const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        ...{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${vendorAccount}:root` } },
        ...{ Action: "sts:AssumeRole", ...(demand === null ? {} : { Condition: demand }) },
      },
    ],
  });
  const snapshot = spokeWorld({ roles: [{ name: "vendor", trust }], ...(rcp === undefined ? {} : { rcp }) });
  const [asked, ...more] = rolesOfSnapshot(engineOf(snapshot), [], null);
  assert.deepEqual(more, []);
  if (asked === undefined) return "nobody comes in";
  return checkedRole({ ...asked, right: ["issued-for-us-1"] }, proofs(), null).verdict;
}

const deny = (Condition: object, more: object = {}) => ({
  ...{ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole", Resource: "*", Condition },
  ...more,
});
const outsiders = { StringNotEqualsIfExists: { "aws:PrincipalOrgID": organizationId } };
const withoutId = { StringNotEquals: { "sts:ExternalId": "issued-for-us-1" } };

test("What the organization denies is weighed with the trust policy", () => {
  const rows = [
    [undefined, null, "open"],
    [undefined, asks, "safe"],
    [deny(withoutId), null, "safe"],
    [deny(withoutId, { Action: ["s3:*", "sts:Assume*"] }), null, "safe"],
    [deny(withoutId, { Action: "s3:*" }), null, "open"],
    [deny(withoutId, { Resource: "arn:aws:iam::*:role/other" }), null, "open"],
    [deny(withoutId, { Resource: "arn:aws:iam::*:role/vend*" }), null, "safe"],
    [deny(outsiders), asks, "nobody comes in"],
  ] as const;
  for (const [rcp, demand, verdict] of rows) {
    assert.equal(verdictUnder(rcp, demand), verdict, JSON.stringify([rcp, demand]));
  }
});
