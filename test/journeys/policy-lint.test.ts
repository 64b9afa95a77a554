/** `accesslens policy lint` as a process: what it prints, and how it ends. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "accesslens-lint-"));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

type Run = { readonly code: number | null; readonly out: string; readonly err: string };

function lint(args: readonly string[], input = ""): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/accesslens.js", ...args], {
    encoding: "utf8",
    input,
  });
  return { code: status, out: stdout, err: stderr };
}

const statement = { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::a" };
const clean = file("clean.json", JSON.stringify({ Version: "2012-10-17", Statement: statement }));
const bad = file(
  "bad.json",
  JSON.stringify({ Version: "2012-10-17", Statement: { ...statement, Action: "*", Resource: "*" } }),
);
const old = file("old.json", JSON.stringify({ Statement: statement }));
const noJson = file("broken.json", '{"Version": "2012-10-17",\n "Statement": [}');

test("a clean policy ends with 0", () => {
  const { code, out } = lint(["policy", "lint", clean]);
  assert.deepEqual([code, out], [0, "1 policy: nothing found\n"]);
});

test("suggestions and warnings alone end with 0, and with 1 where --fail-on asks for them", () => {
  assert.equal(lint(["policy", "lint", old]).code, 0);
  assert.equal(lint(["policy", "lint", "--fail-on", "suggestion", old]).code, 1);
});

test("a policy that opens everything ends with 1, and with 0 where only errors are to fail", () => {
  const { code, out } = lint(["policy", "lint", clean, bad]);
  assert.equal(code, 1);
  assert.match(out, /1:64\s+security\s+full-access\s+the statement allows every action/);
  assert.match(out, /2 policies: 1 security/);
  assert.equal(lint(["policy", "lint", "--fail-on", "error", bad]).code, 0);
});

test("a text that is no JSON and a file that is not there end with 3, with their place; the others are linted", () => {
  const { code, out, err } = lint(["policy", "lint", noJson, join(folder, "none.json"), bad]);
  assert.equal(code, 3);
  assert.match(err, /broken\.json:2:16: expected a value/);
  assert.match(err, /none\.json: can't be read/);
  assert.match(out, /full-access/);
});

test("standard input is read, and the output for programs has places and edits", () => {
  const { code, out } = lint(
    ["policy", "lint", "--format", "json", "-"],
    '{"Statement": {"effect": "Deny"}}',
  );
  assert.equal(code, 1);
  const { files } = JSON.parse(out);
  assert.equal(files[0].file, "-");
  const found = files[0].findings.find((one: { code: string }) => one.code === "element-case");
  assert.deepEqual(found.edit, { range: { start: 15, end: 23 }, text: '"Effect"' });
  assert.deepEqual([found.position.line, found.position.column, found.severity], [1, 16, "error"]);
});

test("one line is printed for each finding with --format ndjson", () => {
  const { out } = lint(["policy", "lint", "--format", "ndjson", old, bad]);
  const codes = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).code);
  assert.deepEqual(codes, ["missing-version", "full-access"]);
});

test("the kind is told by the policy, or by --kind", () => {
  const trust =
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}';
  const { out } = lint(["policy", "lint", "--format", "json", "-"], trust);
  assert.equal(JSON.parse(out).files[0].kind, "trust");
  const told = lint(["policy", "lint", "--format", "json", "--kind", "scp", "-"], trust);
  assert.ok(
    JSON.parse(told.out).files[0].findings.some(
      (one: { code: string }) => one.code === "element-not-allowed",
    ),
  );
});

test("a URL-encoded document, as IAM's API gives it, is read", () => {
  const { code } = lint(
    ["policy", "lint", "-"],
    encodeURIComponent(JSON.stringify({ Version: "2012-10-17", Statement: statement })),
  );
  assert.equal(code, 0);
});

test("--version tells the product's version and the day of the data about AWS's actions", () => {
  assert.match(
    lint(["--version"]).out,
    /^\d+\.\d+\.\d+\nAWS actions and condition keys as of \d{4}-\d{2}-\d{2}\n$/,
  );
});

test("an option that does not exist, or no file, is a mistake of usage", () => {
  assert.equal(lint(["policy", "lint"]).code, 2);
  assert.equal(lint(["policy", "lint", "--kind", "other", clean]).code, 2);
});
