/** `accesslens diff` as a process: what people, programs and pull requests are told of a changed organization. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { writeFiles } from "../../src/collect/files/fixtures/example-directory.ts";
import { schemaJudge } from "../support/json-schema.ts";
import { workplace } from "./support/command-line.ts";
import { matchesGolden } from "./support/golden.ts";
import { externalIds, management, organizationFiles, production } from "./support/organization.ts";

const { folder, accesslens } = workplace();
writeFiles(join(folder, "monday"), organizationFiles());
writeFiles(join(folder, "tuesday"), organizationFiles());

/** Replaces in one file of Tuesday; what is replaced has to be there. */
function changed(file: string, ...edits: readonly (readonly [from: string, to: string])[]): void {
  const path = join(folder, "tuesday", file);
  let text = JSON.stringify(JSON.parse(readFileSync(path, "utf8")));
  for (const [from, to] of edits) {
    assert.ok(text.includes(from), `${file} holds ${from}`);
    text = text.replace(from, to);
  }
  writeFileSync(path, text);
}

changed(
  `accounts/${management}/authorization-details.json`,
  // The second vendor's external ID is no longer asked for.
  [`,"Condition":{"StringEquals":{"sts:ExternalId":"${externalIds[1]}"}}`, ""],
);
changed(
  `accounts/${production}/authorization-details.json`,
  // Only written differently.
  ['"Principal":{"AWS":"*"}', '"Principal":{"AWS":["*"]}'],
  ['"Action":"s3:PutObject"', '"Action":["s3:PutObject","s3:DeleteObject"]'],
  ["999999999999:role/partner", "888888888888:role/`<b>evil</b>` @everyone"],
);
for (const day of ["monday", "tuesday"]) {
  const { code, stderr } = accesslens(["import", day, "--out", `${day}.alens`]);
  assert.equal(code, 0, stderr);
}
const days = ["monday.alens", "tuesday.alens"] as const;

test("people are told who gained and lost what", () => {
  const { code, stdout, stderr } = accesslens(["diff", ...days]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  matchesGolden("diff.txt", stdout);
});

test("programs are given it by the schema", () => {
  const { code, stdout, stderr } = accesslens(["diff", ...days, "--format", "json", "--text-only"]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  const value = JSON.parse(stdout);
  assert.deepEqual(schemaJudge("diff.schema.json", { isClosed: true })(value), []);
  matchesGolden("diff.json", `${JSON.stringify(value, null, 2)}\n`);
});

test("pull requests are given Markdown in which no name is markup", () => {
  const { code, stdout } = accesslens(["diff", ...days, "--format", "markdown"]);
  assert.equal(code, 0);
  matchesGolden("diff.md", stdout);
  assert.doesNotMatch(stdout, /<b>/);
});

test("chains that appear are told on request", () => {
  const { code, stdout, stderr } = accesslens(["diff", ...days, "--chains", "--format", "json"]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  const value = JSON.parse(stdout);
  assert.deepEqual(schemaJudge("diff.schema.json", { isClosed: true })(value), []);
  assert.notEqual(value.chains, null);
  assert.ok(!value.notCompared.some((text: string) => text.includes("chains")));
  const plain = JSON.parse(accesslens(["diff", ...days, "--format", "json"]).stdout);
  assert.equal(plain.chains, null);
  assert.ok(plain.notCompared.some((text: string) => text.includes("chains")));
});

test("the exit code tells a difference when it is asked to", () => {
  assert.equal(accesslens(["diff", ...days, "--exit-code"]).code, 1);
  const same = accesslens(["diff", "monday.alens", "monday.alens", "--exit-code"]);
  assert.equal(same.code, 0);
  assert.match(same.stdout, /Nobody gained or lost access/);
});

test("a directory is compared as the snapshot that is made of it", () => {
  const { code, stdout } = accesslens(["diff", "monday", "tuesday.alens", "--format", "json"]);
  assert.equal(code, 0);
  const fromFiles = JSON.parse(accesslens(["diff", ...days, "--format", "json"]).stdout);
  assert.deepEqual({ ...JSON.parse(stdout), before: "monday.alens" }, fromFiles);
});

test("one account alone is compared on request", () => {
  const of = (account: string) => {
    const answer = accesslens(["diff", ...days, "--account", account, "--format", "json"]);
    return JSON.parse(answer.stdout).changes.map((change: { account: string }) => change.account);
  };
  assert.deepEqual(new Set(of(production)), new Set([production]));
  assert.deepEqual(new Set(of(management)), new Set([management]));
  const unknown = accesslens(["diff", ...days, "--account", "123"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /neither side holds account "123"/);
});

test("external IDs are masked unless asked for", () => {
  for (const format of ["table", "json", "markdown"]) {
    for (const id of externalIds.map((one) => one.replace("*", "")))
      assert.ok(
        !accesslens(["diff", ...days, "--format", format]).stdout.includes(id),
        `${format} shows ${id}`,
      );
  }
  const shown = accesslens(["diff", ...days, "--external-ids", "shown"]).stdout;
  assert.ok(shown.includes(externalIds[1] ?? "none"));
});

test("a snapshot that can't be read is told", () => {
  const { code, stderr } = accesslens(["diff", "monday.alens", "nowhere.alens"]);
  assert.equal(code, 3);
  assert.match(stderr, /nowhere\.alens: can't be opened/);
});
