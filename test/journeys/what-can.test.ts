/** `accesslens what-can` as a process, on a made-up organization. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { whatCanShape } from "../../src/work/what-can-shape.ts";

const snapshot = join(mkdtempSync(join(tmpdir(), "accesslens-what-can-")), "made-up.alens");

type Run = { readonly code: number | null; readonly out: string; readonly err: string };

function accesslens(...args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/accesslens.js", ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 27,
  });
  return { code: status, out: stdout, err: stderr };
}

/** In an account of a unit with SCPs. */
const account = "265212393085";
const deploy = `arn:aws:iam::${account}:role/SpokeDeploy`;

before(() => {
  const made = accesslens("synth", "--accounts", "12", "--roles", "20", "--seed", "3", "--out", snapshot);
  assert.equal(made.code, 0, made.err);
});

test("the table tells services with access levels, then statements with what SCPs take away", () => {
  const { code, out } = accesslens("what-can", deploy, "--snapshot", snapshot);
  assert.equal(code, 0);
  assert.match(out, /It can do \d+ actions of \d+ services/);
  assert.match(out, /\ns3 +\d+ +can +list \d+, read \d+, write \d+/);
  assert.match(out, /AdministratorAccess, statement 1 .*except \* if aws:RequestedRegion/);
  assert.match(out, /actions stopped by ProtectAuditTrail/);
  assert.match(out, /besides, whatever else \* covers/);
});

test("the table tells sensitive capabilities first, and show role tells them in a line", () => {
  const { out } = accesslens("what-can", deploy, "--snapshot", snapshot);
  assert.match(out, /\nCAPABILITY +ON +IF\nis administrator +can +whatever SCPs leave\nchanges IAM +can +\*/);
  assert.match(out, /\nreads secrets +can .*unless denied by SCP DenyUnusedRegions/);
  const shown = accesslens("show", "role", deploy, "--snapshot", snapshot);
  assert.match(shown.out, /\nis administrator, changes IAM, reads secrets, /);
});

test("the output for programs has the shape of its schema", () => {
  const { code, out } = accesslens("what-can", deploy, "--snapshot", snapshot, "--format", "json");
  assert.equal(code, 0);
  const answer = whatCanShape.parse(JSON.parse(out));
  assert.ok(answer.actions.length > 20_000);
  assert.equal(answer.administrator.kind, "administrator");
  assert.ok(
    answer.capabilities.every(({ example }) => example?.principal.toString().includes("SpokeDeploy")),
  );
  assert.ok(!answer.actions.some(({ action }) => action === "cloudtrail:StopLogging"), "an SCP denies it");
});

test("a principal that is not there, or is none, is a mistake of usage", () => {
  const missing = accesslens("what-can", `arn:aws:iam::${account}:role/Nobody`, "--snapshot", snapshot);
  assert.equal(missing.code, 2);
  assert.match(missing.err, /holds no principal/);
  assert.equal(accesslens("what-can", "Deploy", "--snapshot", snapshot).code, 2);
});
