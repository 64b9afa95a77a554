/** Trust policies: who gained, who lost, which guard is weaker; and silence where only the text differs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AccountPlan,
  allow,
  organizationId,
  type RolePlan,
  roleArn,
  type Statement,
  snapshotOf,
  trusts,
} from "../../test/support/planned-organization.ts";
import { isAccountId, type Subject } from "../model/index.ts";
import { engineOf } from "../work/engine.ts";
import { type DriftAnswer, driftBetween, driftOfSubjects } from "./index.ts";

const [shop, hub] = ["111111111111", "222222222222"] as const;
const vendor = "999999999999";
const external = (id: string) => ({ StringEquals: { "sts:ExternalId": id } });
const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });

/** The role `target` of the shop's account; the hub's role `deployer` may assume anything. */
function sideOf(
  trust: readonly Statement[] | null,
  role: Partial<RolePlan> = {},
  more: readonly AccountPlan[] = [],
) {
  return engineOf(
    snapshotOf({
      accounts: [
        { id: shop, roles: [{ name: "target", trust, ...role }] },
        {
          id: hub,
          roles: [
            {
              name: "deployer",
              trust: [trusts({ Service: "ec2.amazonaws.com" })],
              policies: [[allow("sts:AssumeRole")]],
            },
            { name: "idle", trust: [trusts({ Service: "ec2.amazonaws.com" })] },
          ],
        },
        ...more,
      ],
    }),
  );
}

const subject: Subject = { kind: "role", account: accountId(shop), name: "target" };

function drift(before: readonly Statement[] | null, after: readonly Statement[] | null): DriftAnswer {
  const [one, other] = [sideOf(before), sideOf(after)];
  const whole = driftBetween(one, other);
  const alone = driftOfSubjects(one, other, [subject]);
  assert.deepEqual(alone.changes, whole.changes, "a subject alone is told as in the whole");
  return whole;
}

function only({ changes }: DriftAnswer) {
  const [change, second] = changes;
  assert.ok(change !== undefined && second === undefined, `one change, not ${changes.length}`);
  assert.equal(change.subject, roleArn(shop, "target"));
  assert.equal(change.kind, "trust-policy");
  return change;
}

const ids = (parties: readonly { readonly id: string }[]) => parties.map(({ id }) => id);

test("the same snapshot is equal to itself", () => {
  const side = sideOf([trusts(root(hub))]);
  const answer = driftBetween(side, side);
  assert.equal(answer.equal, true);
  assert.deepEqual(answer.changes, []);
  assert.deepEqual(answer.textOnly, []);
});

test("what is only written differently is silence, and told as text only", () => {
  const answer = drift([trusts(root(hub))], [trusts({ AWS: [hub] })]);
  assert.equal(answer.equal, true);
  assert.deepEqual(ids(answer.changes.map(({ subject: id }) => ({ id }))), []);
  assert.deepEqual(answer.textOnly, [
    { subject: roleArn(shop, "target"), kind: "trust-policy", account: shop },
  ]);
});

test("whoever can assume the role only after gained it, and the other way around", () => {
  const [before, after] = [[trusts({ Service: "ec2.amazonaws.com" })], [trusts(root(hub))]];
  const change = only(drift(before, after));
  assert.equal(change.meaning, "other");
  assert.deepEqual(ids(change.gained), [roleArn(hub, "deployer")]);
  assert.deepEqual(ids(change.lost), ["ec2.amazonaws.com"]);
  const back = only(drift(after, before));
  assert.deepEqual(ids(back.lost), ids(change.gained));
  assert.deepEqual(ids(back.gained), ids(change.lost));
});

test("outsiders are told first", () => {
  const change = only(drift([], [trusts(root(hub)), trusts(root(vendor), external("x"))]));
  assert.deepEqual(ids(change.gained), [vendor, roleArn(hub, "deployer")]);
  assert.match(change.summary, /^Account 999999999999 and /);
});

