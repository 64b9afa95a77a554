/** IAM-SEMANTICS A1 and A6: what SCPs and RCPs do to who can assume a role, over a whole snapshot. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createCallerSide, organizationView } from "../../src/authz/index.ts";
import { buildAssumeGraph, trustReader, type Who, whoCanAssume } from "../../src/graph/index.ts";
import {
  type AccountId,
  type ControlPolicy,
  isAccountId,
  isOrganizationId,
  isOrganizationNodeId,
  isUniqueId,
  type Snapshot,
  SnapshotBuilder,
} from "../../src/model/index.ts";

const management = "100000000001";
const owner = "111111111111";
const member = "222222222222";
const unread = "333333333333";
const outsider = "999999999999";
const ours = "o-exampleorg1";

type Statement = { readonly [element: string]: unknown };
type Attached = { readonly [target: string]: readonly (readonly Statement[])[] };

type Row = {
  readonly rule: string;
  readonly says: string;
  /** Null: the organization's policies were not collected. Absent: FullAWSAccess everywhere. */
  readonly scps?: Attached | null;
  readonly rcps?: Attached;
  readonly trust: readonly Statement[];
  /** Path of the caller's role; `/` if absent. */
  readonly callerPath?: string;
  readonly targetAccount?: string;
  /** Ids of those who can assume the target; `?` after it for *may*, the guard in brackets. */
  readonly who: readonly string[];
};

const full: readonly Statement[] = [{ Effect: "Allow", Action: "*", Resource: "*" }];
const everywhere: Attached = {
  "r-root": [full],
  "ou-root-prod0000": [full],
  [owner]: [full],
  [member]: [full],
  [unread]: [full],
};
const also = (target: string, ...policies: readonly (readonly Statement[])[]): Attached => ({
  ...everywhere,
  [target]: [full, ...policies],
});
const instead = (target: string, ...policies: readonly (readonly Statement[])[]): Attached => ({
  ...everywhere,
  [target]: policies,
});
const trusts = (principal: unknown, condition?: Statement): Statement => ({
  Effect: "Allow",
  Principal: { AWS: principal },
  Action: ["sts:AssumeRole", "sts:TagSession"],
  ...(condition === undefined ? {} : { Condition: condition }),
});
const noAssume: readonly Statement[] = [{ Effect: "Deny", Action: "sts:AssumeRole", Resource: "*" }];
const app = (account: string, path = "/"): string => `arn:aws:iam::${account}:role${path}app`;
const perimeter: Statement = {
  Effect: "Deny",
  Principal: "*",
  Action: "sts:AssumeRole",
  Resource: "*",
  Condition: {
    StringNotEqualsIfExists: { "aws:PrincipalOrgID": ours },
    BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
  },
};

