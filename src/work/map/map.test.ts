import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type OrganizationPlan,
  roleArn,
  rootId,
  snapshotOf,
  trusts,
  unitId,
} from "../../../test/support/planned-organization.ts";
import { partyFacts } from "../party-facts.ts";
import { scanSnapshot } from "../scan.ts";
import { accountMap, bitOf, mapGround, organizationMap, trustsBetween } from "./index.ts";

const own = "111111111111";
const other = "222222222222";
const vendor = "464622532012";
const organization = "o-exampleorg1";
const asked = (role: string, Condition: object) => ({
  name: role,
  trust: [{ ...trusts({ AWS: vendor }), Condition }],
  policies: [],
});
const inPath = {
  "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${organization}/${rootId}/${unitId}/*` },
};
const plan: OrganizationPlan = {
  accounts: [
    {
      id: own,
      parent: unitId,
      roles: [
        { name: "for-unit", trust: [{ ...trusts({ AWS: "*" }), Condition: inPath }], policies: [] },
        {
          name: "for-organization",
          trust: [
            { ...trusts({ AWS: "*" }), Condition: { StringEquals: { "aws:PrincipalOrgID": organization } } },
          ],
          policies: [],
        },
        { name: "for-other", trust: [trusts({ AWS: other })], policies: [] },
        { name: "for-service", trust: [trusts({ Service: "ec2.amazonaws.com" })], policies: [] },
        asked("equals", { StringEquals: { "sts:ExternalId": "an-id" } }),
        asked("absent", { Null: { "sts:ExternalId": "true" } }),
        asked("any-but-one", { StringNotEquals: { "sts:ExternalId": "an-id" } }),
        asked("if-there", { StringEqualsIfExists: { "sts:ExternalId": "an-id" } }),
        asked("there", {
          Null: { "sts:ExternalId": "false" },
          StringEqualsIfExists: { "sts:ExternalId": "b" },
        }),
      ],
    },
    {
      id: other,
      roles: [
        { name: "administrator", trust: [], policies: [[{ Effect: "Allow", Action: "*", Resource: "*" }]] },
        { name: "nobody", trust: [], policies: [] },
      ],
    },
  ],
};
const scanned = scanSnapshot(snapshotOf(plan), {}, { chains: true });
const { reach } = scanned;
assert.ok(reach !== null);
const ground = mapGround({ ...scanned, reach });

/** Names of roles behind an arrow. */
function behind(from: string, to: string, all = 0): readonly string[] {
  const found = trustsBetween(ground, { from, to, all, none: 0, limit: 100 });
  assert.ok(found !== null);
  assert.equal(found.total, found.trusts.length);
  return found.trusts.map(({ role }) => role.slice(role.lastIndexOf("/") + 1)).toSorted();
}

test("behind an arrow from a unit or the organization are the trusts that let it in as a whole", () => {
  const account = `account:${own}`;
  assert.deepEqual(behind(`unit:${unitId}`, account), ["for-unit"]);
  assert.deepEqual(behind(`unit:${rootId}`, account), ["for-other", "for-unit"]);
  assert.deepEqual(behind("organization", account), ["for-organization", "for-other", "for-unit"]);
  assert.deepEqual(behind(`account:${other}`, account), ["for-other"]);
});

test("a trust that crosses units does so within an account, too", () => {
  const crosses = bitOf("crossesUnits");
  const count = (flags: readonly number[]) => flags.filter((bits) => (bits & crosses) !== 0).length;
  const account = scanned.engine.snapshot.accountIndex(own);
  assert.ok(account !== null);
  assert.equal(count(organizationMap(ground, []).trusts.flags), 1);
  assert.equal(count(accountMap(ground, account, []).edges.flags), 1);
});

test("an external ID that is spoken of and not needed is not asked for", () => {
  const without = behind(`party:account:${vendor}`, "organization", bitOf("withoutExternalId"));
  assert.deepEqual(without, ["absent", "any-but-one", "if-there"]);
  const facts = partyFacts(scanned, "account", vendor, () => false);
  const asking = facts?.trusts.flatMap(({ role, externalId }) => (externalId === null ? [] : [role]));
  assert.deepEqual(asking?.toSorted(), [roleArn(own, "equals"), roleArn(own, "there")]);
});

test("whom an administrator comes to in other accounts is told, though it is its account's that does so", () => {
  const account = scanned.engine.snapshot.accountIndex(other);
  assert.ok(account !== null);
  const { roles, accounts, edges } = accountMap(ground, account, []);
  const hops = edges.kind.flatMap((kind, at) => {
    const [from, to] = [edges.from[at] ?? 0, edges.to[at] ?? 0];
    return kind === "assume" ? [[roles[from]?.name, accounts[to - roles.length], edges.count[at]]] : [];
  });
  // for-unit lets nobody of this account in.
  assert.deepEqual(hops, [["administrator", own, 2]]);
});