const guardCases: readonly {
  readonly name: string;
  readonly before: Statement;
  readonly after: Statement;
  readonly changes: readonly string[];
}[] = [
  {
    name: "an external ID that is no longer asked for",
    before: trusts(root(vendor), external("secret")),
    after: trusts(root(vendor)),
    changes: ["external-id-dropped weaker"],
  },
  {
    name: "one that is asked for now",
    before: trusts(root(vendor)),
    after: trusts(root(vendor), external("secret")),
    changes: ["condition-added"],
  },
  {
    name: "MFA that is no longer asked for",
    before: trusts(root(vendor), { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
    after: trusts(root(vendor)),
    changes: ["mfa-dropped weaker"],
  },
  {
    name: "a pattern that is wider",
    before: trusts(root(vendor), { StringEquals: { "aws:PrincipalTag/team": "a" } }),
    after: trusts(root(vendor), { StringLike: { "aws:PrincipalTag/team": "a*" } }),
    changes: ["condition-widened weaker"],
  },
  {
    name: "a list that is shorter",
    before: trusts(root(vendor), { StringEquals: { "aws:PrincipalTag/team": ["a", "b"] } }),
    after: trusts(root(vendor), { StringEquals: { "aws:PrincipalTag/team": "a" } }),
    changes: ["condition-narrowed"],
  },
  {
    name: "another value",
    before: trusts(root(vendor), external("a")),
    after: trusts(root(vendor), external("b")),
    changes: ["condition-changed weaker"],
  },
  {
    name: "an organization that is no longer asked for",
    before: trusts("*", { StringEquals: { "aws:PrincipalOrgID": organizationId } }),
    after: trusts("*"),
    changes: ["principal-widened weaker", "organization-dropped weaker"],
  },
  {
    name: "a role that became its account",
    before: trusts({ AWS: roleArn(vendor, "ci") }),
    after: trusts(root(vendor)),
    changes: ["principal-widened weaker"],
  },
];

for (const { name, before, after, changes } of guardCases) {
  test(`guards: ${name}`, () => {
    const { guards } = only(drift([before], [after]));
    const told = guards.map(({ change, weaker }) => `${change}${weaker ? " weaker" : ""}`);
    assert.deepEqual(told.toSorted(), changes.toSorted());
  });
}

test("a wider policy by which nobody known gains is told with an example", () => {
  const gone = { AWS: roleArn(hub, "does-not-exist") };
  const change = only(drift([trusts(root(shop))], [trusts(root(shop)), trusts(gone)]));
  assert.equal(change.meaning, "wider");
  assert.deepEqual(change.gained, []);
  assert.match(change.summary, /nobody that is known gains/);
  assert.equal(change.examples.gained?.action, "sts:AssumeRole");
});

test("a role made anew under its name is a change, be its text the same", () => {
  const trust = [trusts(root(hub))];
  const answer = driftBetween(sideOf(trust), sideOf(trust, { madeAnew: 1 }));
  const change = only(answer);
  assert.match(change.summary, /made anew/);
  assert.equal(answer.equal, false);
});

test("a trust policy that could not be read is told as coverage, and nobody lost anything by it", () => {
  const answer = drift([trusts(root(hub))], null);
  assert.equal(answer.equal, false);
  assert.deepEqual(
    answer.changes.map(({ kind, lost }) => [kind, lost]),
    [["coverage", []]],
  );
});

test("roles that come and go gain and lose whoever can assume them", () => {
  const trust = [trusts(root(hub))];
  const more: AccountPlan = { id: "333333333333", roles: [{ name: "new", trust }] };
  const none: AccountPlan = { id: "333333333333", roles: [] };
  const [without, withIt] = [sideOf(trust, {}, [none]), sideOf(trust, {}, [more])];
  const [came] = driftBetween(without, withIt).changes;
  assert.equal(came?.happened, "appeared");
  assert.deepEqual(ids(came?.gained ?? []), [roleArn(hub, "deployer")]);
  const [went] = driftBetween(withIt, without).changes;
  assert.equal(went?.happened, "disappeared");
  assert.deepEqual(ids(went?.lost ?? []), [roleArn(hub, "deployer")]);
});

function accountId(text: string) {
  assert.ok(isAccountId(text));
  return text;
}
