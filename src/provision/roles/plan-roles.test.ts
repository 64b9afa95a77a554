import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accountOf,
  declaredRole,
  declaredTrust,
  hubAccount,
  hubArn,
  organizationId,
  type SpokeWorld,
  setOf,
  spokes,
  spokeWorld,
  vendorAccount,
} from "../../../test/support/spoke-roles.ts";
import { type Snapshot, SnapshotBuilder } from "../../model/index.ts";
import { openActionCatalogue } from "../../work/action-file.ts";
import type { DeclaredExternalId } from "./declaration.ts";
import {
  type DeclaredRole,
  managedTag,
  type PlannedRole,
  planRoles,
  type RolePlan,
  type RoleState,
  stepsBetween,
} from "./index.ts";

function planOf(role: Partial<DeclaredRole>, world: SpokeWorld = {}, adopt = false): RolePlan {
  return planRoles({
    ...{
      set: setOf(declaredRole(role)),
      snapshot: spokeWorld(world),
      catalogue: openActionCatalogue(),
      adopt,
    },
    unread: () => null,
  });
}

function only(plan: RolePlan): PlannedRole {
  const [first] = plan.roles;
  assert.ok(first !== undefined && plan.roles.length === 1);
  return first;
}

const hub = { kind: "role", arn: hubArn, account: hubAccount, partition: "aws" } as const;
const vendor = { kind: "account", account: vendorAccount } as const;

test("A role that is not there is made closed, given what it may, and opened last", () => {
  const planned = only(
    planOf({
      inline: [
        {
          name: "own",
          text: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:{partition}:s3:::logs-{account}"}]}',
        },
      ],
    }),
  );
  assert.equal(planned.state, "create", planned.why);
  assert.deepEqual(
    planned.steps.map(({ kind }) => kind),
    ["create-role", "put-inline-policy", "attach-policy", "set-trust"],
  );
  assert.deepEqual(
    planned.gained.map(({ id, external }) => [id, external]),
    [[hubArn, false]],
  );
  assert.equal(planned.desired?.attached.has("arn:aws:iam::aws:policy/SecurityAudit"), true);
  assert.match(planned.desired?.inline.get("own") ?? "", new RegExp(`"arn:aws:s3:::logs-${spokes[0]}"`));
});

test("Who goes meets neither tags nor longer sessions of those who come", () => {
  const { desired } = only(planOf({}));
  assert.ok(desired !== null);
  const trustOf = (arn: string) => desired.trust.replace(hubArn, arn);
  const current = { ...desired, trust: trustOf(`arn:aws:iam::${hubAccount}:role/old`) };
  const denies = () => null;
  const kindsTo = (meant: RoleState) => stepsBetween(current, meant, { denies }).map(({ kind }) => kind);
  const tags = new Map([...desired.tags, ["team", "red"]]);
  assert.deepEqual(kindsTo(desired), ["set-trust"]);
  assert.deepEqual(kindsTo({ ...desired, tags }), ["set-trust", "tag-role", "set-trust"]);
  const longer = { ...desired, maxSessionSeconds: 7200 };
  assert.deepEqual(kindsTo(longer), ["set-trust", "update-role", "set-trust"]);
});

test("Where the organization is not known, who may be an outsider without an external ID is told", () => {
  const snapshot = bareWorld();
  const plan = (externalId: DeclaredExternalId): readonly string[] =>
    planRoles({
      set: setOf(declaredRole({ trust: [declaredTrust({ principals: [vendor], externalId })] })),
      ...{ snapshot, catalogue: null, adopt: false, unread: () => null },
    }).roles.flatMap(({ warnings, why, state }) => {
      assert.equal(state, "create", why);
      return warnings;
    });
  assert.ok(plan({ kind: "none" }).some((one) => /whether account 999999999999 is outside/.test(one)));
  for (const externalId of [
    { kind: "stated", values: ["e-1234567890"] },
    { kind: "waived", reason: "ours" },
  ] as const) {
    assert.ok(!plan(externalId).some((one) => /is outside of/.test(one)));
  }
});

