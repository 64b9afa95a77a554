/** What iam-collect wrote as the input of an import. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { isPolicyUnread, parseAccountId, type Role, type Snapshot } from "../../../model/index.ts";
import { exampleFiles, type Files, writeFiles } from "../fixtures/example-directory.ts";
import { exampleStorage } from "../fixtures/example-storage.ts";
import { importDirectory, placeOf } from "../index.ts";
import { iamCollectPartitions } from "./layout.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-iam-collect-"));
after(() => rmSync(folder, { recursive: true }));
let count = 0;

function directory(files: Files): string {
  count += 1;
  const root = join(folder, String(count));
  mkdirSync(root);
  writeFiles(root, files);
  return root;
}

async function imported(path: string, keepGoing = false) {
  const outcome = await importDirectory(path, { keepGoing, createdAt: 1_764_000_000 });
  if (!outcome.ok) assert.fail(outcome.error.map((error) => `${placeOf(error)} ${error.message}`).join("\n"));
  return outcome.value;
}

function text(snapshot: Snapshot, document: Role["trustPolicy"], owner: string): unknown {
  const id = parseAccountId(owner);
  assert.ok(id.ok && document !== null);
  return JSON.parse(snapshot.documents.text(document, id.value));
}

test("the organization stands in the snapshot with its tree and control policies", async () => {
  const { snapshot, warnings } = await imported(directory(exampleStorage()));
  assert.deepEqual(warnings, []);
  assert.deepEqual(
    snapshot.accounts.map(({ id, organizationPath, hasData, tags }) => [id, organizationPath, hasData, tags]),
    [
      ["111111111111", "o-example0001/r-root/", true, []],
      ["222222222222", "o-example0001/r-root/ou-root-workload/", true, [{ key: "stage", value: "prod" }]],
      ["333333333333", "o-example0001/r-root/", false, []],
    ],
  );
  const { organization } = snapshot;
  assert.deepEqual(
    organization?.units.map(({ id, name, parent }) => [id, name, parent]),
    [
      ["r-root", "Root", null],
      ["ou-root-workload", "Workloads", "r-root"],
    ],
  );
  assert.deepEqual(
    organization?.controlPolicies?.map(({ id, name, type, targets }) => [id, name, type, targets]),
    [
      [
        "p-FullAWSAccess",
        "FullAWSAccess",
        "SERVICE_CONTROL_POLICY",
        ["r-root", "ou-root-workload", "111111111111", "222222222222", "333333333333"],
      ],
      ["p-noqueues1", "NoQueues", "SERVICE_CONTROL_POLICY", ["222222222222"]],
    ],
  );
  assert.deepEqual(organization?.delegatedAdministrators, [
    { account: "222222222222", servicePrincipal: "sso.amazonaws.com" },
  ]);
});

test("principals stand there with their policies; no file is an empty list", async () => {
  const { snapshot } = await imported(directory(exampleStorage()));
  const index = snapshot.roles.byArn("arn:aws:iam::111111111111:role/app/Deploy");
  assert.ok(index !== null);
  const role = snapshot.roles.row(index);
  assert.deepEqual(
    [role.permissionsBoundary, role.attachedPolicies, role.instanceProfiles, role.tags, role.createdAt],
    [
      "arn:aws:iam::111111111111:policy/own",
      ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::111111111111:policy/own"],
      ["arn:aws:iam::111111111111:instance-profile/Deploy"],
      [{ key: "team", value: "shop" }],
      1_767_225_600,
    ],
  );
  assert.match(JSON.stringify(text(snapshot, role.trustPolicy, "111111111111")), /222222222222:root/);
  assert.deepEqual(
    role.inlinePolicies.map(({ name }) => name),
    ["inline"],
  );
  const data = snapshot.accountData(0);
  const [alice] = data?.users ?? [];
  assert.deepEqual([alice?.groups, alice?.inlinePolicies, alice?.attachedPolicies], [["admins"], [], []]);
  assert.deepEqual(
    data?.managedPolicies.map(({ arn }) => arn),
    ["arn:aws:iam::111111111111:policy/own", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  );
  assert.deepEqual(
    data?.oidcProviders?.map(({ url, clientIds }) => [url, clientIds]),
    [["token.actions.githubusercontent.com", ["sts.amazonaws.com"]]],
  );
  assert.deepEqual(data?.samlProviders, ["arn:aws:iam::111111111111:saml-provider/idp"]);
});

test("resources stand there by type, with what is not known of them said", async () => {
  const { snapshot } = await imported(directory(exampleStorage()));
  const rows = snapshot.accountData(0)?.resources ?? [];
  const start = "eu-west-1:111111111111";
  assert.deepEqual(
    rows.map((row) => [row.type, row.arn, row.region, isPolicyUnread(row) ? "?" : row.policy !== null]),
    [
      ["AWS::ApiGateway::RestApi", `arn:aws:execute-api:${start}:a1b2`, "eu-west-1", true],
      ["AWS::EC2::VPCEndpoint", `arn:aws:ec2:${start}:vpc-endpoint/vpce-1`, "eu-west-1", false],
      ["AWS::KMS::Key", `arn:aws:kms:${start}:key/1234`, "eu-west-1", "?"],
      ["AWS::Lambda::Function", `arn:aws:lambda:${start}:function:task`, "eu-west-1", "?"],
      ["AWS::S3::Bucket", "arn:aws:s3:::bucket", "eu-west-1", true],
      ["AWS::SecretsManager::Secret", `arn:aws:secretsmanager:${start}:secret:db-AbCdEf`, "eu-west-1", "?"],
      ["AWS::SNS::Topic", `arn:aws:sns:${start}:news`, "eu-west-1", true],
      ["AWS::SQS::Queue", `arn:aws:sqs:${start}:orders`, "eu-west-1", true],
      ["AWS::ECR::RegistryPolicy", `arn:aws:ecr:${start}:repository/*`, "eu-west-1", true],
    ],
  );
  const attributes = new Map(rows.map((row) => [row.type, row.attributes]));
  assert.deepEqual(attributes.get("AWS::S3::Bucket"), {
    publicAccessBlock: { RestrictPublicBuckets: false },
    acl: "unknown",
  });
  assert.deepEqual(attributes.get("AWS::KMS::Key"), { grants: "unknown", policy: "unknown" });
  assert.equal(attributes.get("AWS::Lambda::Function")?.roleArn, "arn:aws:iam::111111111111:role/app/Deploy");
  assert.deepEqual(attributes.get("AWS::SecretsManager::Secret")?.tags, { tier: "0" });
  assert.match(String(attributes.get("AWS::EC2::VPCEndpoint")?.policyDocument), /^\{"Version"/);
  assert.deepEqual(snapshot.accountData(0)?.settings, {
    PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
  });
});

test("whatever is not read is told, and nothing is silently taken for empty", async () => {
  const { snapshot } = await imported(directory(exampleStorage()));
  const told = snapshot.coverage.map(
    ({ what, account, subject, reason }) => `${what} ${account} ${subject}: ${reason}`,
  );
  const absent = "there is none, or none was asked for";
  assert.deepEqual(told.sort(), [
    "account 333333333333 null: It belongs to the organization, and its IAM data was not collected.",
    "account-settings 222222222222 aws/aws/accounts/222222222222/s3-bpa.json: There is none, or it was not asked for: whether the account blocks public access is not known.",
    "identity-center null AccountAssignments: iam-collect does not read who has a permission set in an account.",
    `identity-providers 222222222222 aws/aws/accounts/222222222222/iam: iam-collect tells of no identity provider: ${absent}.`,
    "resource-policies 111111111111 arn:aws:kms:eu-west-1:111111111111:key/1234: Policy was not collected with arn:aws:kms:eu-west-1:111111111111:key/1234, and with 2 more.",
    "resource-policies 111111111111 aws/aws/accounts/111111111111: AccessLens makes nothing of what stands there of iot policy, ram.",
    `resource-policies 222222222222 aws/aws/accounts/222222222222: iam-collect tells of no resource: ${absent}.`,
    "resource-policies null aws/aws: iam-collect keeps neither empty answers nor refusals: a resource without policy.json has none, or it was refused, and kinds of resources that are not there may exist.",
    "roles-anywhere 111111111111 null: iam-collect does not read IAM Roles Anywhere.",
    "roles-anywhere 222222222222 null: iam-collect does not read IAM Roles Anywhere.",
  ]);
});

test("permission sets stand there without what has no file", async () => {
  const { snapshot } = await imported(directory(exampleStorage()));
  assert.deepEqual(snapshot.identityCenter, {
    Instances: [
      {
        InstanceArn: "arn:aws:sso:::instance/ssoins-1111",
        IdentityStoreId: "d-1234567890",
        Status: "ACTIVE",
      },
    ],
    PermissionSets: [
      {
        PermissionSetArn: "arn:aws:sso:::permissionSet/ssoins-1111/ps-2222",
        InstanceArn: "arn:aws:sso:::instance/ssoins-1111",
        Name: "Admins",
        InlinePolicy:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}',
        AttachedManagedPolicies: [
          { Name: "AdministratorAccess", Arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
        ],
      },
    ],
  });
});

const account = "aws/aws/accounts/111111111111";
const faults: readonly (readonly [file: string, content: unknown, told: RegExp])[] = [
  [`${account}/iam/role/app%2fdeploy/trust-policy.json`, '{"Version": ', /:1:13 is not JSON as it should be/],
  [
    `${account}/iam/role/app%2fdeploy/trust-policy.json`,
    "\n  [1]",
    /:2:3 AssumeRolePolicyDocument should be a policy as object or text, not an array$/,
  ],
  [
    `${account}/iam/role/app%2fdeploy/inline-policies.json`,
    '[\n  {"PolicyName": 7, "PolicyDocument": {}}]',
    /:2:18 PolicyName should be a text, not a number$/,
  ],
  [
    `${account}/iam/role/app%2fdeploy/metadata.json`,
    { arn: "arn:aws:iam::111111111111:role/Deploy" },
    /:1:1 metadata\.json has no member "name"$/,
  ],
  [
    `${account}/iam/user/alice/metadata.json`,
    '{"arn": "arn:aws:iam::222222222222:user/alice", "name": "alice", "id": "AIDAALICEALICE000001"}',
    /:1:9 Arn ".*" belongs to account "222222222222", and this file is about 111111111111$/,
  ],
  [`${account}/iam/user/alice/groups.json`, '[ "admins"]', /:1:3 a group should be an ARN, not "admins"$/],
  [
    `${account}/sqs/eu-west-1/orders/policy.json`,
    "[]",
    /:1:1 Policy should be a policy as object or text, not an array$/,
  ],
  [
    `${account}/sqs/eu-west-1/orders/metadata.json`,
    '{\n "arn": "orders"}',
    /:2:9 arn should be an ARN, not "orders"$/,
  ],
  [
    "aws/aws/organizations/o-example0001/accounts.json",
    '{"12": {"ou": "r-root"}}',
    /:1:8 Id should be twelve digits, not "12"$/,
  ],
  [
    "aws/aws/organizations/o-other00001/metadata.json",
    { id: "o-other00001" },
    /o-example0001\/metadata\.json:1:1 there are 2 organizations: this one, and .*o-other00001$/,
  ],
];

for (const [file, content, told] of faults) {
  test(`a fault is told at its place in iam-collect's own file: ${told.source}`, async () => {
    const files = { ...exampleStorage(), [file]: content };
    const path = directory(files);
    const refused = await importDirectory(path, { keepGoing: false });
    assert.ok(!refused.ok);
    const places = refused.error.map((error) => `${placeOf(error)} ${error.message}`);
    assert.match(places[0] ?? "", told);
    if (!told.source.includes("organizations: this one")) {
      assert.ok(places[0]?.startsWith(`${file}:`), places[0]);
    }
    const { snapshot, errors } = await imported(path, true);
    assert.ok(errors.length > 0);
    const [error] = errors;
    assert.ok(error !== undefined && snapshot.coverage.some(({ subject }) => subject === placeOf(error)));
  });
}

test("the storage is found at each of its three levels, and AWS CLI output is not taken for it", async () => {
  const storage = directory(exampleStorage());
  assert.deepEqual(await iamCollectPartitions(storage), ["aws/aws"]);
  assert.deepEqual(await iamCollectPartitions(join(storage, "aws")), ["aws"]);
  assert.deepEqual(await iamCollectPartitions(join(storage, "aws/aws")), [""]);
  assert.equal(await iamCollectPartitions(directory(exampleFiles())), null);
  const alone = Object.entries(exampleStorage()).filter(([name]) => name.includes("/accounts/"));
  assert.deepEqual(await iamCollectPartitions(directory(Object.fromEntries(alone))), ["aws/aws"]);
  const inside = await imported(join(storage, "aws/aws"));
  assert.equal(inside.snapshot.roles.count, 2);
});

test("partitions are imported one by one, and accounts without an organization stand for themselves", async () => {
  const accounts = Object.entries(exampleStorage()).filter(([name]) => name.includes("/accounts/"));
  const { snapshot } = await imported(directory(Object.fromEntries(accounts)));
  assert.equal(snapshot.organization, null);
  assert.equal(snapshot.accounts.length, 2);
  const china = { "aws/aws-cn/accounts/111111111111/iam/role/a/metadata.json": {} };
  const both = await importDirectory(directory({ ...exampleStorage(), ...china }), { keepGoing: true });
  assert.ok(!both.ok);
  assert.deepEqual(
    both.error.map((error) => `${placeOf(error)} ${error.message}`),
    ["aws/aws-cn is another partition beside aws/aws"],
  );
});

test("what is on and not there, and what is attached and not there, makes control policies incomplete", async () => {
  const files = exampleStorage();
  delete files["aws/aws/organizations/o-example0001/scps/p-noqueues1/metadata.json"];
  delete files["aws/aws/organizations/o-example0001/scps/p-noqueues1/policy.json"];
  const metadata = "aws/aws/organizations/o-example0001/metadata.json";
  files[metadata] = {
    id: "o-example0001",
    rootOu: "r-root",
    rootAccountId: "111111111111",
    features: { SERVICE_CONTROL_POLICY: true, RESOURCE_CONTROL_POLICY: true },
  };
  const { snapshot } = await imported(directory(files));
  assert.deepEqual(
    snapshot.coverage.filter(({ what }) => what === "control-policies").map(({ reason }) => reason),
    ["It is attached, and scps/ does not hold it.", "RESOURCE_CONTROL_POLICY is on, and none is there."],
  );
});
