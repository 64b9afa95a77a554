/** `accesslens fix` as a process, over the demo organization: plans alone, since AWS is not asked. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { schemaJudge } from "../support/json-schema.ts";
import { workplace } from "./support/command-line.ts";
import { matchesGolden } from "./support/golden.ts";

const { folder, accesslens } = workplace();
assert.equal(accesslens(["demo", "--dir", "demo"]).code, 0);

function run(...args: readonly string[]): string {
  const { code, stdout, stderr } = accesslens(args);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  return stdout;
}

const isPlan = schemaJudge("fix.schema.json", { isClosed: true });

test("people are shown what changes, who loses, and what has no edit", () => {
  matchesGolden("fix.txt", run("fix", "--severity", "high"));
});

test("programs are given the plans of all findings by the schema", () => {
  const answer = JSON.parse(run("fix", "--severity", "info", "--format", "json"));
  assert.deepEqual(isPlan(answer), []);
  assert.equal(answer.applied, false);
  assert.ok(answer.fixes.length >= 5 && answer.notApplicable.length > 0);
  for (const { state, before, after, findings, changes } of answer.fixes) {
    assert.equal(state, "planned");
    assert.notEqual(before, after);
    const closed = changes.flatMap((change: { findings: { closed: string[] } }) => change.findings.closed);
    for (const { id } of findings) assert.ok(closed.includes(id), `${id} is closed`);
  }
});

test("what explain tells to run is the plan, and a file says what stands in capitals", () => {
  const { findings } = JSON.parse(run("scan", "--rule", "oidc-subject-broad", "--format", "json"));
  const { id } = findings[0];
  const command = /accesslens (fix \w+)/.exec(run("explain", id))?.[1]?.split(" ") ?? [];
  assert.match(run(...command), /in place of REPOSITORY\. .*--values/);
  writeFileSync(join(folder, "values.yaml"), `${id}: { REPOSITORY: shop }\n`);
  assert.match(run(...command, "--values", "values.yaml"), /"repo:acme\/shop:ref:refs\/heads\/main"/);
  writeFileSync(join(folder, "values.yaml"), `${id}: { REPOSITORY: "" }\n`);
  const empty = accesslens([...command, "--values", "values.yaml"]);
  assert.deepEqual([empty.code, /values\.yaml:1:\d+/.test(empty.stderr)], [3, true], empty.stderr);
});

test("what was asked to be written and can't be is no success", () => {
  const { notApplicable } = JSON.parse(run("fix", "--severity", "info", "--format", "json"));
  const [{ id }] = notApplicable;
  run("fix", id);
  const { code, stderr } = accesslens(["fix", id, "--apply"]);
  assert.deepEqual({ code, stderr }, { code: 1, stderr: "" });
});

test("external IDs are masked for people", () => {
  const { findings } = JSON.parse(run("scan", "--rule", "external-id-weak", "--format", "json"));
  const ids = findings.map(({ id }: { id: string }) => id);
  const words =
    "{ REPLACE-WITH-A-RANDOM-ID-AGREED-WITH-THE-THIRD-PARTY: 5b8f27a4-91c0-4d7e-b6aa-0c4d1ef3a702 }";
  writeFileSync(join(folder, "ids.yaml"), ids.map((id: string) => `${id}: ${words}\n`).join(""));
  const masked = run("fix", ...ids, "--values", "ids.yaml");
  assert.match(masked, /<masked, 36 characters>/);
  assert.equal(masked.includes("5b8f27a4"), false);
  assert.match(run("fix", ...ids, "--values", "ids.yaml", "--external-ids", "shown"), /5b8f27a4/);
});

test("what can't be meant is refused with what to do", () => {
  for (const [args, code, said] of [
    [["fix"], 2, /--rule, --account, --severity/],
    [["fix", "ffffffff"], 2, /no finding/],
    [["fix", "--rule", "no-such"], 2, /there is no rule/],
    [["fix", "--severity", "critical", "--canary", "123456789012"], 2, /nothing is planned in account/],
  ] as const) {
    const run = accesslens(args);
    assert.equal(run.code, code, run.stderr);
    assert.match(run.stderr, said);
  }
});
