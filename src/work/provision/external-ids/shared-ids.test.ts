import assert from "node:assert/strict";
import { test } from "node:test";
import { checkedRole, proofs, type RoleToCheck } from "./check-roles.ts";
import { withoutShared } from "./shared-ids.ts";

const vendor = "464622532012";

function role(account: string, id: string, relationship: string | null = null): RoleToCheck {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: vendor },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": id } },
  };
  return {
    ...{ role: { arn: `arn:aws:iam::${account}:role/Vendor`, account }, relationship, right: [id] },
    ...{
      caller: vendor,
      callerLabel: "us",
      trust: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    },
  };
}

const [one, two] = ["111111111111", "222222222222"];
const rows: readonly (readonly [what: string, roles: readonly RoleToCheck[], verdicts: string])[] = [
  ["each has its own", [role(one, "id-1"), role(two, "id-2")], "safe safe"],
  [
    "two accounts have one",
    [role(one, "id-1"), role(two, "id-1"), role(two, "id-2")],
    "unknown unknown safe",
  ],
  ["two relationships have one", [role(one, "id-1", "acme"), role(one, "id-1", "globex")], "unknown unknown"],
  [
    "two accounts of one relationship have one",
    [role(one, "id-1", "acme"), role(two, "id-1", "acme")],
    "safe safe",
  ],
  ["two roles of one account have one", [role(one, "id-1"), role(one, "id-1")], "safe safe"],
];
for (const [what, roles, verdicts] of rows) {
  test(`Customers where ${what} are ${verdicts}`, () => {
    const prove = proofs();
    const checked = withoutShared(
      roles,
      roles.map((asked) => checkedRole(asked, prove, null)),
    );
    assert.equal(checked.map(({ verdict }) => verdict).join(" "), verdicts);
    assert.equal(
      checked.some(({ reasons }) => reasons.length > 0),
      verdicts.includes("unknown"),
    );
  });
}
