/** Everything besides trust policies: what is told, whose it is, and what is silence. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AccountPlan,
  allow,
  allowAll,
  deny,
  managementId,
  type OrganizationPlan,
  policyArn,
  roleArn,
  rootId,
  snapshotOf,
  trusts,
  unitId,
  userArn,
} from "../../test/support/planned-organization.ts";
import { isAccountId, type Subject } from "../model/index.ts";
import { engineOf } from "../work/engine.ts";
import { type DriftAnswer, driftBetween, driftOfSubjects } from "./index.ts";

const [shop, hub] = ["111111111111", "222222222222"] as const;
const vendor = "999999999999";
const machine = [trusts({ Service: "ec2.amazonaws.com" })];
const bucket = "arn:aws:s3:::ledger";
const readBy = (account: string) => ({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "s3:GetObject",
  Resource: `${bucket}/*`,
});

type Plans = readonly [before: OrganizationPlan, after: OrganizationPlan];
const inShop = (
  plan: Omit<AccountPlan, "id">,
  rest: Omit<OrganizationPlan, "accounts"> = {},
): OrganizationPlan => ({
  accounts: [
    { id: shop, ...plan },
    { id: hub, roles: [] },
  ],
  ...rest,
});

function both<const T>([before, after]: readonly [T, T], plan: (value: T) => OrganizationPlan): Plans {
  return [plan(before), plan(after)];
}

function drift([before, after]: Plans): DriftAnswer {
  return driftBetween(engineOf(snapshotOf(before)), engineOf(snapshotOf(after)));
}

/** `kind subject meaning +gained -lost`, a line each. */
function told({ changes }: DriftAnswer): readonly string[] {
  return changes.map(({ kind, subject, meaning, gained, lost }) =>
    [kind, subject, meaning, ...gained.map(({ id }) => `+${id}`), ...lost.map(({ id }) => `-${id}`)].join(
      " ",
    ),
  );
}