/** One account that is named, and nothing of an organization. */
function bareWorld(): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: 0, source: "collect" });
  for (const id of spokes.slice(0, 1)) builder.addAccount({ id, partition: "aws" });
  return builder.build();
}

test("What the engine can't prove is refused, with the reason", () => {
  const cases: readonly (readonly [
    what: string,
    role: Partial<DeclaredRole>,
    world: SpokeWorld,
    why: RegExp,
  ])[] = [
    [
      "an outsider bound to the organization",
      {
        trust: [
          declaredTrust({
            principals: [vendor],
            organization: organizationId,
            externalId: { kind: "stated", values: ["e-1234567890"] },
          }),
        ],
      },
      {},
      /999999999999 is not known to belong to organization o-exampleorg1, so that it could never get in/,
    ],
    [
      "an outsider without an external ID",
      { trust: [declaredTrust({ principals: [vendor] })] },
      {},
      /outside of the organization and would come in without an external ID/,
    ],
    [
      "a hub that does not exist",
      { trust: [declaredTrust({ principals: [{ ...hub, arn: `${hubArn}-gone` }] })] },
      {},
      /hub-gone could never get in: .*does not exist/,
    ],
    [
      "a hub in a unit that it is not in",
      { trust: [declaredTrust({ units: ["Workloads"] })] },
      {},
      /hub could never get in/,
    ],
    [
      "a hub of another partition",
      {
        trust: [
          declaredTrust({
            principals: [{ ...hub, arn: hubArn.replace("aws", "aws-cn"), partition: "aws-cn" }],
          }),
        ],
      },
      {},
      /of partition aws-cn/,
    ],
    [
      "an RCP in between",
      {},
      { rcp: { Effect: "Deny", Principal: "*", Action: "sts:AssumeRole", Resource: "*" } },
      /a resource control policy would keep arn:aws:iam::111111111111:role\/hub out/,
    ],
    [
      "an SCP over the hub",
      {},
      { scp: { Effect: "Deny", Action: "sts:AssumeRole", Resource: "*" } },
      /could not assume it, even with the statement that it needs/,
    ],
    [
      "two ways in for one caller, whose conditions would mix",
      {
        trust: [
          declaredTrust({ sourceIdentity: { values: ["a*"], required: true } }),
          declaredTrust({ sessionTags: [{ key: "team", values: ["x"], required: true, transitive: false }] }),
        ],
      },
      {},
      /under other conditions than those that are declared/,
    ],
    [
      "a trust policy that is too long",
      {
        trust: [
          declaredTrust({ externalId: { kind: "stated", values: ["x".repeat(1200), "y".repeat(1200)] } }),
        ],
      },
      {},
      /its trust policy has \d+ characters, and AWS takes 2048/,
    ],
    [
      "an unknown account",
      { targets: { accounts: [accountOf("123456789012")], units: [], tags: [], except: [] } },
      {},
      /is not known/,
    ],
    [
      "an unknown unit",
      { targets: { accounts: [], units: ["Nowhere"], tags: [], except: [] } },
      {},
      /no unit Nowhere/,
    ],
    [
      "a policy that the account does not have",
      { policies: [{ owner: "account", name: "team/logs" }] },
      {},
      /has no policy arn:aws:iam::222222222222:policy\/team\/logs/,
    ],
    [
      "an inline policy that AWS would refuse",
      {
        inline: [
          {
            name: "own",
            text: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject"}]}',
          },
        ],
      },
      {},
      /inline policy own: /,
    ],
  ];
  for (const [what, role, world, why] of cases) {
    const planned = only(planOf(role, world));
    assert.equal(planned.state, "error", what);
    assert.match(planned.why, why, what);
    assert.deepEqual(planned.steps, [], what);
  }
});

