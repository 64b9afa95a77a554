/** `accesslens simulate` as a process: flags, cases, recorded events and snapshots. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "accesslens-simulate-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function accesslens(args: readonly string[], input?: string) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["dist/accesslens.js", "simulate", ...args],
    {
      encoding: "utf8",
      env: { ...process.env, XDG_STATE_HOME: folder, NO_COLOR: "1" },
      ...(input === undefined ? {} : { input }),
    },
  );
  return { status, stdout, stderr };
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  return path;
}

const policy = (...statements: readonly object[]) => ({ Version: "2012-10-17", Statement: statements });
const allow = (action: string | readonly string[], resource: string) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
});
const user = "arn:aws:iam::111111111111:user/ada";
const object = "arn:aws:s3:::data/report.csv";
const reads = policy(allow("s3:GetObject", "arn:aws:s3:::data/*"));

const noPolicies = {
  identity: [],
  resource: null,
  boundary: null,
  session: null,
  scps: null,
  rcps: null,
  endpoint: null,
};

function caseOf(name: string, policies: object, request: object = {}) {
  return {
    name,
    request: {
      principal: user,
      action: "s3:GetObject",
      resource: { arn: object, account: "111111111111" },
      context: {},
      ...request,
    },
    policies: { ...noPolicies, ...policies },
  };
}

type Answer = {
  readonly name?: string;
  readonly decision?: string;
  readonly because?: readonly { readonly layer: string; readonly policy: string; readonly lines: unknown }[];
  readonly error?: { readonly message: string; readonly at: string };
};

function answersOf(stdout: string): readonly Answer[] {
  return stdout
    .trim()
    .split("\n")
    .map((line): Answer => JSON.parse(line));
}

const identity = [{ name: "reads", document: reads }];

test("each case has its answer, in order, and a broken one does not end the run", () => {
  const cases = [
    caseOf("allowed", { identity }),
    caseOf("no policy allows", {}),
    caseOf("unknown resource", { identity, resource: "unknown" }),
    { name: "no request", policies: noPolicies },
    caseOf("typo", { identity, boundry: [] }),
    caseOf("not accepted", {
      identity: [{ name: "bad", document: policy({ ...allow("s3:*", "*"), Efect: "Allow" }) }],
    }),
    caseOf("denied", {
      identity,
      scps: [
        { target: "r-root", policies: [{ name: "all", document: policy(allow("*", "*")) }] },
        {
          target: "111111111111",
          policies: [{ name: "no", document: policy({ ...allow("s3:*", "*"), Effect: "Deny" }) }],
        },
      ],
    }),
  ];
  const lines = [...cases.map((one) => JSON.stringify(one)), "{ no JSON", JSON.stringify(cases[0])];
  const { status, stdout } = accesslens([
    "--cases",
    file("cases.ndjson", lines.join("\n")),
    "--format",
    "ndjson",
  ]);
  const answers = answersOf(stdout);
  assert.deepEqual(
    answers.map(({ name, decision, error }) => [name, decision ?? error?.at]),
    [
      ["allowed", "Allowed"],
      ["no policy allows", "ImplicitlyDenied"],
      ["unknown resource", "Unknown"],
      ["no request", "request"],
      ["typo", "policies.boundry"],
      ["not accepted", "policies.identity[0].document, Statement[0], line 1, column 87"],
      ["denied", "ExplicitlyDenied"],
      [undefined, "offset 2"],
      ["allowed", "Allowed"],
    ],
  );
  assert.deepEqual(answers[0]?.because, [
    { layer: "identity", policy: "reads", statement: 0, sid: null, effect: "Allow", lines: [1, 1] },
  ]);
  assert.equal(status, 3);
});

test("cases come from standard input, and as one JSON array, whose policies keep their lines", () => {
  const cases = [caseOf("a", { identity }), caseOf("b", {})];
  const { status, stdout } = accesslens(["--cases", "-", "--format", "json"], JSON.stringify(cases, null, 1));
  const answers: readonly Answer[] = JSON.parse(stdout);
  assert.deepEqual(
    answers.map(({ decision }) => decision),
    ["Allowed", "ImplicitlyDenied"],
  );
  assert.deepEqual(answers[0]?.because?.[0]?.lines, [4, 8]);
  assert.equal(status, 0);
});

test("one case may take many lines", () => {
  const { stdout } = accesslens(
    ["--cases", "-", "--format", "ndjson"],
    JSON.stringify(caseOf("one", { identity }), null, 2),
  );
  assert.deepEqual(
    answersOf(stdout).map(({ name, decision }) => [name, decision]),
    [["one", "Allowed"]],
  );
});

test("no case is no answer", () => {
  assert.deepEqual(accesslens(["--cases", "-", "--format", "json"], "").stdout, "[]\n");
  assert.deepEqual(accesslens(["--cases", "-", "--format", "ndjson"], "\n\n").stdout, "");
});

test("a value that is empty is present, an empty list is absence, and numbers are texts", () => {
  const when = (condition: object) => ({
    identity: [{ name: "p", document: policy({ ...allow("s3:GetObject", "*"), Condition: condition }) }],
  });
  const context = { "aws:PrincipalTag/team": "", "aws:username": [], "s3:max-keys": 10 };
  const cases = [
    caseOf("present", when({ Null: { "aws:PrincipalTag/team": "false" } }), { context }),
    caseOf("absent", when({ Null: { "aws:username": "true" } }), { context }),
    caseOf("number", when({ NumericEquals: { "s3:max-keys": "10" } }), { context }),
    caseOf("derived", when({ StringEquals: { "aws:username": "ada" } })),
  ];
  const { stdout } = accesslens(
    ["--cases", "-", "--format", "ndjson"],
    cases.map((one) => JSON.stringify(one)).join("\n"),
  );
  assert.deepEqual(
    answersOf(stdout).map(({ decision }) => decision),
    ["Allowed", "Allowed", "Allowed", "Allowed"],
  );
});

const request = [
  "--principal",
  user,
  "--action",
  "s3:GetObject",
  "--resource",
  object,
  "--resource-account",
  "111111111111",
];

test("a denied request tells what stood in the way and what almost allowed it", () => {
  const narrow = policy({
    Sid: "Office",
    ...allow("s3:GetObject", "arn:aws:s3:::data/*"),
    Condition: { IpAddress: { "aws:SourceIp": "198.51.100.0/24" } },
  });
  const path = file("narrow.json", narrow);
  const { status, stdout } = accesslens([
    ...request,
    "--identity",
    path,
    "--context",
    "aws:SourceIp=203.0.113.9",
  ]);
  assert.equal(status, 0);
  assert.match(stdout, /^ImplicitlyDenied {2}s3:GetObject on arn:aws:s3:::data\/report\.csv$/m);
  assert.match(stdout, /identity policies: do not allow/);
  assert.match(stdout, /closest: identity policies, .*narrow\.json, statement 1 \(Office\), lines 4–14/);
  assert.match(
    stdout,
    /Condition IpAddress aws:SourceIp "198\.51\.100\.0\/24": the request has "203\.0\.113\.9"/,
  );
});

test("a Deny whose condition asks for a key that was not stated says so", () => {
  const regions = policy({
    ...allow("*", "*"),
    Effect: "Deny",
    Condition: {
      StringNotEquals: { "aws:RequestedRegion": "eu-west-1", "aws:PrincipalAccount": "333333333333" },
    },
  });
  const { stdout } = accesslens([...request, "--identity", file("regions.json", regions)]);
  assert.match(stdout, /^ExplicitlyDenied/);
  assert.match(stdout, /its condition asks for aws:RequestedRegion, which the request does not state/);
  assert.doesNotMatch(stdout, /asks for aws:PrincipalAccount/);
});

test("the policy of an ECR repository speaks of no resource", () => {
  const repository = {
    resource: policy({ Effect: "Allow", Principal: { AWS: user }, Action: "ecr:BatchGetImage" }),
  };
  const asked = {
    action: "ecr:BatchGetImage",
    resource: { arn: "arn:aws:ecr:eu-west-1:111111111111:repository/app", account: "111111111111" },
  };
  const { stdout } = accesslens(
    ["--cases", "-", "--format", "ndjson"],
    JSON.stringify(caseOf("repository", repository, asked)),
  );
  assert.equal(answersOf(stdout)[0]?.decision, "Allowed");
});

test("an allowed request tells the statements of every layer, in JSON", () => {
  const all = file("all.json", policy(allow("*", "*")));
  const { stdout } = accesslens([
    ...request,
    ...["--identity", file("reads.json", reads), "--scp", all, "--scp", `${all},${all}`, "--boundary", all],
    ...["--format", "json"],
  ]);
  const answer: Answer = JSON.parse(stdout);
  assert.equal(answer.decision, "Allowed");
  assert.deepEqual(
    answer.because?.map(({ layer }) => layer),
    ["scp", "scp", "scp", "identity", "boundary"],
  );
});

test("control characters in a policy's text do not reach the terminal", () => {
  const evil = policy({ Sid: "\u001b[2Jx", ...allow("s3:GetObject", "*") });
  const { stdout } = accesslens([...request, "--identity", file("evil.json", evil)]);
  assert.ok(!stdout.includes("\u001b[2J"));
  assert.match(stdout, /\\u\{1b\}/);
});

test("a policy that AWS would not have accepted is refused with its place", () => {
  const path = file(
    "bad.json",
    '{\n "Version": "2012-10-17",\n "Statement": [{"Effect": "Allow", "Action": "s3:*"}]\n}',
  );
  const { status, stderr } = accesslens([...request, "--identity", path]);
  assert.equal(status, 3);
  assert.match(stderr, /bad\.json: Statement\[0\], line 3, column 16: a statement without Resource/);
});

test("a request that lacks a part is a usage error", () => {
  const { status, stderr } = accesslens(["--principal", user, "--identity", file("reads.json", reads)]);
  assert.equal(status, 2);
  assert.match(stderr, /--action/);
});

const event = {
  eventTime: "2026-11-20T10:00:00Z",
  eventSource: "s3.amazonaws.com",
  eventName: "HeadObject",
  awsRegion: "eu-west-1",
  sourceIPAddress: "203.0.113.9",
  userIdentity: {
    type: "AssumedRole",
    principalId: "AROAEXAMPLEEXAMPLE:run",
    arn: "arn:aws:sts::111111111111:assumed-role/app/run",
    accountId: "111111111111",
    sessionContext: {
      sessionIssuer: { type: "Role", arn: "arn:aws:iam::111111111111:role/team/app" },
      attributes: { mfaAuthenticated: "false", creationDate: "2026-11-20T09:00:00Z" },
    },
  },
  requestParameters: { bucketName: "data", key: "report.csv" },
  resources: [
    { type: "AWS::S3::Object", ARN: object },
    { type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::data", accountId: "111111111111" },
  ],
  errorCode: "AccessDenied",
  recipientAccountId: "111111111111",
};

test("a recorded event is asked again", () => {
  const guarded = policy({
    ...allow("s3:GetObject", object),
    Condition: {
      ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/team/app" },
      IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
      StringLike: { "aws:userid": "*:run" },
    },
  });
  const { stdout } = accesslens([
    ...["--event", file("event.json", { Records: [event] }), "--identity", file("guarded.json", guarded)],
    ...["--format", "json"],
  ]);
  const answer: Answer & { readonly recorded?: string } = JSON.parse(stdout);
  assert.equal(answer.decision, "Allowed");
  assert.equal(answer.recorded, "denied");
});

function importedSnapshot(): string {
  const role = {
    Path: "/team/",
    RoleName: "app",
    RoleId: "AROAEXAMPLEEXAMPLE111",
    Arn: "arn:aws:iam::222222222222:role/team/app",
    CreateDate: "2024-01-01T00:00:00+00:00",
    AssumeRolePolicyDocument: policy({
      Effect: "Allow",
      Principal: { Service: "ec2.amazonaws.com" },
      Action: "sts:AssumeRole",
    }),
    RolePolicyList: [{ PolicyName: "data", PolicyDocument: policy(allow("s3:*", "*"), allow("sqs:*", "*")) }],
    AttachedManagedPolicies: [],
    InstanceProfileList: [],
    Tags: [],
  };
  const details = (roles: readonly object[]) => ({
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: roles,
    Policies: [],
  });
  const bucketPolicy = policy({ Effect: "Deny", Principal: "*", Action: "s3:DeleteObject", Resource: "*" });
  const everywhere = ["r-root", "222222222222", "111111111111"];
  const control = (name: string, content: object, targets: readonly string[]) => ({
    Id: `p-${name}`,
    Name: name,
    Type: "SERVICE_CONTROL_POLICY",
    Content: content,
    Targets: targets,
  });
  file("org/organization.json", {
    Organization: { Id: "o-exampleorg1", MasterAccountId: "111111111111" },
    Roots: [{ Id: "r-root", Name: "Root" }],
    OrganizationalUnits: [],
    Accounts: ["111111111111", "222222222222"].map((Id) => ({
      Id,
      Name: Id,
      Status: "ACTIVE",
      ParentId: "r-root",
    })),
    Policies: [
      control("FullAWSAccess", policy(allow("*", "*")), everywhere),
      control("no-queues", policy({ ...allow("sqs:*", "*"), Effect: "Deny" }), ["222222222222"]),
    ],
    DelegatedAdministrators: [],
  });
  file("org/accounts/111111111111/authorization-details.json", details([]));
  file("org/accounts/222222222222/authorization-details.json", details([role]));
  file("org/accounts/222222222222/resource-policies.json", [
    {
      Arn: "arn:aws:s3:::data",
      Type: "AWS::S3::Bucket",
      Policy: bucketPolicy,
      Attributes: { publicAccessBlock: { RestrictPublicBuckets: true } },
    },
  ]);
  const snapshot = join(folder, "org.alens");
  const made = spawnSync(
    process.execPath,
    ["dist/accesslens.js", "import", join(folder, "org"), "--out", snapshot],
    {
      encoding: "utf8",
      env: { ...process.env, XDG_STATE_HOME: folder },
    },
  );
  assert.equal(made.status, 0, made.stderr);
  return snapshot;
}

test("a snapshot brings the principal's policies, its SCPs and the bucket's policy", () => {
  const snapshot = importedSnapshot();
  const ask = (action: string, resource: string): Answer => {
    const { stdout, stderr } = accesslens([
      ...["--snapshot", snapshot, "--principal", "arn:aws:sts::222222222222:assumed-role/app/run"],
      ...["--action", action, "--resource", resource, "--format", "json"],
    ]);
    assert.notEqual(stdout, "", stderr);
    return JSON.parse(stdout);
  };
  const layers = ({ because = [] }: Answer) => because.map(({ layer, policy: name }) => `${layer} ${name}`);
  const read = ask("s3:GetObject", object);
  assert.equal(read.decision, "Allowed");
  assert.deepEqual(layers(read), ["scp FullAWSAccess", "scp FullAWSAccess", "identity data"]);
  const removed = ask("s3:DeleteObject", object);
  assert.equal(removed.decision, "ExplicitlyDenied");
  assert.deepEqual(layers(removed), ["resource arn:aws:s3:::data"]);
  const queued = ask("sqs:SendMessage", "arn:aws:sqs:eu-west-1:222222222222:orders");
  assert.equal(queued.decision, "ExplicitlyDenied");
  assert.deepEqual(layers(queued), ["scp no-queues"]);
  // A policy that was not collected may let the role in.
  const lambda = ask("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:222222222222:function:f");
  assert.equal(lambda.decision, "Unknown");
  // Whose account is not in the snapshot, has SCPs that nobody knows.
  const stranger = accesslens([
    ...[
      "--snapshot",
      snapshot,
      "--principal",
      "arn:aws:iam::333333333333:role/x",
      "--action",
      "s3:GetObject",
    ],
    ...["--resource", object, "--format", "json"],
  ]);
  assert.equal(JSON.parse(stranger.stdout).decision, "ImplicitlyDenied");
});
