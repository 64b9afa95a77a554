import assert from "node:assert/strict";
import { test } from "node:test";
import { chainFindings, told } from "../../../../test/support/chains.ts";
import {
  type AccountPlan,
  allow,
  allowAll,
  deny,
  type RolePlan,
  roleArn,
  type Statement,
  type Statements,
  trusts,
} from "../../../../test/support/planned-organization.ts";
import { vendorReachesFurther as rule } from "./vendor-reaches-further.ts";

const own = "111111111111";
const datadog = "464622532012";
const stranger = "999999999999";
const entry: RolePlan = {
  name: "vendor",
  policies: [[allow("sts:AssumeRole", roleArn(own, "reader"))]],
  trust: [trusts({ AWS: datadog })],
};
const reader: RolePlan & { readonly trust: Statements } = {
  name: "reader",
  policies: [[allow("s3:GetObject")]],
  trust: [trusts({ AWS: roleArn(own, "vendor") })],
};

function onlyTls(statement: Statement): Statement {
  return { ...statement, Condition: { Bool: { "aws:SecureTransport": "true" } } };
}

function findings(roles: readonly RolePlan[], vendors: Parameters<typeof chainFindings>[2] = {}) {
  return chainFindings(rule, { accounts: [{ id: own, roles }] }, vendors);
}

test("a known vendor whose role assumes another is told, with how many it comes to", () => {
  const [finding, ...others] = findings([entry, reader]);
  assert.deepEqual(others, []);
  assert.deepEqual([finding?.subject, finding?.severity], [roleArn(own, "vendor"), "medium"]);
  assert.equal(
    finding?.title,
    "Datadog (464622532012) comes from its role to 1 other principal that may do more",
  );
  assert.equal(finding?.impact.length, 2);
  assert.equal(
    finding?.severityReasons[0],
    "role/reader reads data stores (s3:GetObject) where the vendor's own role does not.",
  );
});

test("approval of the vendor is for its role, and the finding stays the same one", () => {
  const approval = { name: "Datadog", accounts: [datadog], owner: "ops", roles: [], until: null };
  const [approved] = findings([entry, reader], { vendors: [approval] });
  assert.match(approved?.severityReasons[1] ?? "", /for this role/);
  assert.equal(approved?.id, findings([entry, reader])[0]?.id);
});

test("nothing is told of a vendor that stays with its role, of strangers, and of what administrators are told for", () => {
  assert.deepEqual(
    told(
      findings([
        { ...entry, policies: [[allow("s3:GetObject")]] },
        { ...reader, trust: [trusts({ AWS: own })] },
      ]),
    ),
    [],
  );
  assert.deepEqual(told(findings([{ ...entry, trust: [trusts({ AWS: stranger })] }, reader])), []);
  assert.deepEqual(told(findings([entry, { ...reader, policies: [[allowAll]] }])), []);
  assert.deepEqual(told(findings([{ ...entry, policies: [[allowAll]] }, reader])), []);
});

const leads = allow("sts:AssumeRole", roleArn(own, "reader"));
const bucket = "arn:aws:s3:::ledger/*";

/** What the vendor's role and the one behind it may, besides leading there; whether it is told, and as what. */
const comparisons: readonly (readonly [
  why: string,
  own: Statements,
  behind: Statements,
  said: RegExp | null,
])[] = [
  ["data of one bucket", [], [allow("s3:GetObject", bucket)], /reads data stores/],
  ["data of more buckets", [allow("s3:GetObject", bucket)], [allow("s3:Get*")], /reads data stores/],
  ["data that the own role surely reads", [allow("s3:Get*")], [allow("s3:GetObject", bucket)], null],
  [
    "data that the own role reads under a condition",
    [onlyTls(allow("s3:*"))],
    [allow("s3:GetObject")],
    /data/,
  ],
  ["data that the own role is denied", [allow("s3:*"), deny("s3:Get*")], [allow("s3:GetObject")], /data/],
  [
    "data that the own role reads but for others",
    [allow("s3:*"), deny("s3:Put*")],
    [allow("s3:GetObject")],
    null,
  ],
  ["looking", [], [allow(["ec2:Describe*", "cloudwatch:List*"])], null],
  [
    "looking and one change",
    [],
    [allow(["ec2:Describe*", "sqs:SendMessage"])],
    /more than look \(sqs:SendMessage\)/,
  ],
  ["changes that the own role may too", [allow("sqs:*")], [allow("sqs:SendMessage")], null],
  [
    "everything but something",
    [allow("sqs:*")],
    [{ ...allow([]), NotAction: "iam:*", Action: undefined }],
    /changes IAM|reads secrets|reads data/,
  ],
  ["assuming on", [], [allow("sts:AssumeRole", roleArn(own, "nobody"))], null],
  ["nothing", [], [], null],
  ["secrets, whatever else", [allow("s3:*")], [allow("secretsmanager:GetSecretValue")], /reads secrets/],
];
for (const [why, mine, behind, said] of comparisons) {
  test(`behind the vendor's role, ${why} is ${said === null ? "not " : ""}told`, () => {
    const [finding] = findings([
      { ...entry, policies: [[leads, ...mine]] },
      { ...reader, policies: behind.length === 0 ? [] : [behind] },
    ]);
    if (said === null) assert.equal(finding, undefined);
    else assert.match(finding?.severityReasons[0] ?? "", said);
  });
}

test("the own role's boundary holds back what its policies allow", () => {
  const bounded = (boundary: Statements): AccountPlan => ({
    id: own,
    managed: [{ name: "limit", statements: boundary }],
    roles: [{ ...entry, policies: [[leads, allow("s3:*")]], boundary: "limit" }, reader],
  });
  const counts = [[allow("s3:*")], [allow("sts:*")]].map((boundary) => {
    const wide = [...boundary, allow("sts:*")];
    return chainFindings(rule, { accounts: [bounded(wide)] }).length;
  });
  assert.deepEqual(counts, [0, 1]);
});

test("another account is further, whatever may be done there, and a role without permissions is not", () => {
  const abroad = "222222222222";
  const plan = (policies: readonly Statements[]) => ({
    accounts: [
      {
        id: own,
        roles: [{ ...entry, policies: [[allow("sts:AssumeRole", roleArn(abroad, "reader"))]] }],
      },
      { id: abroad, roles: [{ ...reader, policies }] },
    ],
  });
  const [finding] = chainFindings(rule, plan([[allow("ec2:Describe*")]]));
  assert.match(
    finding?.severityReasons[0] ?? "",
    /in account 222222222222, into which the vendor was not let/,
  );
  assert.deepEqual(told(chainFindings(rule, plan([]))), []);
});

test("what lets the vendor in by itself is no way from its role, and neither is what lets any account in", () => {
  for (const principal of [{ AWS: datadog }, "*"] as const) {
    const open = { ...reader, trust: [...reader.trust, trusts(principal)] };
    assert.deepEqual(told(findings([entry, open])), []);
  }
  const other = { ...reader, trust: [...reader.trust, trusts({ AWS: stranger })] };
  assert.deepEqual(told(findings([entry, other])), ["medium vendor"]);
});

test("a policy that was not read may be more, and is no more than low", () => {
  // Without the boundary it might be an administrator, and another rule's.
  const unread: RolePlan = { ...reader, policies: [], attached: ["not-at-hand"], boundary: "limit" };
  const managed = [{ name: "limit", statements: [allow("s3:*")] }];
  const [finding] = chainFindings(rule, { accounts: [{ id: own, managed, roles: [entry, unread] }] });
  assert.equal(finding?.severity, "low");
  assert.match(finding.severityReasons[0] ?? "", /not read in full/);
});
