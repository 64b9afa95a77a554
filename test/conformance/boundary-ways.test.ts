/** What taking a permissions boundary away leads to: to what the boundary kept from a principal, and not further. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AccountPlan,
  allow,
  allowAll,
  deny,
  type Statement,
  type Statements,
  snapshotOf,
  trusts,
  userArn,
} from "../support/planned-organization.ts";
import { reachOf, shown } from "../support/reach-of.ts";

const account = "200000000000";
const from = userArn(account, "caller");
const limit = `arn:aws:iam::${account}:policy/limit`;
const ends = { to: `admin:${account}`, from };

type Case = {
  readonly allows: Statements;
  /** Of the caller; absent: it has none. */
  readonly boundary?: Statements;
  readonly plan?: Partial<AccountPlan>;
};

/** The shortest way to administration, hop by hop. */
function wayOf({ allows, boundary, plan = {} }: Case): string | undefined {
  const name = boundary === undefined ? {} : { boundary: "limit" };
  const reach = reachOf(
    snapshotOf({
      accounts: [
        {
          id: account,
          users: [{ name: "caller", policies: [allows], ...name }],
          managed: [{ name: "limit", statements: boundary ?? [allow("s3:GetObject")] }],
          ...plan,
        },
      ],
    }),
  );
  const [first] = reach.paths({ ...ends, onlyProven: true });
  return first === undefined ? undefined : shown(first);
}

const removes = allow("iam:DeleteUserPermissionsBoundary");
const replaces = allow("iam:PutUserPermissionsBoundary");
const underLimit = (statement: Statement): Statement => ({
  ...statement,
  Condition: { ArnEquals: { "iam:PermissionsBoundary": limit } },
});

const role = {
  roles: [{ name: "target", trust: [trusts({ AWS: from })], boundary: "limit" }],
} satisfies Partial<AccountPlan>;
const attaches = allow("iam:AttachRolePolicy");
const removesOfRole = allow("iam:DeleteRolePermissionsBoundary");

const ways: readonly (readonly [name: string, given: Case, way: RegExp | null])[] = [
  [
    "its own permissions come back",
    { allows: [allowAll], boundary: [removes] },
    /^accesslens-boundary-remove-own-user → /,
  ],
  [
    "another boundary in its place",
    { allows: [allowAll], boundary: [replaces] },
    /^accesslens-boundary-replace-own-user → /,
  ],
  [
    "another text of its boundary",
    { allows: [allowAll], boundary: [allow("iam:CreatePolicyVersion", limit)] },
    /^accesslens-boundary-rewrite-own-user → /,
  ],
  [
    "then it gives itself more",
    { allows: [removes, allow("iam:PutUserPolicy")], boundary: [removes] },
    /^accesslens-boundary-remove-own-user → [^,]*, iam-007 → /,
  ],
  [
    "first it gives itself more, then the boundary falls",
    { allows: [allow("iam:PutUserPolicy")], boundary: [removes, allow("iam:PutUserPolicy")] },
    /^iam-007 → [^,]*, accesslens-boundary-remove-own-user → /,
  ],
  [
    "then it joins a group",
    {
      allows: [removes, allow("iam:AddUserToGroup")],
      boundary: [removes],
      plan: { groups: [{ name: "admins", policies: [[allowAll]] }] },
    },
    /^accesslens-boundary-remove-own-user → [^,]*, iam-013 → /,
  ],
  ["a boundary that keeps itself", { allows: [allowAll], boundary: [allow("iam:Get*")] }, null],
  [
    "a boundary that denies its own end",
    {
      allows: [allowAll],
      boundary: [allowAll, deny("iam:*")],
    },
    null,
  ],
  [
    "no other boundary than the one that is there",
    { allows: [allowAll], boundary: [underLimit(replaces)] },
    null,
  ],
  ["its own permissions are few", { allows: [removes], boundary: [removes] }, null],
  [
    "a Deny of its own stays",
    { allows: [allowAll, deny(["iam:C*", "iam:P*", "iam:A*", "iam:U*", "iam:S*"])], boundary: [removes] },
    null,
  ],
  [
    "a role gets everything, and loses its boundary",
    { allows: [attaches, removesOfRole], plan: role },
    /^accesslens-boundary-remove-iam-014 → /,
  ],
  [
    "a role that may be changed while it is under its boundary",
    { allows: [underLimit(attaches), underLimit(removesOfRole)], plan: role },
    /^accesslens-boundary-remove-iam-014 → /,
  ],
  ["a role's boundary that may not be touched", { allows: [attaches], plan: role }, null],
  [
    "a role that has everything already, but for its boundary",
    {
      allows: [removesOfRole],
      plan: {
        roles: [
          { name: "target", trust: [trusts({ AWS: from })], boundary: "limit", policies: [[allowAll]] },
        ],
      },
    },
    /^accesslens-boundary-remove-assume → /,
  ],
];

for (const [name, given, way] of ways) {
  test(`a boundary is taken away: ${name}`, () => {
    const found = wayOf(given);
    if (way === null) assert.equal(found, undefined);
    else assert.match(found ?? "there is no way", way);
  });
}

test("a trust policy is rewritten under the boundary that the role has", () => {
  const target = (boundary: boolean): Partial<AccountPlan> => ({
    roles: [
      {
        name: "target",
        trust: [],
        policies: [[allow("s3:GetObject")]],
        ...(boundary ? { boundary: "limit" } : {}),
      },
    ],
  });
  const rolesOf = (plan: Partial<AccountPlan>): number =>
    reachOf(
      snapshotOf({
        accounts: [
          {
            id: account,
            users: [{ name: "caller", policies: [[underLimit(allow("iam:UpdateAssumeRolePolicy"))]] }],
            managed: [{ name: "limit", statements: [allowAll] }],
            ...plan,
          },
        ],
      }),
    ).paths({ from, to: `arn:aws:iam::${account}:role/target` }).length;
  assert.ok(rolesOf(target(true)) > 0);
  assert.equal(rolesOf(target(false)), 0);
});
