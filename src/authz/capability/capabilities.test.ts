import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { catalogue } from "../../../test/support/lint.ts";
import { member, role, snapshotOf, user, type World } from "../../../test/support/what-can-world.ts";
import { capabilitiesOf, capabilityReader } from "./capabilities.ts";
import { type CapabilityName, capabilityNames, capabilityTable } from "./capability-table.ts";
import type { Capabilities, Capability } from "./types.ts";

function allow(action: unknown, resource: unknown = "*", more: object = {}): object {
  return { Effect: "Allow", Action: action, Resource: resource, ...more };
}
function deny(action: unknown, resource: unknown = "*", more: object = {}): object {
  return { Effect: "Deny", Action: action, Resource: resource, ...more };
}
const full = [allow("*")];
const secure = { Condition: { Bool: { "aws:SecureTransport": "true" } } };

function ask(world: World, principal = user): Capabilities {
  const found = capabilitiesOf(snapshotOf(world), principal, catalogue);
  assert.ok(found !== null);
  return found;
}

function find(world: World, name: CapabilityName, principal = user): Capability | undefined {
  return ask(world, principal).capabilities.find(({ capability }) => capability === name);
}

/** `can`, `may` or `no`. */
function shown(found: Capability | undefined): string {
  return found === undefined ? "no" : found.certainty.kind === "proven" ? "can" : "may";
}

test("every action of the table is one that AWS lists, and stands in a row once", () => {
  for (const { capability, givenBy } of capabilityTable) {
    const actions = givenBy.flatMap((giving) => giving.actions);
    assert.deepEqual(
      actions.filter((action) => catalogue.action(action) === null),
      [],
    );
    assert.equal(new Set(actions).size, actions.length, capability);
  }
  assert.deepEqual(
    capabilityTable.map(({ capability }) => capability),
    capabilityNames,
  );
});

test("every row of the table stands in the documentation", () => {
  const text = readFileSync("docs/capabilities.md", "utf8");
  for (const { capability, title, meaning } of capabilityTable) {
    assert.ok(text.includes(`| \`${capability}\` | ${title} | ${meaning} |`), capability);
  }
});

test("a reader of a snapshot answers every time the same", () => {
  const read = capabilityReader(snapshotOf({ identity: [full], boundary: full }), catalogue);
  assert.deepEqual(read(user), read(user));
  assert.deepEqual(read(role)?.capabilities.length, capabilityNames.length);
  assert.equal(read(`${role}-x`), null);
});

/** One action of each row, and resources that it works on. */
const samples: readonly (readonly [
  name: Exclude<CapabilityName, "administrator">,
  action: string,
  resource: string,
])[] = [
  [
    "controls-organization",
    "organizations:AttachPolicy",
    `arn:aws:organizations::${member}:policy/o-a/service_control_policy/p-a`,
  ],
  ["changes-iam", "iam:PutRolePolicy", `arn:aws:iam::${member}:role/*`],
  ["reads-secrets", "secretsmanager:GetSecretValue", `arn:aws:secretsmanager:*:${member}:secret:prod/*`],
  ["decrypts", "kms:Decrypt", `arn:aws:kms:eu-west-1:${member}:key/*`],
  ["reads-data-stores", "s3:GetObject", "arn:aws:s3:::a/*"],
  ["runs-code", "lambda:UpdateFunctionCode", `arn:aws:lambda:eu-west-1:${member}:function:*`],
  ["destroys", "kms:ScheduleKeyDeletion", `arn:aws:kms:eu-west-1:${member}:key/*`],
];

