import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { noDocument } from "../../model/index.ts";
import { details, exampleFiles, type Files, writeFiles } from "./fixtures/example-directory.ts";
import { importDirectory } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-import-errors-"));
after(() => rmSync(folder, { recursive: true }));
let count = 0;

function directory(files: Files): string {
  count += 1;
  const root = join(folder, String(count));
  mkdirSync(root);
  writeFiles(root, files);
  return root;
}

const iam = "accounts/111111111111/authorization-details.json";
const resources = "accounts/111111111111/resource-policies.json";
const providers = "accounts/111111111111/identity-providers.json";
const organization = "organization.json";

type Row = readonly [name: string, file: string, change: (json: string) => string, message: RegExp];

/** A change of one file's compact text, and what must be said of it. */
const rows: readonly Row[] = [
  ["an empty file", iam, () => "", /not JSON/],
  ["a file that is cut off", iam, (json) => json.slice(0, -20), /not JSON/],
  ["two answers one after the other", iam, (json) => json + json, /not JSON.*more text/],
  ["an answer of another kind", iam, () => '{"Roles":[]}', /none of UserDetailList/],
  ["an array of nothing", iam, () => "[]", /no page/],
  ["a truncated answer", iam, (json) => json.replace("{", '{"IsTruncated":true,'), /more pages/],
  [
    "an answer that the AWS CLI cut at --max-items",
    iam,
    (json) => json.replace("{", '{"NextToken":"eyJ",'),
    /NextToken is there: the answer has more pages/,
  ],
  [
    "a list that is an object",
    iam,
    (json) => json.replace('"GroupDetailList":[', '"GroupDetailList":{},"x":['),
    /GroupDetailList should be an array/,
  ],
  [
    "a role that is a text",
    iam,
    (json) => json.replace('"RoleDetailList":[', '"RoleDetailList":["x",'),
    /a role should be an object, not "x"/,
  ],
  ["a role without a name", iam, (json) => json.replace('"RoleName":"Deploy",', ""), /no member "RoleName"/],
  [
    "a name that is a number",
    iam,
    (json) => json.replace('"RoleName":"Deploy"', '"RoleName":1'),
    /RoleName should be a text, not a number/,
  ],
  ["a role without its id", iam, (json) => json.replace(/"RoleId":"AROAD\w+",/, ""), /no member "RoleId"/],
  [
    "an ARN that is none",
    iam,
    (json) => json.replace("arn:aws:iam::111111111111:role/Deploy", "role/Deploy"),
    /Arn should be an ARN/,
  ],
  [
    "an ARN that contradicts the name",
    iam,
    (json) => json.replace(":role/Deploy", ":role/Other"),
    /path and name make it/,
  ],
  [
    "an ARN of another account",
    iam,
    (json) => json.replace("111111111111:role/Deploy", "999999999999:role/Deploy"),
    /belongs to account "999999999999"/,
  ],
  [
    "an ARN of another partition",
    iam,
    (json) =>
      json.replace("arn:aws:iam::111111111111:role/Deploy", "arn:aws-cn:iam::111111111111:role/Deploy"),
    /partition "aws-cn"/,
  ],
  [
    "the same role twice",
    iam,
    (json) => json.replaceAll("Unused", "deploy").replaceAll("/a/", "/"),
    /a role "deploy" stands here for the second time/,
  ],
  [
    "two roles with the same unique id",
    iam,
    (json) => json.replace("AROAUNUSE", "AROADEPLO"),
    /the unique id "AROADEPLO111111111111" stands here for the second time/,
  ],
  [
    "the same member twice",
    iam,
    (json) => json.replace('"RoleName"', '"RoleName":"x","RoleName"'),
    /a role has the member "RoleName" twice/,
  ],
  [
    "a date that is none",
    iam,
    (json) => json.replace("2026-02-01T00:00:00+00:00", "yesterday"),
    /LastUsedDate should be a time/,
  ],
  [
    "a document that is a number",
    iam,
    (json) => json.replace(/"AssumeRolePolicyDocument":\{.*?\}\]\}/, '"AssumeRolePolicyDocument":7'),
    /should be a policy as object or text, not a number/,
  ],
  [
    "a document that is no policy",
    iam,
    (json) => json.replace(/"AssumeRolePolicyDocument":\{.*?\}\]\}/, '"AssumeRolePolicyDocument":"hello"'),
    /AssumeRolePolicyDocument is not a policy/,
  ],
  [
    "two default versions",
    iam,
    (json) => json.replace('"IsDefaultVersion":false', '"IsDefaultVersion":true'),
    /second version is marked/,
  ],
  [
    "a tag without a value",
    iam,
    (json) => json.replace(',"Value":"team"', ""),
    /a tag has no member "Value"/,
  ],
  ["a nesting that is hostile", iam, () => "[".repeat(100_000), /nested more than/],
  [
    "an organization without an id",
    organization,
    (json) => json.replace('"Id":"o-example0001",', ""),
    /no member "Id"/,
  ],
  [
    "an id that is no organization's",
    organization,
    (json) => json.replace("o-example0001", "x"),
    /an organization's id/,
  ],
  [
    "two organizations in one object",
    organization,
    (json) => json.replace("{", '{"Organization":{"Id":"o-example0002"},'),
    /"Organization" twice/,
  ],
  [
    "an account of another organization",
    organization,
    (json) =>
      json.replace('"Name":"prod"', '"Name":"prod","Arn":"arn:aws:organizations::1:account/o-another0001/2"'),
    /another organization/,
  ],
  [
    "an account that is listed twice",
    organization,
    (json) => json.replace("333333333333", "111111111111"),
    /the account 111111111111 stands here for the second time/,
  ],
  [
    "an account in a unit that does not exist",
    organization,
    (json) => json.replace('"ParentId":"ou-root-innermost"', '"ParentId":"ou-root-nosuchou"'),
    /which this file does not have/,
  ],
  [
    "a unit below one that does not exist",
    organization,
    (json) => json.replace('"ParentId":"r-root"', '"ParentId":"r-none"'),
    /does not hang on a root/,
  ],
  [
    "units in a circle",
    organization,
    (json) => json.replace('"ParentId":"r-root"', '"ParentId":"ou-root-innermost"'),
    /does not hang on a root/,
  ],
  [
    "a control policy on a target that does not exist",
    organization,
    (json) => json.replace('"Targets":["r-root"', '"Targets":["r-none"'),
    /no root, unit or account/,
  ],
  [
    "a second root",
    organization,
    (json) => json.replace('"Roots":[', '"Roots":[{"Id":"r-more"},'),
    /r-root is a second root/,
  ],
  [
    "a delegated administrator that is no account",
    organization,
    (json) =>
      json.replace('"Id":"222222222222","ServicePrincipal"', '"Id":"999999999999","ServicePrincipal"'),
    /delegated administrator 999999999999 is no account of this file/,
  ],
  ["providers as an array", providers, () => "[]", /should be an object/],
  [
    "a provider twice",
    providers,
    (json) =>
      json.replace(
        '"SAMLProviders":[',
        '"SAMLProviders":[{"Arn":"arn:aws:iam::111111111111:saml-provider/idp"},',
      ),
    /second time/,
  ],
  ["resources as an object", resources, () => "{}", /should be an array/],
  [
    "a resource without a type",
    resources,
    (json) => json.replace('"Type":"AWS::S3::Bucket",', ""),
    /no member "Type"/,
  ],
  [
    "a resource of another account",
    resources,
    (json) => json.replace(":111111111111:queue", ":222222222222:queue"),
    /belongs to another account/,
  ],
  [
    "a resource twice",
    resources,
    (json) => json.replace("[", '[{"Arn":"arn:aws:s3:::bucket","Type":"AWS::S3::Bucket"},'),
    /second time/,
  ],
  ["settings that are a text", "accounts/111111111111/account.json", () => '"x"', /should be an object/],
  [
    "a member twice, deep inside free data",
    "identity-center.json",
    () => '{"a":[{"b":1,"b":2}]}',
    /"b" twice/,
  ],
  [
    "a directory that is not called after an account",
    "accounts/production/authorization-details.json",
    () => "{}",
    /not called after an account id/,
  ],
];

