import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import type { RemovablePlace } from "../../graph/reach/index.ts";
import { type AccountId, type Arn, isAccountId, isArn } from "../../model/index.ts";
import { fixCommands } from "./fix-commands.ts";

function arn(text: string): Arn {
  assert.ok(isArn(text), text);
  return text;
}
function account(text: string): AccountId {
  assert.ok(isAccountId(text));
  return text;
}
const owner = account("111111111111");
const role = arn(`arn:aws:iam::${owner}:role/team/deploy`);
const policy = '{\n  "Statement": []\n}';
const written = `'{"Statement":[]}'`;

const cases: readonly (readonly [
  name: string,
  place: RemovablePlace,
  policy: string | null,
  cli: string | null,
])[] = [
  [
    "a trust policy",
    { kind: "trust-policy", role },
    policy,
    `aws iam update-assume-role-policy --role-name deploy --policy-document ${written}`,
  ],
  [
    "a role's inline policy",
    { kind: "inline-policy", holder: role, name: "data" },
    policy,
    `aws iam put-role-policy --role-name deploy --policy-name data --policy-document ${written}`,
  ],
  [
    "a group's inline policy that goes",
    { kind: "inline-policy", holder: arn(`arn:aws:iam::${owner}:group/people`), name: "data" },
    null,
    "aws iam delete-group-policy --group-name people --policy-name data",
  ],
  [
    "an attached policy of AWS",
    {
      kind: "attachment",
      holder: arn(`arn:aws:iam::${owner}:user/ada`),
      policy: arn("arn:aws:iam::aws:policy/AdministratorAccess"),
    },
    null,
    "aws iam detach-user-policy --user-name ada --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
  ],
  [
    "a managed policy",
    { kind: "managed-policy", account: owner, policy: arn(`arn:aws:iam::${owner}:policy/shared`) },
    policy,
    `aws iam create-policy-version --policy-arn arn:aws:iam::${owner}:policy/shared --policy-document ${written} --set-as-default`,
  ],
  [
    "a bucket's policy",
    { kind: "resource-policy", account: owner, resource: arn("arn:aws:s3:::ledger") },
    policy,
    `aws s3api put-bucket-policy --bucket ledger --policy ${written}`,
  ],
  [
    "a queue's policy, for which the AWS CLI wants its address",
    { kind: "resource-policy", account: owner, resource: arn(`arn:aws:sqs:eu-west-1:${owner}:jobs`) },
    policy,
    null,
  ],
];
for (const [name, place, text, cli] of cases) {
  test(`the command for ${name}`, () => assert.equal(fixCommands(place, text).cli, cli));
}

test("a name that begins like an option stays a name", () => {
  const place = { kind: "trust-policy", role: arn(`arn:aws:iam::${owner}:role/-x`) } as const;
  assert.match(fixCommands(place, policy).cli ?? "", / --role-name=-x /);
});

test("whatever stands in a policy, it is one word to a shell", () => {
  for (const text of ["'; touch x; '", "$(id)", "`id`", "!!", "a\nb", "\u202e\u0007", "it's", "\\"]) {
    const hostile = JSON.stringify({ Statement: [{ Sid: text }] });
    const cli = fixCommands({ kind: "trust-policy", role }, hostile).cli ?? "";
    const words = execFileSync("bash", ["-c", `printf '%s\\0' ${cli}`], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C.UTF-8" },
    }).split("\0");
    assert.deepEqual(words.slice(3, 6), ["--role-name", "deploy", "--policy-document"]);
    assert.deepEqual(JSON.parse(words[6] ?? ""), JSON.parse(hostile), text);
    assert.equal(words.length, 8);
  }
});

test("comments that name a place have one line", () => {
  const holder = arn(`arn:aws:iam::${owner}:role/x`);
  const { terraform, cloudFormation } = fixCommands(
    { kind: "inline-policy", holder, name: "a\nevil = 1\u2028b" },
    policy,
  );
  assert.deepEqual(terraform?.split("\n").slice(1, 2), ["policy = jsonencode({"]);
  assert.deepEqual(cloudFormation?.split("\n").slice(1, 2), ["PolicyDocument:"]);
});

test("a policy that goes needs no template", () => {
  const { terraform, cloudFormation } = fixCommands(
    { kind: "inline-policy", holder: role, name: "data" },
    null,
  );
  assert.deepEqual([terraform, cloudFormation], [null, null]);
});