for (const [name, action, resource] of samples) {
  const inManagement = name === "controls-organization";
  const service = `${action.split(":")[0]}:*`;
  const statement = allow(action, resource);
  type Row = readonly [what: string, world: World, expected: string];
  const rows: readonly Row[] = [
    ["allowed", { identity: [statement] }, "can"],
    ["allowed on everything", { identity: [allow(service)] }, "can"],
    ["allowed under a condition", { identity: [allow(action, resource, secure)] }, "can"],
    ["another action", { identity: [allow("cloudwatch:GetMetricData")] }, "no"],
    ["denied", { identity: [statement, deny(action)] }, "no"],
    ["denied by a pattern on its resources", { identity: [statement, deny(service, resource)] }, "no"],
    ["denied on another resource", { identity: [statement, deny(action, "arn:aws:iam::*:user/x")] }, "can"],
    [
      "denied without encryption",
      { identity: [statement, deny("*", "*", { Condition: { Bool: { "aws:SecureTransport": "false" } } })] },
      "can",
    ],
    [
      "denied with encryption and without",
      {
        identity: [
          statement,
          deny("*", "*", { Condition: { Bool: { "aws:SecureTransport": "true" } } }),
          deny("*", "*", { Condition: { BoolIfExists: { "aws:SecureTransport": "false" } } }),
        ],
      },
      "no",
    ],
    ["within a boundary", { identity: [statement], boundary: full }, "can"],
    ["a boundary without it", { identity: [statement], boundary: allow("cloudwatch:*") }, "no"],
    [
      "a boundary on nothing of it",
      { identity: [statement], boundary: allow(service, "arn:aws:iam::*:user/x") },
      "no",
    ],
    [
      "a condition that never holds",
      { identity: [allow(action, resource, { Condition: { StringEquals: { "aws:username": "eve" } } })] },
      "no",
    ],
    ["a policy that was not read", { identity: [statement], missing: true }, "may"],
    [
      "a condition that nobody understands",
      { identity: [allow(action, resource, { Condition: { StringEqual: { a: "b" } } })] },
      "may",
    ],
  ];
  for (const [what, world, expected] of rows) {
    test(`${name}, ${what}: ${expected}`, () => {
      const found = find({ inManagement, ...world }, name);
      assert.equal(shown(found), expected);
      if (expected === "can") assert.equal(found?.example?.action.split(":")[0], action.split(":")[0]);
    });
  }
  if (inManagement) continue;
  test(`${name}: an SCP, and an RCP where there are such for the service, can stop it`, () => {
    assert.equal(shown(find({ identity: [statement], scps: [full, full, full] }, name)), "can");
    assert.equal(
      shown(find({ identity: [statement], scps: [full, [...full, deny(action)], full] }, name)),
      "no",
    );
    assert.equal(
      shown(find({ identity: [statement], scps: [full, full, [allow("cloudwatch:*")]] }, name)),
      "no",
    );
    const outsiders = deny(service, "*", {
      Principal: "*",
      Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
    });
    assert.equal(shown(find({ identity: [statement], rcps: [outsiders] }, name)), "can");
    const everybody = deny(service, "*", { Principal: "*" });
    const isReached = catalogue.rcpServices.has(action.split(":")[0] ?? "");
    assert.equal(shown(find({ identity: [statement], rcps: [everybody] }, name)), isReached ? "no" : "can");
  });
}

test("an RCP says nothing of another account's resources", () => {
  const foreign = "arn:aws:sqs:eu-west-1:333333333333:q";
  const world: World = {
    identity: [allow("sqs:ReceiveMessage", foreign)],
    rcps: [deny("sqs:*", "*", { Principal: "*" })],
  };
  assert.notEqual(shown(find(world, "reads-data-stores")), "no");
});

test("the organization is controlled from the management account, or from the account that administers a service", () => {
  const name = "controls-organization";
  const organizations = { identity: [allow("organizations:AttachPolicy")] };
  assert.equal(shown(find({ ...organizations, inManagement: true }, name)), "can");
  assert.equal(shown(find(organizations, name)), "no");
  assert.equal(shown(find({ ...organizations, alone: true }, name)), "may");
  const leaving = { identity: [allow("organizations:LeaveOrganization")] };
  assert.equal(shown(find(leaving, name)), "can");
  assert.equal(shown(find({ ...leaving, inManagement: true }, name)), "no");
  assert.equal(
    shown(find({ ...leaving, scps: [[...full, deny("organizations:LeaveOrganization")], full, full] }, name)),
    "no",
  );
  const assigning = { identity: [allow("sso:CreateAccountAssignment")] };
  assert.equal(shown(find(assigning, name)), "no");
  assert.equal(shown(find({ ...assigning, administers: ["sso.amazonaws.com"] }, name)), "can");
  assert.equal(shown(find({ ...assigning, administers: null }, name)), "may");
});