for (const [name, file, change, message] of rows) {
  test(`${name} is an error that names the file and says what to do; with keepGoing it is coverage`, async () => {
    const files = exampleFiles();
    const before = JSON.stringify(files[file] ?? {});
    const changed = change(before);
    assert.notEqual(changed, before === "{}" ? "" : before, "the change of this row changes nothing");
    const root = directory({ ...files, [file]: changed });
    const outcome = await importDirectory(root, { keepGoing: false });
    if (outcome.ok) assert.fail("the import succeeded");
    const error = outcome.error.find((one) => message.test(one.message));
    assert.ok(error, `expected ${message}, got ${outcome.error.map((one) => one.message).join("; ")}`);
    assert.ok(file.startsWith(error.file), error.file);
    assert.ok(error.position !== null || error.file === "accounts/production");
    assert.ok(error.advice.length > 10);
    const going = await importDirectory(root, { keepGoing: true });
    assert.ok(going.ok);
    assert.equal(going.value.errors.length, outcome.error.length);
    assert.ok(going.value.snapshot.coverage.some((gap) => message.test(gap.reason)));
  });
}

test("positions are line and column of the value that is wrong", async () => {
  const files = exampleFiles();
  const json = JSON.stringify(files[resources], null, 2).replace('"AWS::S3::Bucket"', "17");
  const outcome = await importDirectory(directory({ ...files, [resources]: json }), { keepGoing: false });
  assert.ok(!outcome.ok);
  assert.deepEqual(outcome.error[0]?.position, { line: 4, column: 13 });
});

type Prepare = (root: string) => void;