const rows: readonly Row[] = [
  { rule: "5", says: "FullAWSAccess everywhere limits nothing", trust: [trusts(member)], who: [app(member)] },
  {
    rule: "5",
    says: "a Deny at the caller's unit wins",
    scps: also("ou-root-prod0000", noAssume),
    trust: [trusts(member)],
    who: [],
  },
  {
    rule: "5",
    says: "a Deny of a caller who is named directly, in the role's own account, wins too",
    scps: also("r-root", noAssume),
    trust: [trusts(app(owner))],
    who: [],
  },
  {
    rule: "5",
    says: "every level must allow: a list without sts at one of them suffices to deny",
    scps: instead("ou-root-prod0000", [{ Effect: "Allow", Action: ["s3:*", "ec2:*"], Resource: "*" }]),
    trust: [trusts(member)],
    who: [],
  },
  {
    rule: "5",
    says: "policies of one level are a union",
    scps: instead(
      member,
      [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
      [{ Effect: "Allow", Action: "sts:Assume*", Resource: "*" }],
    ),
    trust: [trusts(member)],
    who: [app(member)],
  },
  {
    rule: "7",
    says: "an Allow of an SCP can name resources",
    scps: instead("r-root", [
      { Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/other" },
    ]),
    trust: [trusts(member)],
    who: [],
  },
  {
    rule: "7",
    says: "an Allow of an SCP with a condition is a guard",
    scps: instead("r-root", [
      {
        Effect: "Allow",
        Action: "*",
        Resource: "*",
        Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      },
    ]),
    trust: [trusts(member)],
    who: [`${app(member)} [IpAddress aws:SourceIp 203.0.113.0/24]`],
  },
  {
    rule: "7",
    says: "NotAction in a Deny spares what it lists",
    scps: also("r-root", [{ Effect: "Deny", NotAction: ["sts:*", "iam:*"], Resource: "*" }]),
    trust: [trusts(member)],
    who: [app(member)],
  },
  {
    rule: "9",
    says: "variables of an SCP are the caller's",
    scps: also("r-root", [
      {
        Effect: "Deny",
        Action: "sts:AssumeRole",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } },
      },
    ]),
    trust: [trusts(member), trusts(app(owner))],
    who: [app(owner)],
  },
  {
    rule: "6",
    says: "principals of the management account are under no SCP",
    scps: also("r-root", noAssume),
    trust: [trusts(management), trusts(member)],
    who: [app(management)],
  },
  {
    rule: "6",
    says: "service-linked roles are under no SCP",
    scps: also("r-root", noAssume),
    callerPath: "/aws-service-role/example.amazonaws.com/",
    trust: [trusts(member)],
    who: [app(member, "/aws-service-role/example.amazonaws.com/")],
  },
  {
    rule: "6",
    says: "outsiders are under no SCP of ours",
    scps: also("r-root", noAssume),
    trust: [trusts(outsider)],
    who: [outsider],
  },
  {
    rule: "6",
    says: "SCPs never touch the side of the role",
    scps: also(owner, noAssume),
    trust: [trusts(member)],
    who: [app(member)],
  },
  {
    rule: "6",
    says: "an account whose principals were not read is under its SCPs all the same",
    scps: also(unread, noAssume),
    trust: [trusts(unread)],
    who: [],
  },
  {
    rule: "A8",
    says: "an account whose principals were not read may be able to",
    trust: [trusts(unread)],
    who: [`${unread}?`],
  },
  {
    rule: "A8",
    says: "where control policies were not collected, callers of ours may be able to",
    scps: null,
    trust: [trusts(member)],
    who: [`${app(member)}?`],
  },
  {
    rule: "A8",
    says: "a level without any SCP is one that the data does not show whole",
    scps: { ...everywhere, [member]: [] },
    trust: [trusts(member)],
    who: [`${app(member)}?`],
  },
  {
    rule: "30",
    says: "session tags need an SCP that allows sts:TagSession, too",
    scps: instead("r-root", [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }]),
    trust: [trusts(member, { StringEquals: { "aws:RequestTag/team": "blue" } })],
    who: [],
  },
  {
    rule: "57",
    says: "an RCP holds outsiders off, and lets our own in",
    rcps: { "r-root": [[perimeter]] },
    trust: [trusts(outsider), trusts(member)],
    who: [app(member)],
  },
  {
    rule: "57",
    says: "an RCP at the role's account counts, whoever asks",
    rcps: { [owner]: [[{ ...perimeter, Condition: undefined }]] },
    trust: [trusts(outsider), trusts(member)],
    who: [],
  },
  {
    rule: "58",
    says: "an RCP of the caller's account does not count",
    rcps: { [member]: [[{ ...perimeter, Condition: undefined }]] },
    trust: [trusts(member)],
    who: [app(member)],
  },
  {
    rule: "57",
    says: "no RCP reaches roles of the management account",
    rcps: { "r-root": [[{ ...perimeter, Condition: undefined }]] },
    targetAccount: management,
    trust: [trusts(outsider)],
    who: [outsider],
  },
  {
    rule: "57",
    says: "an RCP names the roles that it is about",
    rcps: { "r-root": [[{ ...perimeter, Condition: undefined, Resource: "arn:aws:iam::*:role/other" }]] },
    trust: [trusts(outsider)],
    who: [outsider],
  },
  {
    rule: "57",
    says: "an RCP with a condition that the outsider controls is a guard",
    rcps: {
      "r-root": [[{ ...perimeter, Condition: { StringNotEquals: { "sts:ExternalId": "agreed" } } }]],
    },
    trust: [trusts(outsider)],
    who: [`${outsider} [StringEquals sts:ExternalId agreed]`],
  },
  {
    rule: "57",
    says: "an RCP that names the role's own account spares it",
    rcps: {
      "r-root": [[{ ...perimeter, Condition: { StringNotEquals: { "aws:PrincipalAccount": [owner] } } }]],
    },
    trust: [trusts(member), trusts(app(owner))],
    who: [app(owner)],
  },
  {
    rule: "60",
    says: "services pass the identity perimeter",
    rcps: { "r-root": [[perimeter]] },
    trust: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    who: ["lambda.amazonaws.com"],
  },
  {
    rule: "A8",
    says: "where control policies were not collected, outsiders may be held off",
    scps: null,
    trust: [trusts(outsider)],
    who: [`${outsider}?`],
  },
];