test("a new function needs a role, which the principal has to be able to pass to Lambda", () => {
  const create = allow("lambda:CreateFunction");
  const pass = (more: object = {}): object => allow("iam:PassRole", "*", more);
  const to = (service: string): object => ({
    Condition: { StringEquals: { "iam:PassedToService": service } },
  });
  assert.equal(shown(find({ identity: [create] }, "runs-code")), "no");
  assert.equal(shown(find({ identity: [create, pass()] }, "runs-code")), "can");
  assert.equal(shown(find({ identity: [create, pass(to("lambda.amazonaws.com"))] }, "runs-code")), "can");
  assert.equal(shown(find({ identity: [create, pass(to("ec2.amazonaws.com"))] }, "runs-code")), "no");
});

test("a call that needs several kinds of resources may do where one of them is not allowed", () => {
  assert.equal(shown(find({ identity: [allow("ec2:RunInstances")] }, "runs-code")), "can");
  const instances = allow("ec2:RunInstances", "arn:aws:ec2:*:*:instance/*");
  const found = find({ identity: [instances] }, "runs-code");
  assert.equal(shown(found), "may");
  assert.match(JSON.stringify(found?.certainty), /works on image, network-interface, .* too/);
});

test("the statements, what they work on and under which conditions are told", () => {
  const found = find(
    { identity: [allow(["s3:Get*", "s3:List*"], "arn:aws:s3:::a/*", secure)], boundary: full },
    "reads-data-stores",
  );
  const [way] = found?.ways ?? [];
  assert.deepEqual(way?.actions, ["s3:GetObject", "s3:GetObjectVersion"]);
  assert.equal(way?.statement.policy, "inline-0");
  assert.deepEqual(way?.resources, ["arn:aws:s3:::a/*"]);
  assert.deepEqual(
    way?.conditions.map(({ key }) => key),
    ["aws:SecureTransport"],
  );
  assert.deepEqual(found?.example?.context, { "aws:SecureTransport": "true" });
});

test("an administrator has every capability that its account gives", () => {
  const found = ask({ identity: [full], scps: [full, full, full] }, role);
  assert.deepEqual(
    found.capabilities.map(({ capability }) => capability),
    capabilityNames,
  );
  assert.ok(
    found.capabilities.every(({ certainty, example }) => certainty.kind === "proven" && example !== null),
  );
});

test("administrator is what SCPs leave, and what is known of the principal counts", () => {
  const kindOf = (world: World): string => ask(world).administrator.kind;
  const leave = "organizations:LeaveOrganization";
  assert.equal(kindOf({ identity: [full, deny(leave)] }), "not");
  assert.equal(
    kindOf({ identity: [full, deny(leave)], scps: [[...full, deny("organizations:*")], full, full] }),
    "administrator",
  );
  assert.equal(kindOf({ identity: [allow("s3:*")], scps: [full, full, [allow("s3:*")]] }), "administrator");
  assert.equal(kindOf({ identity: [allow("s3:Get*")], scps: [full, full, [allow("s3:*")]] }), "not");
  assert.equal(
    kindOf({ identity: [allow("s3:*")], scps: [full, full, [allow("s3:*"), allow("sqs:*")]] }),
    "not",
  );
  const others = { Condition: { ArnNotEquals: { "aws:PrincipalArn": user } } };
  assert.equal(kindOf({ identity: [full, deny("*", "*", others)] }), "administrator");
  assert.equal(
    kindOf({ identity: [full], boundary: [allow("*"), deny("iam:*", "*", others)] }),
    "administrator",
  );
  assert.equal(
    kindOf({ identity: [full, deny("sts:AssumeRole", "arn:aws:iam::333333333333:role/x")] }),
    "administrator",
  );
  assert.equal(kindOf({ identity: [full, deny("sts:AssumeRole", `arn:aws:iam::${member}:role/x`)] }), "not");
  assert.equal(kindOf({ identity: [full, deny("sts:AssumeRole", "arn:aws:iam::*:role/x")] }), "not");
  assert.equal(kindOf({ identity: [full], scps: [[deny("*"), ...full], full, full] }), "administrator");
});

test("an administrator whom SCPs leave a service is shown by that service", () => {
  const found = find({ identity: [full], scps: [full, full, [allow("lambda:*")]] }, "administrator");
  assert.equal(shown(found), "can");
  assert.equal(found?.example?.action.split(":")[0], "lambda");
});

test("an administrator whom SCPs leave nothing has no capability", () => {
  assert.deepEqual(ask({ identity: [full], scps: [[deny("*"), ...full], full, full] }).capabilities, []);
});
