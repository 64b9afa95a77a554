import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { demoOrganization, writeDemo } from "./demo/index.ts";
import { defaultOptions } from "./options.ts";
import { toSnapshot } from "./to-snapshot.ts";
import { ruleNames } from "./truth.ts";
import { writeDirectory, writeTruth } from "./write-directory.ts";

const options = { ...defaultOptions, accounts: 12, roles: 40 };

async function inTemporaryDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "synth-"));
  try {
    await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function json(...path: readonly string[]): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(...path), "utf8"));
}

test("a directory has the organization and, for each account, the output of the AWS CLI's own commands", () =>
  inTemporaryDirectory(async (directory) => {
    const written = await writeDirectory(options, directory);
    assert.ok(written.ok);
    const organization = await json(directory, "organization.json");
    assert.deepEqual(Object.keys(organization), [
      "Organization",
      "Roots",
      "OrganizationalUnits",
      "Accounts",
      "Policies",
      "DelegatedAdministrators",
    ]);
    const accounts = await readdir(join(directory, "accounts"));
    assert.equal(accounts.length, written.value.accounts);
    const snapshot = toSnapshot(options);
    let roles = 0;
    for (const account of accounts) {
      const details = await json(directory, "accounts", account, "authorization-details.json");
      assert.deepEqual(Object.keys(details), [
        "UserDetailList",
        "GroupDetailList",
        "RoleDetailList",
        "Policies",
      ]);
      const list = details.RoleDetailList;
      assert.ok(Array.isArray(list));
      roles += list.length;
      for (const role of list) {
        assert.ok(snapshot.roles.byArn(role.Arn) !== null, role.Arn);
        assert.ok(role.MaxSessionDuration !== 3600, "AWS does not tell it here, so the default is left out");
        assert.match(role.CreateDate, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
      }
    }
    assert.equal(roles, written.value.roles);
    assert.equal(roles, snapshot.roles.count);
  }));

test("a directory that holds something is left as it is", () =>
  inTemporaryDirectory(async (directory) => {
    await writeFile(join(directory, "notes.txt"), "mine");
    const written = await writeDirectory(options, directory);
    assert.equal(written.ok, false);
    assert.deepEqual(await readdir(directory), ["notes.txt"]);
  }));

test("a directory that can't be made is told as a value", () =>
  inTemporaryDirectory(async (directory) => {
    await writeFile(join(directory, "file"), "");
    const written = await writeDirectory(options, join(directory, "file", "below"));
    assert.ok(!written.ok && written.error.message.includes("can't be written"));
  }));

test("the truth is as its schema says", () =>
  inTemporaryDirectory(async (directory) => {
    const path = join(directory, "truth.json");
    assert.ok((await writeTruth(demoOrganization().truth, path)).ok);
    const truth = await json(path);
    const schema = JSON.parse(
      await readFile(new URL("../../schemas/truth.schema.json", import.meta.url), "utf8"),
    );
    assert.deepEqual(Object.keys(truth).sort(), [...schema.required].sort());
    assert.deepEqual(schema.$defs.finding.properties.rule.enum, [...ruleNames]);
    for (const [list, kind] of [
      ["edges", "edge"],
      ["findings", "finding"],
      ["safe", "finding"],
    ] as const) {
      const members = truth[list];
      assert.ok(Array.isArray(members) && members.length > 0);
      for (const member of members) {
        for (const key of schema.$defs[kind].required) assert.ok(key in member, `${list}: ${key}`);
        for (const key of Object.keys(member))
          assert.ok(key in schema.$defs[kind].properties, `${list}: ${key}`);
      }
    }
  }));

test("the demonstration has forty accounts, five levels of units and a dozen kinds of mistakes", () =>
  inTemporaryDirectory(async (directory) => {
    const written = await writeDemo(directory);
    assert.ok(written.ok);
    const { plan, truth } = demoOrganization();
    assert.equal(plan.accounts.length, 40);
    assert.equal(Math.max(...plan.units.map(({ depth }) => depth)), 5);
    assert.ok(new Set(truth.findings.map(({ rule }) => rule)).size >= 12);
    assert.ok(
      written.value.roles / written.value.accounts >= 14 &&
        written.value.roles / written.value.accounts <= 20,
    );
  }));
