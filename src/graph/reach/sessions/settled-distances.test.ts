/** What is reached, and by whom, is what a way with the right sessions leads to: as `paths` tells it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { randomOrganization } from "../../../../test/laws/reach/random-organization.ts";
import { seeded } from "../../../../test/laws/trust/random.ts";
import {
  allow,
  type OrganizationPlan,
  roleArn,
  type Statement,
  snapshotOf,
  trusts,
} from "../../../../test/support/planned-organization.ts";
import { type Reach, reachOf } from "../../../../test/support/reach-of.ts";
import { ada, also, by, own, red, tagsToo } from "../../../../test/support/tagged-sessions.ts";
import { blastRadius, exposure, readEnd, readStart } from "../index.ts";

const otherTags = also(trusts(by("other")), "sts:TagSession");
const limits = { mostHops: 8, onlyProven: false };

type How = { readonly hops: number; readonly proven: boolean } | null;

/** The same question asked three times. */
function told(reach: Reach, from: string, to: string): { paths: How; radius: How; exposure: How } {
  const [start, end] = [readStart(from), readEnd(to)];
  assert.ok(start !== null && end !== null);
  const paths = reach.paths({ from, to, most: 200 });
  const reached = blastRadius(reach.graph, { from: start, ...limits }, reach.scope).reached;
  const who = exposure(reach.graph, { to: end, action: null, ...limits }, reach.scope)?.who ?? [];
  const hopsOf = paths.map(({ hops }) => hops.length);
  const how = (one: { hops: number; proven: boolean } | undefined): How =>
    one === undefined ? null : { hops: one.hops, proven: one.proven };
  return {
    paths:
      paths.length === 0 ? null : { hops: Math.min(...hopsOf), proven: paths.some(({ proven }) => proven) },
    radius: how(reached.find(({ arn }) => arn === to)),
    exposure: how(who.find(({ id }) => id === from)),
  };
}

function organization(first: readonly Statement[], asks: Statement): OrganizationPlan {
  const roles = [
    { name: "first", trust: first, policies: [tagsToo] },
    { name: "last", trust: [trusts(by("first"), asks)], policies: [] },
    { name: "beyond", trust: [trusts(by("last"))], policies: [] },
    { name: "other", trust: [trusts({ Service: "ec2.amazonaws.com" })], policies: [tagsToo] },
  ];
  return { accounts: [{ id: own, users: [{ name: "ada", policies: [tagsToo] }], roles }] };
}

const cases: readonly (readonly [name: string, first: readonly Statement[], asks: Statement, How])[] = [
  ["a tag that may be set", [also(trusts(by("ada")), "sts:TagSession")], red, { hops: 2, proven: true }],
  ["a tag that only another may set", [trusts(by("ada")), otherTags], red, null],
  [
    "a source identity that nobody may set",
    [trusts(by("ada"))],
    { StringEquals: { "aws:SourceIdentity": "ada" } },
    null,
  ],
  [
    "MFA of a role's session",
    [trusts(by("ada"))],
    { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    { hops: 2, proven: false },
  ],
];

for (const [name, first, asks, expected] of cases) {
  test(`a hop that asks for ${name}: paths, blast radius and exposure say the same`, () => {
    const reach = reachOf(snapshotOf(organization(first, asks)));
    const last = told(reach, ada, roleArn(own, "last"));
    assert.deepEqual(last, { paths: expected, radius: expected, exposure: expected });
    const beyond = told(reach, ada, roleArn(own, "beyond"));
    assert.deepEqual(beyond.radius, beyond.paths);
    assert.deepEqual(beyond.exposure, beyond.paths);
    // Whoever starts as the role has made its session as it liked.
    const started = told(reach, roleArn(own, "first"), roleArn(own, "last"));
    assert.deepEqual([started.radius, started.exposure], [started.paths, started.paths]);
  });
}

test("an outsider whose own grant does not let it set the tag may come further, and that is no proof", () => {
  const partner = "999999999999";
  const of = (entry: Statement) => reachOf(snapshotOf(organization([entry, otherTags], red)));
  const from = `arn:aws:iam::${partner}:root`;
  const doubtful = { hops: 2, proven: false };
  const closed = of(trusts({ AWS: partner }));
  assert.deepEqual(told(closed, from, roleArn(own, "last")), {
    paths: doubtful,
    radius: doubtful,
    exposure: doubtful,
  });
  const open = told(of(also(trusts({ AWS: partner }), "sts:TagSession")), from, roleArn(own, "last"));
  assert.deepEqual(open.radius, { hops: 2, proven: true });
  assert.deepEqual(open.exposure, open.radius);
});

test("what a resource asks of a session's tags is proven of whoever makes the session, and no more than possible of others", () => {
  const bucket = "arn:aws:s3:::ledger";
  const reads = { ...allow("s3:GetObject", `${bucket}/*`), Condition: red };
  const first = [also(trusts(by("ada")), "sts:TagSession"), otherTags];
  const plan = organization(first, {});
  const roles = plan.accounts[0]?.roles?.map((role) =>
    role.name === "first" ? { ...role, policies: [tagsToo, [reads]] } : role,
  );
  const resources = [{ arn: bucket, type: "AWS::S3::Bucket" }];
  const reach = reachOf(
    snapshotOf({ accounts: [{ ...plan.accounts[0], id: own, roles: roles ?? [], resources }] }),
  );
  const started = told(reach, roleArn(own, "first"), bucket);
  assert.deepEqual(started.radius, { hops: 1, proven: true });
  assert.deepEqual(started.exposure, started.radius);
  const come = told(reach, ada, bucket);
  assert.deepEqual(
    [come.radius, come.exposure],
    [
      { hops: 2, proven: false },
      { hops: 2, proven: false },
    ],
  );
});

test("over random organizations, all three agree about every user and role (seed 77)", () => {
  const random = seeded(77);
  let possible = 0;
  let impossible = 0;
  for (let number = 0; number < 30; number++) {
    const reach = reachOf(snapshotOf(randomOrganization(random)));
    const { nodes, snapshot } = reach.graph;
    for (let from = 0; from < nodes.principals; from++) {
      for (let role = 0; role < snapshot.roles.count; role++) {
        if (from === role || !random.chance(30)) continue;
        const all = told(reach, nodes.arnOf(from) ?? "", snapshot.roles.arn(role));
        const where = `organization ${number}, ${nodes.arnOf(from)} to ${snapshot.roles.arn(role)}`;
        assert.deepEqual(all.radius, all.paths, where);
        assert.deepEqual(all.exposure, all.paths, where);
        if (all.paths === null) impossible++;
        else possible++;
      }
    }
  }
  assert.ok(possible > 30 && impossible > 100, `${possible} possible, ${impossible} impossible`);
});