const cases: readonly { readonly name: string; readonly plans: Plans; readonly told: readonly string[] }[] = [
  {
    name: "a statement that moves from an inline to a managed policy is silence",
    plans: [
      inShop({
        roles: [
          { name: "app", trust: machine, policies: [[allow("s3:GetObject"), allow("sqs:SendMessage")]] },
        ],
      }),
      inShop({
        roles: [{ name: "app", trust: machine, policies: [[allow("s3:GetObject")]], attached: ["queue"] }],
        managed: [{ name: "queue", statements: [allow("sqs:SendMessage")] }],
      }),
    ],
    told: [],
  },
  {
    name: "what a role may do besides is told of the role",
    plans: [
      inShop({ roles: [{ name: "app", trust: machine, policies: [[allow("s3:GetObject")]] }] }),
      inShop({
        roles: [{ name: "app", trust: machine, policies: [[allow(["s3:GetObject", "iam:PutRolePolicy"])]] }],
      }),
    ],
    told: [`identity-policy ${roleArn(shop, "app")} wider +${roleArn(shop, "app")}`],
  },
  {
    name: "a managed policy's change is told once, with all who have it",
    plans: both(["s3:GetObject", "s3:*"], (action) =>
      inShop({
        managed: [{ name: "shared", statements: [allow(action)] }],
        roles: [
          { name: "one", trust: machine, attached: ["shared"] },
          { name: "two", trust: machine, attached: ["shared"], policies: [[allowAll]] },
        ],
        users: [{ name: "ada", groups: ["team"] }],
        groups: [{ name: "team", attached: ["shared"] }],
      }),
    ),
    told: [
      `identity-policy ${policyArn(shop, "shared")} wider +${roleArn(shop, "one")} +${userArn(shop, "ada")}`,
    ],
  },
  {
    name: "a managed policy that is made and attached is told of whom it is attached to",
    plans: [
      inShop({ roles: [{ name: "app", trust: machine }] }),
      inShop({
        roles: [{ name: "app", trust: machine, attached: ["new"] }],
        managed: [{ name: "new", statements: [allow("s3:*")] }],
      }),
    ],
    told: [`identity-policy ${roleArn(shop, "app")} wider +${roleArn(shop, "app")}`],
  },
  {
    name: "a managed policy whose text is no longer at hand is told as coverage",
    plans: [
      inShop({
        roles: [{ name: "app", trust: machine, attached: ["gone"] }],
        managed: [{ name: "gone", statements: [allow("s3:*")] }],
      }),
      inShop({ roles: [{ name: "app", trust: machine, attached: ["gone"] }] }),
    ],
    told: [`coverage ${policyArn(shop, "gone")} unclear`],
  },
  {
    name: "a group's change is its members'",
    plans: [
      inShop({
        users: [{ name: "ada", groups: ["team"] }],
        groups: [{ name: "team", policies: [[allow("s3:*")]] }],
      }),
      inShop({
        users: [{ name: "ada", groups: ["team"] }],
        groups: [{ name: "team", policies: [[allow("s3:Get*")]] }],
      }),
    ],
    told: [`identity-policy arn:aws:iam::${shop}:group/team narrower -${userArn(shop, "ada")}`],
  },
  {
    name: "a member that joins a group gains what it has",
    plans: [
      inShop({ users: [{ name: "ada" }], groups: [{ name: "team", policies: [[allow("s3:*")]] }] }),
      inShop({
        users: [{ name: "ada", groups: ["team"] }],
        groups: [{ name: "team", policies: [[allow("s3:*")]] }],
      }),
    ],
    told: [`identity-policy ${userArn(shop, "ada")} wider +${userArn(shop, "ada")}`],
  },
  {
    name: "a boundary that goes",
    plans: [
      inShop({
        roles: [{ name: "app", trust: machine, boundary: "limit" }],
        managed: [{ name: "limit", statements: [allow("s3:*")] }],
      }),
      inShop({
        roles: [{ name: "app", trust: machine }],
        managed: [{ name: "limit", statements: [allow("s3:*")] }],
      }),
    ],
    told: [`permissions-boundary ${roleArn(shop, "app")} wider +${roleArn(shop, "app")}`],
  },
  {
    name: "an outsider whom a bucket's policy lets in",
    plans: [
      inShop({ resources: [{ arn: bucket, type: "AWS::S3::Bucket" }] }),
      inShop({ resources: [{ arn: bucket, type: "AWS::S3::Bucket", policy: [readBy(vendor)] }] }),
    ],
    told: [`resource-policy ${bucket} wider +${vendor}`],
  },
  {
    name: "block settings that shut the public out",
    plans: both([false, true], (isBlocked) =>
      inShop({
        resources: [
          {
            arn: bucket,
            type: "AWS::S3::Bucket",
            policy: [{ ...readBy(vendor), Principal: "*" }],
            attributes: {
              publicAccessBlock: {
                BlockPublicAcls: isBlocked,
                IgnorePublicAcls: isBlocked,
                BlockPublicPolicy: isBlocked,
                RestrictPublicBuckets: isBlocked,
              },
            },
          },
        ],
        settings: { PublicAccessBlockConfiguration: {} },
      }),
    ),
    told: [`resource-settings ${bucket} narrower -anonymous -*`],
  },
  {
    name: "an SCP that moves to another level and leaves the same is silence",
    plans: both([rootId, shop], (target) =>
      inShop(
        {},
        {
          controls: [
            {
              kind: "scp",
              name: "guard",
              statements: [deny("s3:*")],
              targets: [target, hub].slice(0, target === shop ? 2 : 1),
            },
          ],
        },
      ),
    ),
    told: [],
  },
  {
    name: "an SCP that is detached",
    plans: both([[shop, hub], [hub]], (targets) =>
      inShop({}, { controls: [{ kind: "scp", name: "guard", statements: [deny("s3:*")], targets }] }),
    ),
    told: [`control-policy p-1 wider +${shop}`],
  },
  {
    name: "an RCP that denies",
    plans: both(["sts:AssumeRole", "s3:GetObject"], (action) =>
      inShop(
        {},
        {
          controls: [
            { kind: "rcp", name: "edge", statements: [{ ...deny(action), Principal: "*" }], targets: [shop] },
          ],
        },
      ),
    ),
    told: [`control-policy p-1 other +${shop} -${shop}`],
  },
  {
    name: "an SCP's text that means something else is told, be it attached to nothing",
    plans: both(["s3:*", "s3:Get*"], (action) =>
      inShop({}, { controls: [{ kind: "scp", name: "guard", statements: [deny(action)], targets: [] }] }),
    ),
    told: ["control-policy p-1 wider"],
  },
  {
    name: "a delegated administrator",
    plans: [
      inShop({}),
      inShop({}, { delegated: [{ account: shop, servicePrincipal: "sso.amazonaws.com" }] }),
    ],
    told: [`delegated-administrator ${shop} wider +${shop}`],
  },
  {
    name: "an identity provider that roles trust",
    plans: both(["saml", null], (name) => {
      const arn = `arn:aws:iam::${shop}:saml-provider/people`;
      return inShop({
        samlProviders: name === null ? [] : [arn],
        roles: [
          { name: "staff", trust: [{ ...trusts({ Federated: arn }), Action: "sts:AssumeRoleWithSAML" }] },
        ],
      });
    }),
    told: [
      `identity-provider arn:aws:iam::${shop}:saml-provider/people narrower -arn:aws:iam::${shop}:saml-provider/people`,
    ],
  },
  {
    name: "a tag that no policy looks at is silence",
    plans: both(["a", "b"], (value) =>
      inShop({ roles: [{ name: "app", trust: machine, tags: [{ key: "team", value }] }] }),
    ),
    told: [],
  },
  {
    name: "a tag that a policy looks at is told",
    plans: both(["a", "b"], (value) =>
      inShop({
        roles: [
          { name: "app", trust: machine, tags: [{ key: "team", value }] },
          { name: "other", trust: [trusts("*", { StringEquals: { "aws:PrincipalTag/Team": "a" } })] },
        ],
      }),
    ),
    told: [`tags ${roleArn(shop, "app")} unclear`],
  },
  {
    name: "an instance profile",
    plans: both([false, true], (hasInstanceProfile) =>
      inShop({ roles: [{ name: "app", trust: machine, hasInstanceProfile }] }),
    ),
    told: [`instance-profile ${roleArn(shop, "app")} unclear`],
  },
  {
    name: "settings of an account",
    plans: both([[], ["RootSessions"]], (EnabledFeatures) => inShop({ settings: { EnabledFeatures } })),
    told: [`account-settings ${shop} unclear`],
  },
  {
    name: "a part of Roles Anywhere",
    plans: both([[], [{ arn: "x" }]], (trustAnchors) => inShop({ rolesAnywhere: { trustAnchors } })),
    told: [`roles-anywhere ${shop} unclear`],
  },
  {
    name: "resources that could no longer be read are no one's loss",
    plans: [
      inShop({ resources: [{ arn: bucket, type: "AWS::S3::Bucket", policy: [readBy(vendor)] }] }),
      inShop({ resources: null }),
    ],
    told: [`coverage ${shop} unclear`],
  },
  {
    name: "an account whose IAM data could no longer be read loses nobody anything",
    plans: [inShop({ roles: [{ name: "app", trust: machine }] }), inShop({ hasData: false })],
    told: [`coverage ${shop} unclear`],
  },
];

