import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AccountPlan,
  allow,
  allowAll,
  type ControlPlan,
  deny,
  managementId,
  type OrganizationPlan,
  type RolePlan,
  roleArn,
  rootId,
  type Statement,
  type Statements,
  snapshotOf,
  trusts,
  unitId,
} from "../../../../test/support/planned-organization.ts";
import { scanSnapshot } from "../../../work/scan.ts";
import type { Finding } from "../../types.ts";
import { scpDeadGrant as rule } from "./scp-dead-grant.ts";

const own = "111111111111";
const other = "222222222222";
const trust = [trusts({ Service: "ec2.amazonaws.com" })];

function findings(plan: OrganizationPlan): readonly Finding[] {
  const { findings: list } = scanSnapshot(snapshotOf(plan), { rules: [rule] });
  return list.summaries.map((summary) => list.detail(summary, "advised"));
}

function scp(name: string, statements: Statements, targets: readonly string[] = [own]): ControlPlan {
  return { kind: "scp", name, statements, targets };
}

function role(...statements: Statements): RolePlan {
  return { name: "app", policies: [statements], trust };
}

function accounts(...roles: readonly RolePlan[]): readonly AccountPlan[] {
  return [{ id: own, roles }];
}

test("a statement that an SCP denies as a whole is told, with the SCP's statement, and what it means", () => {
  const plan = {
    accounts: accounts(role(allow("s3:GetObject"), allow(["lightsail:*", "gamelift:Create*"]))),
    controls: [scp("Services", [deny("ec2:*"), { ...deny(["lightsail:*", "gamelift:*"]), Sid: "NoToys" }])],
  };
  const [finding, ...more] = findings(plan);
  assert.deepEqual(more, []);
  assert.equal(finding?.severity, "info");
  assert.equal(
    finding.subject,
    `arn:aws:organizations::${managementId}:policy/o-exampleorg1/service_control_policy/p-1`,
  );
  assert.equal(finding.account, managementId);
  assert.equal(
    finding.title,
    "SCP Services leaves 1 Allow statement of 1 policy in 1 account nothing to allow",
  );
  assert.match(
    finding.severityReasons[0] ?? "",
    /^Statement 2 \(NoToys\) of SCP Services denies it: that is all/,
  );
  assert.match(finding.severityReasons[1] ?? "", /alive again the day an SCP is changed or detached/);
  assert.deepEqual(finding.impact, ["role/app/inline-0 of account 111111111111: statement 2."]);
  assert.deepEqual(
    finding.evidence.map(({ policy, statement }) => [policy, statement]),
    [
      ["SCP Services", "NoToys"],
      [`${roleArn(own, "app")}/inline-0`, 1],
    ],
  );
  assert.match(finding.evidence[1]?.text ?? "", /gamelift:Create\*/);
});

const inRegion = (region: string) => ({ StringEquals: { "aws:RequestedRegion": region } });
const butIn = (region: string): Statement => ({
  ...deny("*"),
  Condition: { StringNotEquals: { "aws:RequestedRegion": region } },
});
const unless = (arn: string, statement: Statement): Statement => ({
  ...statement,
  Condition: { ArnNotLike: { "aws:PrincipalArn": arn } },
});
const notAction = (effect: string, actions: readonly string[]): Statement => ({
  Effect: effect,
  NotAction: actions,
  Resource: "*",
});

