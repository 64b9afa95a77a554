import assert from "node:assert/strict";
import { test } from "node:test";
import { askWhatCan, member, role, type World } from "../../../test/support/what-can-world.ts";
import type { ActionGrant, StatementScope, WhatCan } from "./types.ts";

function allow(action: unknown, resource: unknown = "*", more: object = {}): object {
  return { Effect: "Allow", Action: action, Resource: resource, ...more };
}
function deny(action: unknown, resource: unknown = "*", more: object = {}): object {
  return { Effect: "Deny", Action: action, Resource: resource, ...more };
}
const secure = { Condition: { Bool: { "aws:SecureTransport": "true" } } };
const full = [allow("*")];

/** `resources [if keys] [; limits] [; except …]`, one line a grant. */
function shown(grant: ActionGrant): string {
  const scope = ({ resources, negated, conditions }: StatementScope): string =>
    `${negated ? "not " : ""}${resources.join(" ")}${conditions.map(({ key }) => ` if ${key}`).join("")}`;
  const limits = grant.limits.map(
    ({ layer, target, anyOf }) =>
      `; ${layer}${target === null ? "" : ` ${target}`} ${anyOf.map(scope).join(" | ")}`,
  );
  const except = grant.except.map((one) => `; except ${scope(one)}`);
  const may = grant.certainty.kind === "may" ? "may: " : "";
  return `${may}${scope(grant)}${limits.join("")}${except.join("")}`;
}

function grantsOf(answer: WhatCan, action: string): readonly string[] {
  const found = answer.actions.find((one) => one.action === action);
  return (found?.grants ?? []).flatMap((at) => answer.grants[at] ?? []).map(shown);
}

const a = "arn:aws:s3:::a";
const objects = "arn:aws:s3:::a/*";