for (const { name, plans, told: expected } of cases) {
  test(name, () => {
    const answer = drift(plans);
    assert.deepEqual(told(answer), expected);
    assert.equal(answer.equal, expected.length === 0);
    for (const { summary } of answer.changes) assert.match(summary, /^\S.*\.$/);
  });
}

test("a policy that many accounts have is told of each in its own words", () => {
  const plan = (key: string): OrganizationPlan => ({
    accounts: [shop, hub].map((id) => ({
      id,
      roles: [
        {
          name: "stamped",
          trust: [
            trusts(
              { AWS: `arn:aws:iam::${id}:root` },
              { StringEquals: { [key]: `arn:aws:iam::${id}:user/ada` } },
            ),
          ],
        },
      ],
    })),
  });
  const answer = drift([plan("aws:PrincipalArn"), plan("aws:SourceArn")]);
  assert.deepEqual(answer.changes.map(({ subject }) => subject).toSorted(), [
    roleArn(shop, "stamped"),
    roleArn(hub, "stamped"),
  ]);
  for (const { account, examples } of answer.changes) {
    const other = account === shop ? hub : shop;
    assert.ok(JSON.stringify(examples).includes(account ?? "none"));
    assert.ok(!JSON.stringify(examples).includes(other), JSON.stringify(examples));
  }
});