/** One statement of a role named app, under one more SCP; whether nothing is left of it. */
const table: readonly (readonly [why: string, grant: Statement, scp: Statements, isDead: boolean])[] = [
  ["an action within what is denied", allow("sqs:SendMessage"), [deny("sqs:Send*")], true],
  ["an action in another case", allow("SQS:sendmessage"), [deny("sqs:SendMessage")], true],
  ["more actions than are denied", allow("sqs:*"), [deny("sqs:Send*")], false],
  ["one action of two", allow(["sqs:SendMessage", "sns:Publish"]), [deny("sqs:*")], false],
  ["two actions by two statements", allow(["sqs:A", "sns:B"]), [deny("sqs:*"), deny("sns:*")], true],
  ["everything", allowAll, [deny("*")], true],
  ["all but what is allowed", allow("s3:GetObject"), [notAction("Deny", ["ec2:*"])], true],
  ["nothing of what is allowed", allow("ec2:RunInstances"), [notAction("Deny", ["ec2:*"])], false],
  ["all that is not named", notAction("Allow", ["s3:*"]), [notAction("Deny", ["s3:*"])], true],
  [
    "less than all that is not named",
    notAction("Allow", ["s3:*"]),
    [notAction("Deny", ["s3:*", "ec2:*"])],
    false,
  ],
  ["the resource", allow("s3:GetObject", "arn:aws:s3:::a/x"), [deny("s3:*", "arn:aws:s3:::a/*")], true],
  ["another resource", allow("s3:GetObject", "arn:aws:s3:::b/x"), [deny("s3:*", "arn:aws:s3:::a/*")], false],
  ["some of the resources", allow("s3:GetObject"), [deny("s3:*", "arn:aws:s3:::a/*")], false],
  [
    "the only region asked for",
    { ...allow("ec2:*"), Condition: inRegion("eu-north-1") },
    [butIn("eu-west-1")],
    true,
  ],
  ["another region", { ...allow("ec2:*"), Condition: inRegion("eu-west-1") }, [butIn("eu-west-1")], false],
  ["other regions", allow("ec2:*"), [butIn("eu-west-1")], false],
  [
    "every region, by two denials",
    allow("ec2:*"),
    [butIn("eu-west-1"), { ...deny("ec2:*"), Condition: inRegion("eu-west-1") }],
    true,
  ],
  [
    "a condition that may hold or not",
    allow("ec2:*"),
    [{ ...deny("*"), Condition: { Bool: { "aws:SecureTransport": "false" } } }],
    false,
  ],
  ["whoever is somebody else", allow("ec2:*"), [unless("arn:aws:iam::*:role/admin", deny("*"))], true],
  ["others than this role", allow("ec2:*"), [unless("arn:aws:iam::*:role/app", deny("*"))], false],
  [
    "the root user",
    allow("ec2:*"),
    [{ ...deny("*"), Condition: { StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:root" } } }],
    false,
  ],
  [
    "whoever is no service",
    allow("ec2:*"),
    [{ ...deny("*"), Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } } }],
    true,
  ],
  [
    "whoever is of another organization",
    allow("ec2:*"),
    [{ ...deny("*"), Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } } }],
    false,
  ],
  [
    "what nobody understands",
    allow("ec2:*"),
    [{ ...deny("*"), Condition: { StringAlike: { "aws:SecureTransport": "false" } } }],
    false,
  ],
  [
    "resources by a variable",
    allow("s3:GetObject", "arn:aws:s3:::a/${aws:username}/x"),
    [deny("s3:*", "arn:aws:s3:::a/*")],
    true,
  ],
  [
    "what holds for no request anyway",
    { ...allow("ec2:*"), Condition: { ...inRegion("a"), StringLike: { "aws:RequestedRegion": "b*" } } },
    [deny("ec2:*")],
    false,
  ],
  ["a Deny", deny("ec2:*"), [deny("ec2:*")], false],
];
for (const [why, grant, statements, isDead] of table) {
  test(`an SCP that denies ${why} leaves ${isDead ? "nothing" : "something, or is not what takes it"}`, () => {
    const plan = { accounts: accounts(role(grant)), controls: [scp("Limits", statements)] };
    assert.equal(findings(plan).length, isDead ? 1 : 0);
  });
}

test("a level that does not allow it leaves nothing, and the level's SCPs are named", () => {
  const plan = {
    accounts: accounts(role(allow("ec2:RunInstances"), allow("s3:GetObject"))),
    controls: [scp("OnlyStorage", [allow(["s3:*", "glacier:*"])])],
    withoutFullAccess: [own],
  };
  const [finding, ...more] = findings(plan);
  assert.deepEqual(more, []);
  assert.match(
    finding?.severityReasons[0] ?? "",
    /^What is attached at one level \(OnlyStorage\) does not allow it/,
  );
  assert.deepEqual(finding?.impact, ["role/app/inline-0 of account 111111111111: statement 1."]);
  // Beside FullAWSAccess it takes nothing.
  assert.deepEqual(findings({ ...plan, withoutFullAccess: [] }), []);
});

test("SCPs of the root and of units count, and those of other accounts do not", () => {
  const grant = role(allow("ec2:*"));
  const at = (target: string) => ({
    accounts: [
      { id: own, parent: unitId, roles: [grant] },
      { id: other, roles: [] },
    ],
    controls: [scp("NoMachines", [deny("ec2:*")], [target])],
  });
  const counts = [rootId, unitId, own, other].map((target) => findings(at(target)).length);
  assert.deepEqual(counts, [1, 1, 1, 0]);
});