for (const { rule, says, who, ...world } of rows) {
  test(`IAM-SEMANTICS ${rule}: ${says}`, () => {
    const snapshot = snapshotOf(world);
    const organization = organizationView(snapshot);
    const reader = trustReader(snapshot, organization);
    const graph = buildAssumeGraph(reader);
    const target = snapshot.roles.byName(account(world.targetAccount ?? owner), "target");
    assert.ok(target !== null);
    const answer = whoCanAssume(target, graph.grantsOf(target), {
      snapshot,
      organization,
      callers: createCallerSide(snapshot, organization),
      nameOf: () => null,
    });
    assert.deepEqual(answer.who.map(told).sort(), [...who].sort());
  });
}

function told({ id, proven, guard }: Who): string {
  const terms = guard.map(({ operator, key, values }) => `${operator} ${key} ${values.join(",")}`).sort();
  return `${id}${proven ? "" : "?"}${terms.length === 0 ? "" : ` [${terms.join("; ")}]`}`;
}

function snapshotOf(world: Omit<Row, "rule" | "says" | "who">): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: 1_700_000_000, source: "synth" });
  const root = node("r-root");
  const unit = node("ou-root-prod0000");
  const attached = (type: ControlPolicy["type"], byTarget: Attached): readonly ControlPolicy[] =>
    Object.entries(byTarget).flatMap(([target, policies]) =>
      policies.map((statements, i) => ({
        id: `p-${type === "SERVICE_CONTROL_POLICY" ? "s" : "r"}-${target}-${i}`,
        name: `${target}-${i}`,
        type,
        document: builder.document(JSON.stringify({ Version: "2012-10-17", Statement: statements }), null),
        targets: [target],
      })),
    );
  builder.setOrganization({
    id: organizationId(),
    managementAccount: account(management),
    units: [
      { id: root, name: "Root", parent: null },
      { id: unit, name: "Production", parent: root },
    ],
    controlPolicies:
      world.scps === null
        ? null
        : [
            ...attached("SERVICE_CONTROL_POLICY", world.scps ?? everywhere),
            ...attached("RESOURCE_CONTROL_POLICY", world.rcps ?? {}),
          ],
    delegatedAdministrators: null,
  });
  builder.addAccount({ id: account(management), parent: root });
  builder.addAccount({ id: account(owner), parent: root });
  for (const id of [member, unread]) builder.addAccount({ id: account(id), parent: unit });
  const mayAssume = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:*", Resource: "*" }],
  };
  for (const home of [management, owner, member].map(account)) {
    builder.addRole(home, {
      name: "app",
      path: home === member ? (world.callerPath ?? "/") : "/",
      uniqueId: uniqueId("AROAEXAMPLEEXAMPLE001"),
      trustPolicy: null,
      inlinePolicies: [{ name: "assume", document: builder.document(JSON.stringify(mayAssume), home) }],
    });
  }
  const home = account(world.targetAccount ?? owner);
  builder.addRole(home, {
    name: "target",
    uniqueId: uniqueId("AROAEXAMPLEEXAMPLE002"),
    trustPolicy: builder.document(JSON.stringify({ Version: "2012-10-17", Statement: world.trust }), home),
  });
  return builder.build();
}

function account(id: string): AccountId {
  assert.ok(isAccountId(id));
  return id;
}

function node(id: string) {
  assert.ok(isOrganizationNodeId(id));
  return id;
}

function organizationId() {
  assert.ok(isOrganizationId(ours));
  return ours;
}

function uniqueId(id: string) {
  assert.ok(isUniqueId(id));
  return id;
}
