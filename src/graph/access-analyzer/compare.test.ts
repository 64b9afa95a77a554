import assert from "node:assert/strict";
import { test } from "node:test";
import { allowAll, type OrganizationPlan, snapshotOf } from "../../../test/support/planned-organization.ts";
import { reachOf } from "../../../test/support/reach-of.ts";
import { type ComparedAccess, compareWithAnalyzers } from "./index.ts";

const shop = "111111111111";
const other = "222222222222";
const partner = "arn:aws:iam::999988887777:root";
const role = `arn:aws:iam::${shop}:role/partner`;
const queue = `arn:aws:sqs:eu-west-1:${shop}:jobs`;
const far = `arn:aws:sqs:us-west-2:${shop}:jobs`;

const lets = (principal: string, action: string) => [
  { Effect: "Allow", Principal: { AWS: principal }, Action: action, Resource: "*" },
];

function finding(resource: string, type: string, principal: string, more: object = {}) {
  return {
    id: `of ${resource}`,
    resource,
    resourceType: type,
    principal: { AWS: principal },
    status: "ACTIVE",
    ...more,
  };
}

function compared(findings: readonly object[], analyzer: object = {}): readonly ComparedAccess[] {
  const plan: OrganizationPlan = {
    accounts: [
      {
        id: shop,
        roles: [
          {
            name: "partner",
            trust: [{ Effect: "Allow", Principal: { AWS: partner }, Action: "sts:AssumeRole" }],
            policies: [[allowAll]],
          },
        ],
        resources: [
          { arn: queue, type: "AWS::SQS::Queue", policy: lets("*", "sqs:SendMessage") },
          { arn: far, type: "AWS::SQS::Queue", policy: lets(partner, "sqs:SendMessage") },
        ],
        settings: {
          AccessAnalyzers: [
            {
              arn: `arn:aws:access-analyzer:eu-west-1:${shop}:analyzer/all`,
              type: "ORGANIZATION",
              status: "ACTIVE",
              region: "eu-west-1",
              findings,
              ...analyzer,
            },
          ],
        },
      },
      { id: other },
    ],
  };
  const { graph, scope } = reachOf(snapshotOf(plan));
  return compareWithAnalyzers(graph, scope)?.accesses ?? [];
}

function told(accesses: readonly ComparedAccess[]): readonly string[] {
  return accesses.map(
    ({ resource, principal, state, why }) =>
      `${state}: ${principal} → ${resource}${why === null ? "" : `: ${why}`}`,
  );
}

test("What both find is agreed, whoever is let in: an account, anybody", () => {
  const both = [
    finding(role, "AWS::IAM::Role", "999988887777"),
    finding(queue, "AWS::SQS::Queue", "*", { isPublic: true }),
  ];
  assert.deepEqual(
    told(compared(both)).filter((text) => text.startsWith("agreed")),
    [`agreed: ${partner} → ${role}`, `agreed: anyone → ${queue}`],
  );
});

test("Ours only: no analyzer there, or no finding of it", () => {
  assert.deepEqual(told(compared([finding(role, "AWS::IAM::Role", "999988887777")])).slice(1), [
    `ours only: anyone → ${queue}: Access Analyzer has no finding of it: it is newer than the analyzer's last look, or one of the two is mistaken.`,
    `ours only: ${partner} → ${far}: No active analyzer covers its account in us-west-2.`,
  ]);
  assert.match(
    told(compared([], { status: "DISABLED" }))[0] ?? "",
    /No active analyzer covers its account\.$/,
  );
});

test("Archived findings are told where we find the same, and only there; resolved ones nowhere", () => {
  const accesses = compared([
    finding(role, "AWS::IAM::Role", "999988887777", { status: "ARCHIVED" }),
    finding(far, "AWS::SQS::Queue", "888877776666", { status: "ARCHIVED" }),
    finding(queue, "AWS::SQS::Queue", "888877776666", { status: "RESOLVED" }),
  ]);
  assert.deepEqual(told(accesses.filter(({ findings }) => findings.length > 0)), [
    `ours only: ${partner} → ${role}: Access Analyzer has found it, and the finding is archived: by somebody, or by an archive rule.`,
  ]);
});

test("Theirs only: inside the organization, not in the snapshot, not looked at, or stopped", () => {
  const gone = `arn:aws:sqs:eu-west-1:${shop}:gone`;
  const theirs = compared([
    finding(role, "AWS::IAM::Role", other),
    finding(gone, "AWS::SQS::Queue", "*"),
    finding(far, "AWS::SQS::Queue", "888877776666"),
    finding(queue, "AWS::SQS::Queue", "777766665555", { error: "ACCESS_DENIED" }),
  ]).filter(({ state }) => state === "theirs only");
  const why = new Map(theirs.map((one) => [one.resource, one.why ?? ""]));
  assert.match(why.get(role) ?? "", /belongs to the organization/);
  assert.match(why.get(gone) ?? "", /does not hold the resource/);
  assert.match(why.get(far) ?? "", /does not get through/);
  assert.match(why.get(queue) ?? "", /could not look at it: ACCESS_DENIED/);
});

test("A finding of everybody is of those whom its condition leaves, where they are ours", () => {
  const guests = "o-guests00001";
  const ours = [
    finding(role, "AWS::IAM::Role", "*", { condition: { "AWS:PrincipalAccount": "999988887777" } }),
    finding(queue, "AWS::SQS::Queue", "*", { condition: { "aws:PrincipalOrgID": guests } }),
    finding(far, "AWS::SQS::Queue", "999988887777", { condition: { "aws:SourceVpc": "vpc-1" } }),
  ];
  assert.deepEqual(
    told(compared(ours)).toSorted(),
    [
      // We find everybody there, and so it stays everybody.
      `agreed: anyone → ${queue}`,
      `agreed: ${partner} → ${role}`,
      `agreed: ${partner} → ${far}`,
    ].toSorted(),
  );
});

test("What the analyzer could not look at is told with ours, or by itself", () => {
  const failed = (resource: string) => ({
    ...finding(resource, "AWS::SQS::Queue", ""),
    principal: undefined,
    error: "ACCESS_DENIED",
  });
  const gone = `arn:aws:sqs:eu-west-1:${shop}:gone`;
  const because = "Access Analyzer could not look at it: ACCESS_DENIED.";
  assert.deepEqual(
    told(compared([failed(queue), failed(gone)])).filter((text) => text.includes("could not")),
    [`theirs only: unknown → ${gone}: ${because}`, `ours only: anyone → ${queue}: ${because}`],
  );
});

test("Without analyzers there is nothing to compare; what has another shape is passed over", () => {
  const { graph, scope } = reachOf(snapshotOf({ accounts: [{ id: shop }] }));
  assert.equal(compareWithAnalyzers(graph, scope), null);
  assert.ok(compared([null, "x", { id: 1 }, { id: "a", resource: role }] as object[]).length > 0);
});