const byUnit = [
  trusts("*", {
    "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `o-exampleorg1/${rootId}/${unitId}/*` },
  }),
];
const withHubAt = (parent: string | null): OrganizationPlan => ({
  accounts: [
    { id: shop, roles: [{ name: "target", trust: byUnit }] },
    { id: hub, parent, roles: [{ name: "deployer", trust: machine, policies: [[allow("sts:AssumeRole")]] }] },
  ],
});

test("an account that moves into a unit gains what the unit is let into", () => {
  const answer = drift([withHubAt(rootId), withHubAt(unitId)]);
  const change = answer.changes.find(({ kind }) => kind === "account");
  assert.deepEqual([change?.subject, change?.gained.map(({ id }) => id)], [hub, [roleArn(hub, "deployer")]]);
  assert.match(
    change?.reaches.join("\n") ?? "",
    /deployer can assume arn:aws:iam::111111111111:role\/target now/,
  );
});

test("an account that leaves the organization loses what its members are let into", () => {
  const answer = drift([withHubAt(unitId), withHubAt(null)]);
  const change = answer.changes.find(({ kind }) => kind === "account");
  assert.deepEqual([change?.subject, change?.lost.map(({ id }) => id)], [hub, [roleArn(hub, "deployer")]]);
  assert.match(change?.summary ?? "", /left the organization/);
});

test("another management account is told", () => {
  const answer = drift([inShop({}), inShop({}, { management: hub })]);
  assert.ok(answer.changes.some(({ kind, summary }) => kind === "account" && summary.includes(managementId)));
});

test("subjects alone are told as in the whole", () => {
  const [before, after] = [
    inShop({
      roles: [{ name: "app", trust: machine }],
      users: [{ name: "ada" }],
      resources: [{ arn: bucket, type: "AWS::S3::Bucket" }],
      samlProviders: [],
    }),
    inShop(
      {
        roles: [{ name: "app", trust: [trusts({ AWS: roleArn(vendor, "ci") })], policies: [[allowAll]] }],
        users: [{ name: "ada", policies: [[allow("s3:*")]] }],
        resources: [{ arn: bucket, type: "AWS::S3::Bucket", policy: [readBy(vendor)] }],
        samlProviders: [`arn:aws:iam::${shop}:saml-provider/people`],
      },
      { controls: [{ kind: "scp", name: "guard", statements: [deny("s3:*")], targets: [shop] }] },
    ),
  ];
  const account = isAccountId(shop) ? shop : assert.fail();
  const subjects: readonly Subject[] = [
    { kind: "role", account, name: "APP" },
    { kind: "user", account, name: "ada" },
    { kind: "resources", account, type: "AWS::S3::Bucket", region: null },
    { kind: "identity-providers", account },
    { kind: "organization" },
  ];
  const [one, other] = [engineOf(snapshotOf(before)), engineOf(snapshotOf(after))];
  const whole = driftBetween(one, other);
  assert.ok(whole.changes.length >= 6);
  assert.deepEqual(told(driftOfSubjects(one, other, subjects)), told(whole));
});