test("An outsider comes in by its external ID, or where that is waived for a reason", () => {
  const stated = only(
    planOf({
      trust: [
        declaredTrust({
          principals: [vendor],
          externalId: { kind: "stated", values: ["issued-1", "issued-2"] },
        }),
      ],
    }),
  );
  assert.equal(stated.state, "create", stated.why);
  assert.deepEqual(
    stated.gained.map(({ id, external, guard }) => [id, external, guard[0]?.values]),
    [[vendorAccount, true, ["issued-1", "issued-2"]]],
  );
  const waived = only(
    planOf({
      trust: [
        declaredTrust({
          principals: [vendor],
          externalId: { kind: "waived", reason: "our other organization" },
        }),
      ],
    }),
  );
  assert.equal(waived.state, "create", waived.why);
});

test("Session tags and source identity: the trust lets the session have them, and the caller's statement does, too", () => {
  const plan = planOf({
    trust: [
      declaredTrust({
        organization: organizationId,
        units: ["Security"],
        sessionTags: [
          { key: "team", values: ["red", "blue-*"], required: true, transitive: true },
          { key: "ticket", values: ["*"], required: false, transitive: false },
        ],
        sourceIdentity: { values: ["*@example.com"], required: true },
      }),
    ],
  });
  const planned = only(plan);
  assert.equal(planned.state, "create", planned.why);
  const [statement] = JSON.parse(planned.desired?.trust ?? "").Statement;
  assert.deepEqual(statement.Action, ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]);
  assert.deepEqual(statement.Condition["ForAllValues:StringEquals"], {
    "aws:TagKeys": ["team", "ticket"],
    "sts:TransitiveTagKeys": "team",
  });
  const [need] = plan.hubs;
  assert.equal(need?.has, false);
  const [allowed] = JSON.parse(need?.policy ?? "").Statement;
  assert.deepEqual(allowed.Action, ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]);
  assert.deepEqual(allowed.Resource, [`arn:aws:iam::${spokes[0]}:role/reader`]);
});