test("one finding for what the same statements take, whatever the number of policies and accounts", () => {
  const plan = {
    accounts: [
      {
        id: own,
        roles: [role(allow("ec2:*"), allow("ec2:RunInstances")), { ...role(allow("s3:*")), name: "store" }],
      },
      {
        id: other,
        roles: [role(allow("ec2:*"))],
        users: [{ name: "ada", policies: [[allow("s3:*")]] }],
        groups: [{ name: "staff", policies: [[allow("ec2:*")]] }],
      },
    ],
    controls: [scp("NoMachines", [deny("ec2:*"), deny("s3:*")], [rootId])],
  };
  assert.deepEqual(
    findings(plan)
      .map(({ title }) => title)
      .toSorted(),
    [
      "SCP NoMachines leaves 2 Allow statements of 2 policies in 2 accounts nothing to allow",
      "SCP NoMachines leaves 4 Allow statements of 3 policies in 2 accounts nothing to allow",
    ],
  );
});

test("the fewest statements are named: one that does it alone, or all that it takes", () => {
  const controls = [
    scp("Root", [deny(["ec2:*", "sns:Publish"])], [rootId]),
    scp("Regions", [butIn("eu-west-1")], [rootId]),
    scp("Own", [deny("sqs:*"), deny("ec2:*")]),
  ];
  const told = (grant: Statement) => findings({ accounts: accounts(role(grant)), controls })[0]?.title;
  assert.match(told(allow("ec2:*")) ?? "", /^SCP Root leaves/);
  assert.match(told(allow(["sqs:*", "sns:Publish"])) ?? "", /^SCPs Root, Own leave/);
});

test("a managed policy is told where somebody has it, whoever that is", () => {
  const managed = [{ name: "machines", statements: [allow("ec2:*")] }];
  const plan = (holder: Partial<RolePlan>, denied: Statement = deny("ec2:*")) => ({
    accounts: [{ id: own, managed, roles: [{ name: "app", trust, ...holder }] }],
    controls: [scp("NoMachines", [denied])],
  });
  const [finding] = findings(plan({ attached: ["machines"] }));
  assert.deepEqual(finding?.impact, ["policy/machines of account 111111111111: statement 1."]);
  assert.deepEqual(findings(plan({})), []);
  assert.deepEqual(findings(plan({ boundary: "machines" })), []);
  // Somebody who is spared may get it.
  const spared = unless("arn:aws:iam::*:role/admin", deny("ec2:*"));
  assert.deepEqual(findings(plan({ attached: ["machines"] }, spared)), []);
});

test("whether the account's own id makes a difference is asked account by account", () => {
  const ofOwn = (id: string): AccountPlan => ({
    id,
    roles: [role(allow("iam:PassRole", roleArn(id, "worker")))],
  });
  const named = { ...deny("iam:*"), Resource: undefined, NotResource: `arn:aws:iam::${own}:role/*` };
  const plan = { accounts: [ofOwn(own), ofOwn(other)], controls: [scp("Here", [named], [rootId])] };
  assert.deepEqual(
    findings(plan).flatMap(({ impact }) => impact),
    ["role/app/inline-0 of account 222222222222: statement 1."],
  );
  const prefix = [scp("Ones", [deny("iam:*", "arn:aws:iam::1*:role/*")], [rootId])];
  assert.deepEqual(
    findings({ ...plan, controls: prefix }).flatMap(({ impact }) => impact),
    ["role/app/inline-0 of account 111111111111: statement 1."],
  );
});

test("nothing is told of whom SCPs do not limit", () => {
  const grants = [role(allow("ec2:*"))];
  const controls = [scp("NoMachines", [deny("ec2:*")], [rootId, own])];
  assert.deepEqual(findings({ management: own, accounts: accounts(...grants), controls }), []);
  assert.deepEqual(findings({ accounts: [{ id: own, parent: null, roles: grants }], controls }), []);
  const linked = { ...role(allow("ec2:*")), path: "/aws-service-role/ec2.amazonaws.com/" };
  assert.deepEqual(findings({ accounts: accounts(linked), controls }), []);
  const asRcp = controls.map((one) => ({ ...one, kind: "rcp" as const }));
  assert.deepEqual(findings({ accounts: accounts(...grants), controls: asRcp }), []);
});

test("an account of which SCPs leave nothing at all is one finding", () => {
  const roles = Array.from({ length: 30 }, (_, at) => ({
    ...role(allow("s3:GetObject"), allow(`sqs:Send${at}`)),
    name: `app-${at}`,
  }));
  const controls = [scp("Quarantine", [deny("*")]), scp("NoQueues", [deny("sqs:*")], [rootId])];
  const [finding, ...more] = findings({ accounts: accounts(...roles), controls });
  assert.deepEqual(more, []);
  assert.match(
    finding?.title ?? "",
    /^SCP Quarantine leaves 60 Allow statements of 30 policies in 1 account/,
  );
  assert.equal(finding?.impact.length, 21);
  assert.equal(finding?.impact.at(-1), "… and 10 more policies.");
});