type Row = readonly [what: string, world: World, action: string, grants: readonly string[]];
const rows: readonly Row[] = [
  [
    "a Deny of another kind of resource is none",
    { identity: [allow("s3:*"), deny("s3:*", a)] },
    "s3:GetObject",
    ["*"],
  ],
  [
    "a boundary on another kind of resource stops it",
    { identity: [allow("s3:*")], boundary: allow("s3:*", a) },
    "s3:GetObject",
    [],
  ],
  ["an Allow on everything", { identity: [allow("s3:*")] }, "s3:GetObject", ["*"]],
  [
    "only the resources that the action works on",
    { identity: [allow("s3:*", [a, objects])] },
    "s3:GetObject",
    [objects],
  ],
  [
    "only the bucket for a bucket's action",
    { identity: [allow("s3:*", [a, objects])] },
    "s3:ListBucket",
    [a],
  ],
  [
    "nothing for an action that takes no resource",
    { identity: [allow("s3:*", a)] },
    "s3:ListAllMyBuckets",
    [],
  ],
  ["a group's policy", { identity: [], group: allow("s3:GetObject", objects) }, "s3:GetObject", [objects]],
  [
    "two statements, each of which suffices",
    { identity: [allow("s3:GetObject", objects), allow("s3:Get*", objects, secure)] },
    "s3:GetObject",
    [objects, `${objects} if aws:SecureTransport`],
  ],
  [
    "a Deny without a condition takes its resources away",
    { identity: [allow("s3:GetObject", [objects, "arn:aws:s3:::b/*"]), deny("s3:*", "arn:aws:s3:::b*")] },
    "s3:GetObject",
    [objects],
  ],
  [
    "a Deny of a part is an exception",
    { identity: [allow("s3:GetObject", objects), deny("s3:*", `${a}/secret/*`)] },
    "s3:GetObject",
    [`${objects}; except ${a}/secret/*`],
  ],
  [
    "a Deny under a condition is an exception",
    {
      identity: [
        allow("s3:GetObject"),
        deny("*", "*", { Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      ],
    },
    "s3:GetObject",
    ["*; except * if aws:SecureTransport"],
  ],
  [
    "a Deny elsewhere is none",
    { identity: [allow("s3:GetObject", objects), deny("s3:*", "arn:aws:s3:::b/*")] },
    "s3:GetObject",
    [objects],
  ],
  [
    "a Deny on an ARN spares an action that takes no resource",
    { identity: [allow("s3:*"), deny("s3:*", a)] },
    "s3:ListAllMyBuckets",
    ["*"],
  ],
  [
    "a Deny with NotResource takes what is outside",
    {
      identity: [
        allow("s3:GetObject", [objects, "arn:aws:s3:::b/*"]),
        { Effect: "Deny", Action: "s3:*", NotResource: [a, objects] },
      ],
    },
    "s3:GetObject",
    [objects],
  ],
  [
    "NotAction with Deny spares what it lists",
    { identity: [allow("s3:*"), { Effect: "Deny", NotAction: "s3:Get*", Resource: "*" }] },
    "s3:PutObject",
    [],
  ],
  [
    "NotAction with Allow covers the others",
    { identity: [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }] },
    "s3:GetObject",
    ["*"],
  ],
  [
    "NotResource with Allow is told as it is",
    { identity: [{ Effect: "Allow", Action: "s3:GetObject", NotResource: objects }] },
    "s3:GetObject",
    [`not ${objects}`],
  ],
  [
    "a boundary that allows it all does not limit",
    { identity: [allow("s3:*")], boundary: full },
    "s3:GetObject",
    ["*"],
  ],
  [
    "a boundary that allows less limits",
    { identity: [allow("s3:*")], boundary: allow("s3:*", objects) },
    "s3:GetObject",
    [`*; boundary ${objects}`],
  ],
  [
    "a boundary without it stops it",
    { identity: [allow("*")], boundary: allow("s3:*") },
    "sqs:SendMessage",
    [],
  ],
  [
    "a boundary's Deny counts",
    { identity: [allow("s3:*")], boundary: [allow("*"), deny("s3:Put*")] },
    "s3:PutObject",
    [],
  ],
  [
    "every level of SCPs has to allow",
    { identity: [allow("s3:*")], scps: [full, [allow("ec2:*")], full] },
    "s3:GetObject",
    [],
  ],
  [
    "SCPs of one level are joined",
    { identity: [allow("s3:*")], scps: [full, [allow("ec2:*"), allow("s3:*")], full] },
    "s3:GetObject",
    ["*"],
  ],
  [
    "an SCP under a condition limits",
    { identity: [allow("s3:*")], scps: [full, full, [allow("*", "*", secure)]] },
    "s3:GetObject",
    [`*; scp ${member} * if aws:SecureTransport`],
  ],
  [
    "an SCP's Deny counts",
    { identity: [allow("s3:*")], scps: [full, [allow("*"), deny("s3:DeleteBucket")], full] },
    "s3:DeleteBucket",
    [],
  ],
  [
    "an RCP's Deny counts",
    { identity: [allow("s3:*")], rcps: [deny("s3:GetObject", objects, { Principal: "*" })] },
    "s3:GetObject",
    [`*; except ${objects}`],
  ],
  [
    "an RCP reaches the services that AWS lists",
    { identity: [allow("lambda:*")], rcps: [deny("lambda:*", "*", { Principal: "*" })] },
    "lambda:InvokeFunction",
    ["*"],
  ],
  [
    "RCPs do not apply to the management account",
    { identity: [allow("s3:*")], rcps: [deny("s3:*", "*", { Principal: "*" })], inManagement: true },
    "s3:GetObject",
    ["*"],
  ],
  [
    "an RCP says nothing of another account's resources",
    {
      identity: [allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:333333333333:q")],
      rcps: [deny("sqs:*", "*", { Principal: "*" })],
    },
    "sqs:SendMessage",
    ["arn:aws:sqs:eu-west-1:333333333333:q"],
  ],
  [
    "SCPs do not apply to the management account",
    { identity: [allow("s3:*")], scps: [[deny("*")]], inManagement: true },
    "s3:GetObject",
    ["*"],
  ],
  [
    "an organization without SCPs has no limit",
    { identity: [allow("s3:*")], scps: [] },
    "s3:GetObject",
    ["*"],
  ],
  [
    "SCPs that were not collected make it may",
    { identity: [allow("s3:*")], scps: null },
    "s3:GetObject",
    ["may: *"],
  ],
  [
    "a level without an SCP is not known",
    { identity: [allow("s3:*")], scps: [full, full, []] },
    "s3:GetObject",
    ["may: *"],
  ],
  [
    "a policy that is missing makes it may",
    { identity: [allow("s3:*")], missing: true },
    "s3:GetObject",
    ["may: *"],
  ],
  [
    "a condition that the user satisfies is left out",
    { identity: [allow("s3:*", "*", { Condition: { StringEquals: { "aws:username": "ada" } } })] },
    "s3:GetObject",
    ["*"],
  ],
  [
    "a condition that the user does not satisfy",
    {
      identity: [allow("s3:*", "*", { Condition: { StringEquals: { "aws:PrincipalTag/team": "red" } } })],
      tags: [{ key: "team", value: "blue" }],
    },
    "s3:GetObject",
    [],
  ],
  [
    "a variable has the user's value",
    { identity: [allow("s3:GetObject", `${a}/\${aws:username}/*`), deny("s3:GetObject", `${a}/ada/*`)] },
    "s3:GetObject",
    [],
  ],
  [
    "a condition that nobody understands makes it may",
    { identity: [allow("s3:*", "*", { Condition: { StringEqual: { a: "b" } } })] },
    "s3:GetObject",
    ["may: *"],
  ],
  [
    "an action that is not listed is one",
    { identity: [allow("s3:NewThing", objects), deny("s3:New*", `${a}/x`)] },
    "s3:NewThing",
    [`${objects}; except ${a}/x`],
  ],
  [
    "an action that is not listed can be denied",
    { identity: [allow("s3:NewThing"), deny("s3:*")] },
    "s3:NewThing",
    [],
  ],
];
for (const [what, world, action, grants] of rows) {
  test(`${what}: ${action}`, () => assert.deepEqual(grantsOf(askWhatCan(world), action), grants));
}

test("a role's session may bring tags of its own, so that a variable with one is may", () => {
  const world = {
    identity: [allow("s3:GetObject", `${a}/\${aws:PrincipalTag/team}/*`)],
    tags: [{ key: "team", value: "x" }],
  };
  assert.deepEqual(grantsOf(askWhatCan(world), "s3:GetObject"), [`${a}/\${aws:PrincipalTag/team}/*`]);
  assert.deepEqual(grantsOf(askWhatCan(world, role), "s3:GetObject"), [
    `may: ${a}/\${aws:PrincipalTag/team}/*`,
  ]);
});

test("a session is asked about as its role, and a root user is limited by SCPs alone", () => {
  const world: World = { identity: [allow("s3:GetObject")], scps: [full, full, [allow("*"), deny("s3:*")]] };
  assert.equal(askWhatCan(world, `arn:aws:sts::${member}:assumed-role/app/run`).principal, role);
  const root = askWhatCan(world, `arn:aws:iam::${member}:root`);
  assert.deepEqual(grantsOf(root, "iam:CreateUser"), ["*"]);
  assert.deepEqual(grantsOf(root, "s3:GetObject"), []);
});

test("what stops an action, what has no effect and what is not listed is told", () => {
  const answer = askWhatCan({
    identity: [allow(["s3:*", "s3:NewThing"], objects), deny("s3:PutObject")],
    boundary: allow(["s3:Get*", "s3:Put*", "s3:List*"]),
  });
  const stopped = answer.stopped.map(({ by, actions, statements }) => [
    by,
    actions,
    statements.map((one) => one.policy),
  ]);
  const denied = stopped.find(([by]) => by === "deny");
  assert.deepEqual(denied, ["deny", ["s3:PutObject"], ["inline-1"]]);
  assert.ok(
    answer.stopped.some(({ by, actions }) => by === "boundary" && actions.includes("s3:DeleteObject")),
  );
  assert.ok(answer.withoutResource.some(({ actions }) => actions.includes("s3:ListBucket")));
  assert.deepEqual(
    answer.unlisted.map(({ patterns }) => patterns),
    [["s3:*"]],
  );
});

test("an administrator's actions are all that AWS lists, in one grant", () => {
  const answer = askWhatCan({ identity: full });
  assert.ok(answer.actions.length > 20_000);
  assert.equal(answer.grants.length, 1);
  const sorted = answer.actions.map(({ action }) => action.slice(0, action.indexOf(":")));
  assert.deepEqual(sorted, sorted.toSorted());
});
