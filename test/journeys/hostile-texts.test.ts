/** What others chose, in names, descriptions, Sids and conditions, reaches no terminal as it is; external IDs stay masked. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Files, writeFiles } from "../../src/collect/files/fixtures/example-directory.ts";
import { workplace } from "./support/command-line.ts";
import { externalIds, management, organizationFiles, writeFixedSnapshot } from "./support/organization.ts";

const hostile =
  "\u001b[31mred\u001b]8;;https://example.com\u0007link\u001b]8;;\u0007\u009b2J\u202eoverride\nforged row\r=1+1\u200b\u2066\u0000\u0085\u{e0041}";

/** Line feeds end lines; everything else here steers a terminal, reorders or hides text. */
const obeyed =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/u;

/** Every text that AWS leaves to people, made hostile; those that something is found by stay. */
function poisoned(files: Files): Files {
  const meant = new Set(["Description", "Name", "Sid", "Value", "PolicyName"]);
  const poison = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => poison(one, key));
    if (typeof value === "string") return meant.has(key) ? `${value}${hostile}` : value;
    if (typeof value !== "object" || value === null) return value;
    const members = Object.entries(value).map(([name, member]) => [name, poison(member, name)]);
    if (key === "Condition") members.push(["StringNotLike", { "aws:PrincipalTag/x": hostile }]);
    return Object.fromEntries(members);
  };
  return Object.fromEntries(Object.entries(files).map(([name, value]) => [name, poison(value, "")]));
}

function questionsOf(ids: readonly string[]): readonly (readonly string[])[] {
  const vendors = `arn:aws:iam::${management}:role/DatadogIntegrationRole`;
  const hub = `arn:aws:iam::${management}:role/hub`;
  return [
    ["scan", "--limit", "0"],
    ["show", "overview"],
    ["show", "account", management],
    ["show", "role", hub],
    ["show", "role", vendors],
    ["who-can-assume", vendors],
    ["can-assume", hub],
    ["can-assume", "arn:aws:iam::464622532012:root"],
    ["paths", "--from", "external", "--to", vendors, "--explain", "--commands"],
    ["paths", "--from", "external", "--to", "arn:aws:iam::*", "--k", "20"],
    ["paths", "--from", hub, "--to", "admin", "--explain"],
    ["blast-radius", "external"],
    ["exposure", vendors],
    ["crown-jewels"],
    ["what-if", "--lost-account", management, "--findings"],
    ...ids.map((id) => ["explain", id]),
  ];
}

/** One finding of each rule that quotes what others chose. */
function idsIn(ndjson: string): readonly string[] {
  const ids = new Map<string, string>();
  for (const [, id = "", rule = ""] of ndjson.matchAll(/^\{"id":"([0-9a-f]{16})","rule":"([^"]+)"/gm)) {
    if (/^(external-id-weak|oidc-subject-broad|assume-role-any-resource)$/.test(rule)) ids.set(rule, id);
  }
  return [...ids.values()];
}

test("no output holds anything that a terminal obeys, whatever names, Sids, descriptions and conditions hold", () => {
  const { folder, accesslens } = workplace();
  writeFiles(join(folder, "data"), poisoned(organizationFiles()));
  const imported = accesslens(["import", "data", "--out", "org.alens"]);
  assert.equal(imported.code, 0, imported.stderr);
  const ids = idsIn(accesslens(["scan", "--format", "ndjson"]).stdout);
  assert.equal(ids.length, 3);
  for (const question of questionsOf(ids)) {
    for (const format of ["table", "json"]) {
      const { code, stdout, stderr } = accesslens([...question, "--format", format]);
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(`${stdout}${stderr}`, obeyed, `${question.join(" ")} as ${format}`);
      assert.doesNotMatch(stdout, /^forged row/m);
    }
  }
});

test("differences tell hostile names and conditions without what a terminal or Markdown obeys", () => {
  const { folder, accesslens } = workplace();
  writeFiles(join(folder, "plain"), organizationFiles());
  writeFiles(join(folder, "hostile"), poisoned(organizationFiles()));
  for (const format of ["table", "json", "markdown"]) {
    const { code, stdout, stderr } = accesslens([
      "diff",
      "plain",
      "hostile",
      "--text-only",
      "--format",
      format,
    ]);
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(`${stdout}${stderr}`, obeyed, format);
    assert.doesNotMatch(stdout, /^forged row/m);
    assert.match(stdout, /override/, `${format} tells the condition`);
    if (format === "markdown") assert.doesNotMatch(stdout.replaceAll(/`[^`\n]*`/g, ""), /https:/);
  }
});

test("messages about hostile files hold nothing that a terminal obeys", () => {
  const { folder, accesslens } = workplace();
  const files = poisoned(organizationFiles());
  writeFiles(join(folder, "data"), {
    ...files,
    "organization.json": `{"Organization": {"Id": ${JSON.stringify(hostile)}}}`,
  });
  const { code, stderr } = accesslens(["import", "data", "--out", "org.alens"]);
  assert.equal(code, 3);
  assert.doesNotMatch(stderr, obeyed);
  const argument = accesslens(["import", `no\u001b[2Jwhere`, "--out", "org.alens"]);
  assert.doesNotMatch(argument.stderr, obeyed);
});

test("external IDs are masked for people in every answer, in JSON when asked to be, and shown when asked for", async () => {
  const { folder, accesslens } = workplace();
  await writeFixedSnapshot(join(folder, "data"), join(folder, "org.alens"));
  const ask = (...args: readonly string[]): string => accesslens([...args, "--snapshot", "org.alens"]).stdout;
  // The masked part of a pattern that matters is what it fixes.
  const secrets = externalIds.map((id) => id.replace("*", ""));
  const ids = idsIn(ask("scan", "--format", "ndjson"));
  for (const question of questionsOf(ids)) {
    const outputs = [ask(...question), ask(...question, "--format", "json", "--external-ids", "masked")];
    for (const secret of secrets) {
      assert.ok(
        outputs.every((output) => !output.includes(secret)),
        `${question.join(" ")} shows ${secret}`,
      );
    }
  }
  const whole = ask("scan", "--format", "json");
  assert.ok(secrets.slice(0, 2).every((secret) => whole.includes(secret)));
  const vendors = ["who-can-assume", `arn:aws:iam::${management}:role/DatadogIntegrationRole`];
  assert.ok(ask(...vendors, "--external-ids", "shown").includes(externalIds[1] ?? ""));
  ask("scan", "--write-baseline", "kept.yaml", "--reason", "x", "--expires", "2999-01-31");
  const baseline = readFileSync(join(folder, "kept.yaml"), "utf8");
  assert.ok(baseline.includes("external-id-weak") && secrets.every((secret) => !baseline.includes(secret)));
});