/** What stands where a file or directory should, and what must be said of it. */
const places: readonly (readonly [name: string, file: string, prepare: Prepare, message: RegExp])[] = [
  ["a directory in a file's place", iam, (root) => mkdirSync(join(root, iam)), /is not a file/],
  [
    "a named pipe in a file's place",
    iam,
    (root) => execFileSync("sh", ["-c", 'mkfifo "$0"', join(root, iam)]),
    /is not a file/,
  ],
  ["a link to itself", iam, (root) => symlinkSync(join(root, iam), join(root, iam)), /can't be read: ELOOP/],
  ["a link to nothing", iam, (root) => symlinkSync("nowhere", join(root, iam)), /is a link to nothing/],
  [
    "a file in an account's place",
    "accounts/444444444444",
    (root) => writeFileSync(join(root, "accounts/444444444444"), ""),
    /is not a directory/,
  ],
  [
    "an account's directory that is a link to nothing",
    "accounts/444444444444",
    (root) => symlinkSync("nowhere", join(root, "accounts/444444444444")),
    /can't be read: ENOENT/,
  ],
];

for (const [name, file, prepare, message] of places) {
  test(`${name} is one error that names it; with keepGoing the rest is imported`, async () => {
    const { [file]: _, ...files } = exampleFiles();
    const root = directory(files);
    prepare(root);
    const outcome = await importDirectory(root, { keepGoing: false });
    assert.ok(!outcome.ok);
    assert.deepEqual(
      outcome.error.map((error) => [error.file, message.test(error.message)]),
      [[file, true]],
    );
    const going = await importDirectory(root, { keepGoing: true });
    assert.ok(going.ok);
    assert.ok(going.value.snapshot.roles.count >= 2);
    assert.ok(going.value.snapshot.coverage.some((gap) => gap.subject === file && message.test(gap.reason)));
  });
}

test("bytes that are no UTF-8 are told with the place of the first", async () => {
  const files = exampleFiles();
  const bytes = Buffer.from('{\n "a": "\ufffd\ufffd",\n "bc": "?"}');
  bytes[bytes.indexOf("?")] = 0xe9;
  const root = directory(files);
  writeFileSync(join(root, resources), bytes);
  const outcome = await importDirectory(root, { keepGoing: false });
  assert.ok(!outcome.ok);
  assert.match(outcome.error[0]?.message ?? "", /is not text in UTF-8/);
  assert.deepEqual(outcome.error[0]?.position, { line: 3, column: 9 });
});

test("a document that is no policy is an error wherever it stands, also after others were read", async () => {
  const files = exampleFiles();
  const json = JSON.stringify(files[iam]).replaceAll(
    /"AssumeRolePolicyDocument":(\{.*?\}\]\}|".*?")/g,
    '"AssumeRolePolicyDocument":"{broken"',
  );
  const outcome = await importDirectory(directory({ ...files, [iam]: json }), { keepGoing: true });
  assert.ok(outcome.ok);
  assert.equal(outcome.value.errors.length, 2);
  assert.deepEqual([...outcome.value.snapshot.roles.trustPolicy.slice(0, 2)], [noDocument, noDocument]);
});

test("all errors of all files are told together", async () => {
  const files = { ...exampleFiles(), [resources]: "{}", [providers]: "[]", "identity-center.json": "nope" };
  const outcome = await importDirectory(directory(files), { keepGoing: false });
  assert.ok(!outcome.ok);
  assert.deepEqual(outcome.error.map((error) => error.file).sort(), [
    providers,
    resources,
    "identity-center.json",
  ]);
});

test("a file that is larger than any account's data is refused before it is read", async () => {
  const root = directory({ ...exampleFiles(), [iam]: "" });
  truncateSync(join(root, iam), 2 ** 32);
  const outcome = await importDirectory(root, { keepGoing: false });
  assert.ok(!outcome.ok);
  assert.match(outcome.error[0]?.message ?? "", /larger than 256 MiB/);
});

test("names that steer a terminal are printed as escapes", async () => {
  const name = "accounts/\u001b[2Jevil\u202e";
  const outcome = await importDirectory(directory({ [`${name}/x.json`]: "{}" }), { keepGoing: false });
  assert.ok(!outcome.ok);
  assert.equal(outcome.error[0]?.file, "accounts/\\u001b[2Jevil\\u202e");
});

test("a path without anything to import is an error, with or without keepGoing", async () => {
  const empty = join(folder, "empty");
  mkdirSync(empty);
  for (const path of [empty, join(folder, "missing")]) {
    for (const keepGoing of [false, true]) {
      const outcome = await importDirectory(path, { keepGoing });
      assert.ok(!outcome.ok);
      assert.equal(outcome.error.length, 1);
    }
  }
});

test("an answer without any ARN tells no account", async () => {
  const nothing = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };
  const outcome = await importDirectory(join(directory({ "answer.json": nothing }), "answer.json"), {
    keepGoing: true,
  });
  assert.ok(!outcome.ok);
  assert.match(outcome.error[0]?.message ?? "", /names no account/);
});

test("an answer of two accounts is a contradiction", async () => {
  const [first, second] = [details("444444444444"), details("555555555555")];
  const both = { ...first, RoleDetailList: [...first.RoleDetailList, ...second.RoleDetailList] };
  const outcome = await importDirectory(join(directory({ "both.json": both }), "both.json"), {
    keepGoing: false,
  });
  assert.ok(!outcome.ok);
});
