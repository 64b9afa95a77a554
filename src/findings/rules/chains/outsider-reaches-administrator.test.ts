import assert from "node:assert/strict";
import { test } from "node:test";
import { chainFindings, told } from "../../../../test/support/chains.ts";
import {
  type AccountPlan,
  allow,
  allowAll,
  type RolePlan,
  roleArn,
  type Statement,
  trusts,
} from "../../../../test/support/planned-organization.ts";
import { ciReachesAdministrator } from "./ci-reaches-administrator.ts";
import { outsiderReachesAdministrator as rule } from "./outsider-reaches-administrator.ts";

const own = "111111111111";
const sister = "222222222222";
const datadog = "464622532012";
const gitHub = "token.actions.githubusercontent.com";
const vendorRole = roleArn(own, "vendor");
const administrator: RolePlan = {
  name: "admin",
  policies: [[allowAll]],
  trust: [trusts({ AWS: vendorRole })],
};
const led: RolePlan = {
  name: "vendor",
  policies: [[allow("sts:AssumeRole", roleArn(own, "admin"))]],
  trust: [trusts({ AWS: datadog })],
};

function findings(...roles: readonly RolePlan[]) {
  return chainFindings(rule, { accounts: [{ id: own, roles }] });
}

test("a vendor whose role assumes an administrator's is told, hop by hop, with what each hop rests on", () => {
  const [finding, ...others] = findings(led, administrator);
  assert.deepEqual(others, []);
  assert.equal(finding?.subject, vendorRole);
  assert.equal(finding.severity, "critical");
  assert.equal(finding.title, "Datadog (464622532012) can come to administer account 111111111111 in 2 hops");
  assert.match(finding.severityReasons.join(" "), /known vendor/);
  assert.deepEqual(
    finding.impact.map((text) => text.replaceAll(/ of account 111111111111/g, "")),
    [
      "Hop 1: arn:aws:iam::464622532012:root (Datadog) comes in as role/vendor.",
      "Hop 2: role/vendor assumes role/admin.",
      "Account 111111111111 is administered then, with 2 roles to act as.",
    ],
  );
  assert.deepEqual(
    finding.evidence.map(({ policy }) => policy.replace(/.*role\//, "")),
    ["vendor", "admin"],
  );
  assert.equal(finding.witness?.resource.arn, vendorRole);
  assert.deepEqual(
    finding.who.map(({ id, external }) => [id, external]),
    [[datadog, true]],
  );
});

test("a way that its own sessions rule out is not told, one that they allow is, be it longer", () => {
  const tagged = (trust: Statement, ...more: readonly Statement[]): Statement[] => [
    { ...trust, Action: ["sts:AssumeRole", "sts:TagSession"] },
    ...more,
  ];
  const mayTag = [allow(["sts:AssumeRole", "sts:TagSession"])];
  const noTags: Statement = { Null: { "aws:TagKeys": "true" } };
  const other = roleArn(own, "other");
  const between: RolePlan = {
    name: "between",
    policies: [mayTag],
    trust: tagged({ ...trusts({ AWS: vendorRole }), Condition: noTags }, ...tagged(trusts({ AWS: other }))),
  };
  const asking: RolePlan = {
    ...administrator,
    trust: [
      {
        ...trusts({ AWS: roleArn(own, "between") }),
        Condition: { StringEquals: { "aws:PrincipalTag/team": "red" } },
      },
    ],
  };
  const entry: RolePlan = { ...led, policies: [mayTag] };
  const third: RolePlan = {
    name: "other",
    policies: [mayTag],
    trust: [trusts({ Service: "ec2.amazonaws.com" })],
  };
  assert.deepEqual(findings(entry, between, asking, third), []);
  const around: RolePlan = { ...third, trust: [trusts({ AWS: vendorRole })] };
  const [finding] = findings(entry, between, asking, around);
  assert.match(finding?.title ?? "", /in 4 hops/);
});

test("taking the outsider out of a trust policy that lets others in too is tried, and removes the finding", () => {
  const both = { ...led, trust: [trusts({ AWS: datadog }), trusts({ AWS: own })] };
  const [finding] = findings(both, administrator);
  assert.equal(finding?.fix?.verified, true);
  assert.doesNotMatch(finding.fix.policy ?? "", new RegExp(datadog));
  assert.match(finding.fix.policy ?? "", new RegExp(own));
});

test("where nobody would be left in the trust policy, the role that it leads to lets it in no more", () => {
  const [finding] = findings(led, administrator);
  assert.deepEqual(
    [finding?.fix?.verified, finding?.fix?.where],
    [true, `trust policy of ${roleArn(own, "admin")}`],
  );
});

test("a technique leads on as well as an assumption", () => {
  const passing: RolePlan = {
    ...led,
    policies: [[allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"])]],
  };
  const executed = { ...administrator, trust: [trusts({ Service: "lambda.amazonaws.com" })] };
  assert.deepEqual(told(findings(passing, executed)), ["critical vendor"]);
});

test("several outsiders of one role are one finding, that names how many", () => {
  const shared = { ...led, trust: [trusts({ AWS: [datadog, "999999999999"] })] };
  const found = findings(shared, administrator);
  assert.equal(found.length, 1);
  assert.match(found[0]?.title ?? "", /and 1 more can come/);
});

function byToken(issuer: string, condition: Statement): Statement {
  return {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${own}:oidc-provider/${issuer}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: condition,
  };
}

test("a provider that anybody gets tokens from is said to be so", () => {
  const google = "accounts.google.com";
  const open = byToken(google, { StringLike: { [`${google}:sub`]: "*" } });
  const [finding] = findings({ ...led, trust: [open] }, administrator);
  assert.match(finding?.severityReasons.join(" ") ?? "", /Anyone can get a token from Google/);
});

test("a pipeline is told here where its subject is narrow, and by the rule about CI where it is broad", () => {
  const subject = (sub: string) => byToken(gitHub, { StringLike: { [`${gitHub}:sub`]: sub } });
  const main = subject("repo:acme/deploy:ref:refs/heads/main");
  const plan = (...trust: readonly Statement[]) => ({
    accounts: [{ id: own, roles: [{ ...led, trust }, administrator] }],
  });
  const rules = [rule, ciReachesAdministrator];
  const tellers = (...trust: readonly Statement[]) =>
    rules.flatMap((one) => chainFindings(one, plan(...trust)).map(({ rule: id }) => id));
  assert.deepEqual(tellers(main), [rule.id]);
  assert.deepEqual(tellers(subject("repo:acme/*")), [ciReachesAdministrator.id]);
  // Who comes in by what is narrow is another than who comes in by what is broad.
  assert.deepEqual(tellers(trusts({ AWS: datadog }), subject("repo:acme/*")), [
    rule.id,
    ciReachesAdministrator.id,
  ]);
  const [mixed] = chainFindings(rule, plan(trusts({ AWS: datadog }), subject("repo:acme/*")));
  assert.deepEqual(
    mixed?.who.map(({ id }) => id),
    [datadog],
  );
});

test("an unproven hop makes it high", () => {
  const negated = {
    ...administrator,
    trust: [{ Effect: "Allow", NotPrincipal: { AWS: "999999999999" }, Action: "sts:AssumeRole" }],
  };
  assert.deepEqual(told(findings(led, negated)), ["high vendor"]);
});

const lookAlikes: readonly (readonly [why: string, accounts: readonly AccountPlan[]])[] = [
  ["the role is an administrator itself", [{ id: own, roles: [{ ...led, policies: [[allowAll]] }] }]],
  [
    "the role may not assume the other",
    [
      {
        id: own,
        roles: [
          { ...led, policies: [] },
          { ...administrator, trust: [trusts({ AWS: own })] },
        ],
      },
    ],
  ],
  [
    "the other does not let it in",
    [{ id: own, roles: [led, { ...administrator, trust: [trusts({ AWS: sister })] }] }],
  ],
  [
    "what it comes to is no administrator",
    [{ id: own, roles: [led, { ...administrator, policies: [[allow("s3:GetObject")]] }] }],
  ],
  [
    "who comes in belongs to the organization",
    [
      { id: own, roles: [{ ...led, trust: [trusts({ AWS: sister })] }, administrator] },
      { id: sister, hasData: false },
    ],
  ],
];
for (const [why, accounts] of lookAlikes) {
  test(`nothing is told where ${why}`, () => {
    assert.deepEqual(told(chainFindings(rule, { accounts })), []);
  });
}

test("an account that intent declares ours is no outsider", () => {
  const plan = { accounts: [{ id: own, roles: [led, administrator] }] };
  assert.deepEqual(told(chainFindings(rule, plan, { accounts: [datadog] })), []);
});
