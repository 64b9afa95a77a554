/** Who recovers the root user of a member account by central root access (IAM-SEMANTICS 38), and what keeps it from that. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AccountPlan,
  allow,
  type ControlPlan,
  deny,
  type OrganizationPlan,
  type Statements,
  snapshotOf,
  userArn,
} from "../support/planned-organization.ts";
import { reachOf } from "../support/reach-of.ts";

const manager = "200000000000";
const member = "300000000000";
const from = userArn(manager, "caller");
const rootOf = (account: string): string => `arn:aws:iam::${account}:root`;
const task = (name: string): string => `arn:aws:iam::aws:policy/root-task/${name}`;

type Case = {
  readonly allows?: Statements;
  readonly features?: readonly string[] | null;
  readonly control?: { readonly kind: ControlPlan["kind"]; readonly statements: Statements };
  readonly member?: Partial<AccountPlan>;
  readonly end?: string;
};

function waysOf({ allows, features = ["RootCredentialsManagement"], control, ...more }: Case) {
  const plan: OrganizationPlan = {
    management: manager,
    accounts: [
      {
        id: manager,
        users: [{ name: "caller", policies: [allows ?? [allow("sts:AssumeRoot", rootOf(member))]] }],
        ...(features === null ? {} : { settings: { EnabledFeatures: features } }),
      },
      { id: member, ...more.member },
    ],
    controls: control === undefined ? [] : [{ name: "control", targets: [member], ...control }],
  };
  const reach = reachOf(snapshotOf(plan));
  const paths = reach.paths({ from, to: `admin:${more.end ?? member}` });
  return paths.flatMap(({ hops }) => hops.map((hop) => ({ hop, story: reach.story(hop) })));
}

const asRoot = { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:root" } };
const scp = (...statements: Statements): Case => ({ control: { kind: "scp", statements } });

const there: readonly (readonly [name: string, given: Case])[] = [
  ["a policy that names the member's root user", {}],
  ["a policy that names no account", { allows: [allow("sts:AssumeRoot", "arn:aws:iam::*:root")] }],
  [
    "a policy that allows this task",
    {
      allows: [
        {
          ...allow("sts:AssumeRoot"),
          Condition: { ArnEquals: { "sts:TaskPolicyArn": task("IAMCreateRootUserPassword") } },
        },
      ],
    },
  ],
  ["an SCP over the member that denies one way on of many", scp(deny("iam:CreateUser"))],
  [
    "an SCP over the member that denies everything to somebody else",
    scp({ ...deny("*"), Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } } }),
  ],
  [
    "an SCP over the member about users",
    scp({ ...deny("*"), Condition: { StringEquals: { "aws:PrincipalType": "User" } } }),
  ],
  [
    "an RCP over the member that lets the organization in",
    {
      control: {
        kind: "rcp",
        statements: [
          {
            ...deny("sts:*"),
            Principal: "*",
            Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorg1" } },
          },
        ],
      },
    },
  ],
];

for (const [name, given] of there) {
  test(`the root user is recovered: ${name}`, () => {
    const [way] = waysOf(given);
    assert.ok(way !== undefined, "there is a way");
    assert.equal(way.hop.technique, "accesslens-sts-assume-root");
    assert.ok(!way.hop.proven, "nobody knows who reads the mail");
    assert.match(way.story.reasons.join("; "), /mail/);
    assert.doesNotMatch(way.story.reasons.join("; "), /account\.json/);
  });
}

const absent: readonly (readonly [name: string, given: Case])[] = [
  ["a policy that names another member", { allows: [allow("sts:AssumeRoot", rootOf("400000000000"))] }],
  [
    "a policy that allows other tasks",
    {
      allows: [
        {
          ...allow("sts:AssumeRoot"),
          Condition: {
            ArnEquals: {
              "sts:TaskPolicyArn": [
                task("IAMAuditRootUserCredentials"),
                task("IAMDeleteRootUserCredentials"),
                task("S3UnlockBucketPolicy"),
                task("SQSUnlockQueuePolicy"),
              ],
            },
          },
        },
      ],
    },
  ],
  [
    "a Deny of this task",
    {
      allows: [
        allow("sts:AssumeRoot"),
        {
          ...deny("sts:AssumeRoot"),
          Condition: { StringLike: { "sts:TaskPolicyArn": "*/IAMCreateRootUserPassword" } },
        },
      ],
    },
  ],
  ["central root access that is off", { features: [] }],
  ["an SCP that denies root users everything", scp({ ...deny("*"), Condition: asRoot })],
  [
    "an SCP that leaves root users nothing but sessions of central root access",
    scp({ ...deny("*"), Condition: { ...asRoot, Null: { "aws:AssumedRoot": "true" } } }),
  ],
  ["an SCP over the member that denies the recovery", scp(deny("iam:CreateLoginProfile"))],
  [
    "an RCP over the member",
    { control: { kind: "rcp", statements: [{ ...deny("sts:AssumeRoot"), Principal: "*" }] } },
  ],
  ["an account outside of the organization", { member: { parent: null } }],
  ["the management account itself", { end: manager }],
];

for (const [name, given] of absent) {
  test(`no root user is recovered: ${name}`, () => {
    assert.deepEqual(waysOf(given), []);
  });
}

test("where it was not collected whether central root access is on, the way says what to collect", () => {
  const [way] = waysOf({ features: null });
  assert.match(way?.story.reasons.join("; ") ?? "", /collect account\.json/);
});

test("where central root access is off, whoever may turns it on first", () => {
  const turnsOn = allow("iam:EnableOrganizationsRootCredentialsManagement");
  const ways = waysOf({ features: [], allows: [turnsOn, allow("sts:AssumeRoot")] });
  assert.ok(ways.some(({ hop }) => hop.technique === "accesslens-sts-enable-assume-root"));
});
