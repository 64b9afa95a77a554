import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allow,
  allowAll,
  type OrganizationPlan,
  roleArn,
  snapshotOf,
  trusts,
} from "../../../test/support/planned-organization.ts";
import { scanSnapshot } from "../scan.ts";
import { FindingDesk } from "./finding-desk.ts";
import { groupsOf, toldGroups } from "./finding-groups.ts";

const [first, second] = ["111111111111", "222222222222"] as const;
const anyRole = allow("sts:AssumeRole");
const hub = (account: string) => ({
  name: "hub",
  trust: [trusts({ AWS: "*" })],
  policies: [[allow("sts:AssumeRole", roleArn(account, "power"))]],
});
const power = (account: string) => ({
  name: "power",
  trust: [trusts({ AWS: `arn:aws:iam::${account}:role/hub` })],
  policies: [[allowAll]],
});
const plan: OrganizationPlan = {
  accounts: [first, second].map((id) => ({
    id,
    roles: [
      hub(id),
      power(id),
      { name: `own-${id}`, trust: [trusts({ AWS: `arn:aws:iam::${id}:root` })], policies: [[anyRole]] },
    ],
    users: [{ name: "ada", policies: [[anyRole]] }],
  })),
};
const { findings } = scanSnapshot(snapshotOf(plan), {}, { chains: true });
const desk = new FindingDesk(findings, (summary) => summary);
const everything = {
  rules: null,
  accounts: null,
  severities: null,
  atLeast: null,
  statuses: null,
  text: null,
  like: null,
};

function groupsOfRule(rule: string) {
  const { groups, members } = groupsOf(desk, { ...everything, rules: [rule] }, { suppressions: [], now: 0 });
  return toldGroups(groups, members, desk, (id) => id).map(
    ({ source, findings: count, subjects, accounts }) => ({
      source,
      count,
      subjects,
      accounts,
    }),
  );
}

test("one policy text of roles and users of several accounts is one group", () => {
  assert.deepEqual(groupsOfRule("assume-role-any-resource"), [
    { source: "identity-policy", count: 4, subjects: 4, accounts: 2 },
  ]);
});

test("a chain that begins at one role, rolled out to several accounts, is one group", () => {
  assert.deepEqual(groupsOfRule("outsider-reaches-administrator"), [
    { source: "role", count: 2, subjects: 2, accounts: 2 },
  ]);
});

test("one trust policy of roles in several accounts is one group", () => {
  const trust = groupsOfRule("external-access");
  assert.deepEqual(trust, [{ source: "trust-policy", count: 2, subjects: 2, accounts: 2 }]);
});

test("every finding is in one group, and the worst groups come first", () => {
  const { groups, members } = groupsOf(desk, everything, { suppressions: [], now: 0 });
  assert.equal(members.length, findings.count);
  assert.equal(
    groups.reduce((sum, group) => sum + group.findings, 0),
    findings.count,
  );
  const ranks = groups.map(({ first: { severity } }) =>
    ["critical", "high", "medium", "low", "info"].indexOf(severity),
  );
  assert.deepEqual(
    ranks,
    ranks.toSorted((a, b) => a - b),
  );
});
