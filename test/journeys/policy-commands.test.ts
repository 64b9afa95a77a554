/** `accesslens policy compare` and `policy normalize` as processes. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "accesslens-policies-"));
after(() => rmSync(folder, { recursive: true, force: true }));

type Run = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

function accesslens(...args: readonly string[]): Run {
  return spawnSync(process.execPath, ["dist/accesslens.js", ...args], { encoding: "utf8" });
}

function file(name: string, contents: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof contents === "string" ? contents : JSON.stringify(contents));
  return path;
}

const policy = (...statements: readonly unknown[]): unknown => ({
  Version: "2012-10-17",
  Statement: statements,
});
const reading = { Effect: "Allow", Action: "s3:Get*", Resource: "arn:aws:s3:::b/*" };
const narrow = file("narrow.json", policy(reading));
const wide = file("wide.json", policy({ ...reading, Action: "s3:*" }));
const encoded = file("encoded.json", encodeURIComponent(JSON.stringify(policy(reading))));
file(
  "trust.json",
  policy({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }),
);
const bad = file("bad.json", policy({ ...reading, Effect: "Permit" }));

test("two policies are compared for people, with an example", () => {
  const { status, stdout } = accesslens("policy", "compare", narrow, wide);
  assert.equal(status, 0);
  assert.match(stdout, /B allows all that A allows, and more\./);
  assert.match(stdout, /only B allows:\n {4}action {2}s3:/);
  assert.match(stdout, /Both explicitly deny the same requests\./);
});

test("two policies are compared for programs, in one JSON value", () => {
  const { status, stdout } = accesslens("policy", "compare", narrow, wide, "--format", "json");
  assert.equal(status, 0);
  const answer = JSON.parse(stdout);
  assert.deepEqual(
    [answer.a, answer.b, answer.equal, answer.aWithinB, answer.bWithinA, answer.onlyInA, answer.exact],
    [narrow, wide, false, true, false, null, true],
  );
  assert.deepEqual([answer.denyEqual, answer.denyAWithinB, answer.denyBWithinA], [true, true, true]);
  assert.match(answer.onlyInB.action, /^s3:/);
  assert.equal(typeof answer.ms, "number");
});

test("--exit-code tells a difference, and equal policies may be URL-encoded", () => {
  assert.equal(accesslens("policy", "compare", narrow, wide, "--exit-code").status, 1);
  assert.equal(accesslens("policy", "compare", narrow, encoded, "--exit-code").status, 0);
});

test("pairs are answered line by line, with their names, and bad ones don't stop the run", () => {
  mkdirSync(join(folder, "lists"), { recursive: true });
  const pairs = file(
    "lists/pairs.ndjson",
    [
      { a: "../narrow.json", b: "../wide.json", name: { id: 7 } },
      { a: "../narrow.json", b: "../bad.json", name: "bad" },
      { a: "../narrow.json", b: "../gone.json" },
      { a: "../trust.json", b: "../trust.json" },
      { a: "../narrow.json", b: "../wide.json", kind: "scp" },
      "no pair",
    ]
      .map((line) => (typeof line === "string" ? line : JSON.stringify(line)))
      .join("\n"),
  );
  const { status, stdout } = accesslens("policy", "compare", "--pairs", pairs, "--format", "ndjson");
  assert.equal(status, 3);
  const answers = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(answers.length, 6);
  assert.deepEqual(answers[0].name, { id: 7 });
  assert.equal(answers[0].a, "../narrow.json");
  assert.equal(answers[0].aWithinB, true);
  assert.equal(answers[1].name, "bad");
  assert.match(answers[1].error.message, /unknown effect/);
  assert.match(answers[1].error.at, /bad\.json:1:\d+$/);
  assert.match(answers[2].error.message, /can't be read/);
  assert.equal(answers[3].kind, "trust");
  assert.equal(answers[3].equal, true);
  assert.equal(answers[4].kind, "scp");
  assert.match(answers[5].error.message, /no JSON/);
});

test("with --known-actions, a wildcard is the list of actions that it matches, alone and in pairs", () => {
  const assuming = { Effect: "Allow", Action: "sts:AssumeRoleWith*", Resource: "*" };
  const actions = ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];
  const wildcard = file("wildcard.json", policy(assuming));
  const listed = file("listed.json", policy({ ...assuming, Action: actions }));
  const short = file("short.json", policy({ ...assuming, Action: actions.slice(1) }));
  const json = (...args: readonly string[]): unknown =>
    JSON.parse(accesslens("policy", "compare", ...args, "--format", "json").stdout);
  const all = json(wildcard, listed);
  assert.ok(isObject(all) && all.equal === false && all.knownActions === false, JSON.stringify(all));
  const known = json(wildcard, listed, "--known-actions");
  assert.ok(isObject(known) && known.equal === true && known.knownActions === true, JSON.stringify(known));
  const { status, stdout } = accesslens(
    "policy",
    "compare",
    wildcard,
    short,
    "--known-actions",
    "--exit-code",
  );
  assert.equal(status, 1);
  assert.match(stdout, / {3}as identity policies, for actions that AWS lists, on resources that they take/);
  assert.match(stdout, /action {2}sts:AssumeRoleWithSAML\n {4}on {6}arn:aws:iam::111122223333:role\/example/);
  const pairs = file(
    "known-pairs.ndjson",
    [
      { a: "wildcard.json", b: "listed.json" },
      { a: "wildcard.json", b: "short.json", kind: "scp" },
    ]
      .map((line) => JSON.stringify(line))
      .join("\n"),
  );
  const answers = json("--pairs", pairs, "--known-actions");
  assert.ok(Array.isArray(answers));
  assert.deepEqual(
    answers.map((answer) => isObject(answer) && [answer.kind, answer.equal, answer.knownActions]),
    [
      ["identity", true, true],
      ["scp", false, true],
    ],
  );
});

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

test("what policies hold can't command the terminal", () => {
  const evil = file("evil.json", policy({ ...reading, Resource: "arn:aws:s3:::\u001b[2J*" }));
  const { stdout } = accesslens("policy", "compare", evil, narrow);
  assert.ok(!stdout.includes("\u001b"), JSON.stringify(stdout));
  const { stdout: normal } = accesslens("policy", "normalize", evil);
  assert.ok(!normal.includes("\u001b"), JSON.stringify(normal));
});

test("normalize prints a policy without what makes no difference", () => {
  const long = file("long.json", policy({ ...reading, Action: ["s3:Get*", "s3:GetObject"] }, reading));
  const { status, stdout, stderr } = accesslens("policy", "normalize", long);
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout), policy(reading));
  assert.match(stderr, /left out 1 statement, 1 value/);
  const json = JSON.parse(accesslens("policy", "normalize", long, "--format", "json").stdout);
  assert.ok(json.length < json.lengthBefore);
});

test("a policy that can't be used ends with 3, a wrong command line with 2", () => {
  const { status, stderr } = accesslens("policy", "compare", narrow, bad);
  assert.equal(status, 3);
  assert.match(stderr, /bad\.json:1:\d+: unknown effect/);
  assert.equal(accesslens("policy", "compare", narrow).status, 2);
  assert.equal(accesslens("policy", "normalize", bad).status, 3);
  assert.equal(accesslens("policy", "compare", narrow, wide, "--kind", "none").status, 2);
});
