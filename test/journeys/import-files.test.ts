/** `accesslens import` as a process: what it says, how it ends, and what stands on disk after. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { writeFiles } from "../../src/collect/files/fixtures/example-directory.ts";
import { exampleStorage } from "../../src/collect/files/fixtures/example-storage.ts";
import { defaultOptions, synthesize, writeSynthesis } from "../../src/synth/index.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-import-journey-"));
after(() => rmSync(folder, { recursive: true }));

const executable = join(import.meta.dirname, "../../dist/accesslens.js");
const environment = { ...process.env, XDG_STATE_HOME: join(folder, "state") };

function accesslens(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [executable, ...args], {
    env: environment,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const directory = join(folder, "organization");
let firstAccount = "";
let rolesWritten = 0;
before(async () => {
  const written = await writeSynthesis(synthesize({ ...defaultOptions, accounts: 12, roles: 10 }), directory);
  assert.ok(written.ok);
  rolesWritten = written.value.roles;
  firstAccount = readdirSync(join(directory, "accounts")).sort()[0] ?? "";
});

test("an import of good files ends with 0, and one JSON value on standard output", () => {
  const out = join(folder, "good.alens");
  const { status, stdout, stderr } = accesslens("import", directory, "--out", out, "--format", "json");
  assert.equal(status, 0, stderr);
  const summary: unknown = JSON.parse(stdout);
  assert.ok(typeof summary === "object" && summary !== null && "roles" in summary);
  assert.equal(summary.roles, rolesWritten);
});

test("what iam-collect wrote is recognised, and answers are made of it", () => {
  const storage = join(folder, "storage");
  writeFiles(storage, exampleStorage());
  const out = join(folder, "storage.alens");
  assert.deepEqual(accesslens("import", storage, "--out", out), {
    status: 0,
    stdout: `${out}: organization o-example0001, 3 accounts (2 with data), 2 roles\nnot read: 10 things; accesslens show overview lists what could change an answer\nnext: accesslens scan\n`,
    stderr: "",
  });
  const queue = "arn:aws:sqs:eu-west-1:111111111111:orders";
  const { stdout } = accesslens("who-can", "sqs:SendMessage", queue, "--snapshot", out, "--format", "json");
  assert.match(stdout, /"kind":"anonymous"/);
});

test("a damaged file ends the import with 3 and its place; no snapshot is made, and an old one stays as it was", () => {
  const file = join(directory, "accounts", firstAccount, "authorization-details.json");
  const whole = readFileSync(file, "utf8");
  writeFileSync(file, whole.slice(0, -100));
  try {
    const old = join(folder, "old.alens");
    writeFileSync(old, "an old one");
    const fresh = join(folder, "fresh.alens");
    for (const out of [old, fresh]) {
      const { status, stdout, stderr } = accesslens("import", directory, "--out", out);
      assert.equal(status, 3);
      assert.equal(stdout, "");
      assert.match(stderr, new RegExp(`accounts/${firstAccount}/authorization-details\\.json:\\d+:\\d+: `));
      assert.match(stderr, /--keep-going/);
    }
    assert.equal(readFileSync(old, "utf8"), "an old one");
    assert.ok(!existsSync(fresh));
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith(".tmp")),
      [],
    );
    const { status, stderr } = accesslens(
      "import",
      directory,
      "--out",
      old,
      "--keep-going",
      "--format",
      "json",
    );
    assert.equal(status, 0, stderr);
    assert.match(stderr, /authorization-details\.json:\d+:\d+/);
    const shown = accesslens("scan", "--snapshot", old, "--format", "json");
    const answer: unknown = JSON.parse(shown.stdout);
    assert.ok(typeof answer === "object" && answer !== null && "coverage" in answer);
    assert.match(
      JSON.stringify(answer.coverage),
      new RegExp(`accounts/${firstAccount}/authorization-details`),
    );
  } finally {
    writeFileSync(file, whole);
  }
});

test("one account's answer alone is imported, and every answer says that there is no organization", () => {
  const file = join(directory, "accounts", firstAccount, "authorization-details.json");
  const out = join(folder, "alone.alens");
  const imported = accesslens("import", file, "--out", out);
  assert.equal(imported.status, 0, imported.stderr);
  assert.match(imported.stdout, /no organization: every other account counts as outside/);
  const { stdout } = accesslens("scan", "--snapshot", out, "--format", "json");
  assert.match(stdout, /no organization in the snapshot: every account stands for itself/);
});

test("a path that does not exist, and a place that can't be written to, end with 3 and say so", () => {
  const missing = accesslens("import", join(folder, "nowhere"), "--out", join(folder, "x.alens"));
  assert.deepEqual([missing.status, missing.stdout], [3, ""]);
  assert.match(missing.stderr, /nowhere: does not exist/);
  const unwritable = accesslens("import", directory, "--out", join(folder, "no", "such", "x.alens"));
  assert.equal(unwritable.status, 3);
  assert.match(unwritable.stderr, /x\.alens: there is no directory .*such\n.*--out/);
});
