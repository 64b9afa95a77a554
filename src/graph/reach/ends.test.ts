import assert from "node:assert/strict";
import { test } from "node:test";
import {
  managementId,
  type OrganizationPlan,
  organizationId,
  roleArn,
  rootId,
  type Statement,
  snapshotOf,
  trusts,
  unitId,
} from "../../../test/support/planned-organization.ts";
import { reachOf } from "../../../test/support/reach-of.ts";
import { readEnd, readStart } from "./ends.ts";

const own = "111111111111";
const unread = "222222222222";
const stranger = "999999999999";
const target = roleArn(own, "target");

function starts(
  trust: readonly Statement[],
  from: string,
  more: Partial<OrganizationPlan> = {},
): readonly string[] {
  const accounts = [
    { id: own, roles: [{ name: "target", trust }] },
    { id: unread, hasData: false, parent: unitId },
  ];
  return reachOf(snapshotOf({ accounts, ...more }))
    .paths({ from, to: target })
    .map((path) => path.from);
}

const root = (account: string): string => `arn:aws:iam::${account}:root`;

test("trust in the organization lets in whoever is of a member account that was not read", () => {
  const everywhere = [trusts({ AWS: "*" }, { StringEquals: { "aws:PrincipalOrgID": organizationId } })];
  const path = `${organizationId}/${rootId}/${unitId}/`;
  const inUnit = [
    trusts({ AWS: "*" }, { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${path}*` } }),
  ];
  for (const trust of [everywhere, inUnit]) {
    for (const from of [root(unread), roleArn(unread, "any")])
      assert.equal(starts(trust, from).length, 1, from);
    for (const from of [root(stranger), roleArn(stranger, "any")])
      assert.deepEqual(starts(trust, from), [], from);
  }
  assert.equal(starts(everywhere, root(managementId)).length, 1);
  assert.deepEqual(starts(inUnit, root(managementId)), [], "it is not in the unit");
});

test("trust in an account, in anyone or in one principal lets in whom it names", () => {
  const any = roleArn(unread, "any");
  assert.equal(starts([trusts({ AWS: unread })], any).length, 1);
  assert.equal(starts([trusts({ AWS: "*" })], root(stranger)).length, 1);
  assert.equal(starts([trusts({ AWS: any })], any).length, 1);
  assert.equal(starts([trusts({ AWS: any })], root(unread)).length, 1);
  assert.deepEqual(starts([trusts({ AWS: any })], roleArn(unread, "other")), []);
  const session = `arn:aws:sts::${unread}:assumed-role/any/one`;
  assert.equal(starts([trusts({ AWS: session })], any).length, 1, "one of the role's sessions");
  assert.equal(starts([trusts({ AWS: any })], session).length, 1, "a session of the role");
  assert.deepEqual(starts([trusts({ AWS: session })], `arn:aws:sts::${unread}:assumed-role/any/two`), []);
});

test("texts that name a start or an end", () => {
  assert.deepEqual(readStart("external"), { kind: "external" });
  assert.deepEqual(readStart(own), { kind: "account", account: own });
  assert.deepEqual(readStart(root(own)), { kind: "account", account: own });
  assert.deepEqual(readStart(target), { kind: "principal", arn: target });
  for (const text of [
    "",
    "admin",
    "arn:aws:s3:::papers",
    `arn:aws:iam::${own}:group/own`,
    `arn:aws:iam::${own}:role/`,
  ])
    assert.equal(readStart(text), null, text);
  assert.deepEqual(readEnd("admin"), { kind: "administrator", account: null });
  assert.deepEqual(readEnd(`admin:${own}`), { kind: "administrator", account: own });
  assert.equal(readEnd("admin:1"), null);
  assert.deepEqual(readEnd("arn:aws:iam::*:role/x"), { kind: "pattern", pattern: "arn:aws:iam::*:role/x" });
  assert.equal(readEnd("somebody"), null);
});

test("from a unit, whoever is in its accounts starts, in units below and in accounts that were not read, too", () => {
  const other = "333333333333";
  const caller = { name: "caller", trust: [trusts({ Service: "ec2.amazonaws.com" })] };
  const mayAssume = [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }];
  const named = (trust: readonly Statement[], from: string) =>
    starts(trust, from, {
      accounts: [
        { id: own, roles: [{ name: "target", trust }] },
        { id: other, parent: unitId, roles: [{ ...caller, policies: [mayAssume] }] },
        { id: unread, hasData: false, parent: unitId },
      ],
    });
  const inUnit = [trusts({ AWS: roleArn(other, "caller") })];
  assert.deepEqual(named(inUnit, unitId), [roleArn(other, "caller")]);
  // The root holds the target, too, which is come to without a hop.
  assert.deepEqual(named(inUnit, rootId), [target, roleArn(other, "caller")]);
  assert.equal(named([trusts({ AWS: unread })], unitId).length, 1, "the account was not read");
  assert.deepEqual(named([trusts({ AWS: stranger })], unitId), []);
});

test("to a unit leads what leads to somebody in its accounts", () => {
  const other = "333333333333";
  const mayAssume = [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }];
  const snapshot = snapshotOf({
    accounts: [
      {
        id: own,
        roles: [{ name: "caller", trust: [trusts({ Service: "ec2.amazonaws.com" })], policies: [mayAssume] }],
      },
      {
        id: other,
        parent: unitId,
        roles: [{ name: "inner", trust: [trusts({ AWS: roleArn(own, "caller") })] }],
      },
    ],
  });
  const ways = (to: string) => reachOf(snapshot).paths({ from: roleArn(own, "caller"), to });
  assert.deepEqual(
    ways(unitId).map((path) => path.to),
    [roleArn(other, "inner")],
  );
  assert.deepEqual(ways("ou-none-00000000"), []);
});