test("A hub that has its statement is told so", () => {
  const hubMay = [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/reader" }];
  assert.deepEqual(
    planOf({}, { hubMay }).hubs.map(({ has }) => has),
    [true],
  );
});

test("A hub needs nothing for roles that can't be planned", () => {
  const { roles, hubs } = planRoles({
    ...{ set: setOf(declaredRole({ targets: { accounts: spokes, units: [], tags: [], except: [] } })) },
    ...{ snapshot: spokeWorld(), catalogue: null, adopt: false },
    unread: ({ id }) => (id === spokes[0] ? null : "it was not read"),
  });
  assert.deepEqual(
    roles.map(({ state }) => state),
    ["create", "error", "error"],
  );
  const [need] = hubs;
  assert.deepEqual(JSON.parse(need?.policy ?? "").Statement[0].Resource, [
    `arn:aws:iam::${spokes[0]}:role/reader`,
  ]);
});

test("Targets are accounts by id, unit and tag, without those that are excepted", () => {
  const accountsOf = (targets: Partial<DeclaredRole["targets"]>): readonly string[] =>
    planOf({ targets: { accounts: [], units: [], tags: [], except: [], ...targets } }).roles.map(
      ({ accountId }) => accountId,
    );
  assert.deepEqual(accountsOf({ units: ["Workloads"] }), spokes);
  assert.deepEqual(accountsOf({ units: ["Prod"] }), [spokes[2]]);
  assert.deepEqual(accountsOf({ units: ["ou-root-workload"], tags: [{ key: "stage", value: "prod" }] }), [
    spokes[0],
    spokes[2],
  ]);
  assert.deepEqual(accountsOf({ tags: [{ key: "stage", value: "dev" }] }), [spokes[1]]);
  assert.deepEqual(accountsOf({ units: ["*"], except: [hubAccount] }), spokes);
});

test("ARNs are of the accounts' partition", () => {
  for (const partition of ["aws-cn", "aws-us-gov"]) {
    const arn = hubArn.replace("arn:aws:", `arn:${partition}:`);
    const planned = only(
      planOf({ trust: [declaredTrust({ principals: [{ ...hub, arn, partition }] })] }, { partition }),
    );
    assert.equal(planned.state, "create", planned.why);
    assert.equal(planned.arn, `arn:${partition}:iam::${spokes[0]}:role/reader`);
    assert.deepEqual(
      [...(planned.desired?.attached ?? [])],
      [`arn:${partition}:iam::aws:policy/SecurityAudit`],
    );
  }
});

const meant = {
  name: "reader",
  trust: only(planOf({})).desired?.trust ?? "",
  attached: ["arn:aws:iam::aws:policy/SecurityAudit"],
  tags: { [managedTag]: "spokes" },
};

test("A role that is as declared is left alone; what drifted is named", () => {
  assert.equal(only(planOf({}, { roles: [meant] })).state, "same");
  const rewritten = JSON.stringify({
    Version: "2012-10-17",
    Statement: JSON.parse(meant.trust).Statement[0],
  });
  assert.equal(
    only(planOf({}, { roles: [{ ...meant, trust: rewritten }] })).state,
    "same",
    "another spelling is no drift",
  );
  const open = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
  });
  const drifted = only(
    planOf(
      { tags: [{ key: "owner", value: "security" }] },
      {
        roles: [
          {
            ...meant,
            trust: open,
            attached: ["arn:aws:iam::aws:policy/AdministratorAccess"],
            maxSessionSeconds: 43_200,
          },
        ],
      },
    ),
  );
  assert.equal(drifted.state, "update");
  assert.deepEqual(
    drifted.differences.map(({ part }) => part),
    ["trust", "permissions", "permissions", "session", "tags"],
  );
  assert.match(drifted.why, /lets in more than it is meant to; .*SecurityAudit is not attached; and 3 more/);
  assert.deepEqual(
    drifted.lost.map(({ id }) => id),
    ["*"],
  );
  assert.deepEqual(
    drifted.steps.map(({ kind }) => kind),
    ["set-trust", "update-role", "detach-policy", "attach-policy", "tag-role"],
  );
});

test("A boundary that the declaration is silent about stays, and is taken away where none is declared", () => {
  const boundary = "arn:aws:iam::aws:policy/PowerUserAccess";
  const world = { roles: [{ ...meant, boundary }] };
  assert.equal(only(planOf({}, world)).state, "same");
  const drifted = only(planOf({}, { roles: [{ ...meant, boundary, attached: [] }] }));
  assert.deepEqual(
    drifted.steps.map(({ kind }) => kind),
    ["attach-policy"],
  );
  const without = only(planOf({ boundary: "none" }, world));
  assert.deepEqual(
    without.steps.map(({ kind }) => kind),
    ["delete-boundary"],
  );
});

test("A role of the same name that is not ours is left alone, unless it is adopted", () => {
  const world = { roles: [{ ...meant, tags: {} }] };
  assert.match(only(planOf({}, world)).why, /not made by accesslens/);
  assert.match(
    only(planOf({}, { roles: [{ ...meant, tags: { [managedTag]: "others" } }] })).why,
    /belongs to the set others/,
  );
  const adopted = only(planOf({}, world, true));
  assert.deepEqual(
    adopted.steps.map(({ kind }) => kind),
    ["tag-role"],
  );
  assert.match(only(planOf({}, { roles: [{ ...meant, path: "/x/" }] })).why, /has path \/x\//);
});

test("Roles of the set that are declared no more are told", () => {
  const plan = planOf(
    {},
    {
      roles: [
        { ...meant, name: "old-reader" },
        { ...meant, name: "theirs", tags: {} },
      ],
    },
  );
  assert.deepEqual(plan.leftovers, [
    { account: spokes[0], arn: `arn:aws:iam::${spokes[0]}:role/old-reader` },
  ]);
});
