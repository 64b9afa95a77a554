/** China and GovCloud: an organization and a trail of it as they are there, whose truth is told as well, and found as in AWS's own partition. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { writeSnapshot } from "../../src/store/index.ts";
import { snapshotOf, synthesizeTrail, writeTrail } from "../../src/synth/index.ts";
import { defaultOptions } from "../../src/synth/options.ts";
import { workplace } from "./support/command-line.ts";

const { folder, accesslens } = workplace();

for (const partition of ["aws-cn", "aws-us-gov"] as const) {
  test(`${partition}: audit and compare tell what was planted, and nothing else`, async () => {
    const made = synthesizeTrail({ ...defaultOptions, partition, accounts: 8, roles: 8, seed: 5 });
    const [snapshot, events] = [`${partition}.alens`, `${partition}-trail`];
    await writeSnapshot(join(folder, snapshot), snapshotOf(made.synthesis));
    const trail = made.trail({ days: 30, events: 1000, stsShare: 0.5 });
    await writeTrail(trail, join(folder, events));
    const truth = trail.truth();
    assert.doesNotMatch(JSON.stringify(truth), /arn:aws:/);
    const regions = readdirSync(join(folder, events), { recursive: true }).flatMap((name) =>
      [...String(name).matchAll(/CloudTrail\/([a-z0-9-]+)$/g)].map(([, region = ""]) => region),
    );
    assert.ok(regions.length > 0 && regions.every((region) => /^(cn|us-gov)-/.test(region)), regions.join());
    const ask = (command: string, ...more: readonly string[]) => {
      const all = ["trail", command, "--events", events, "--snapshot", snapshot, "--format", "json", ...more];
      const { code, stdout, stderr } = accesslens(all);
      assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
      return JSON.parse(stdout);
    };
    const outside = new Set(truth.cases.filter(({ kind }) => kind === "outside-account").map(({ by }) => by));
    const accountOr = (by: string) => {
      const account = by.split(":")[4] ?? "";
      return outside.has(account) ? account : by;
    };
    const keys = (all: readonly { kind?: string; role: string | null; by: string }[]) =>
      [...new Set(all.map(({ kind = "", role, by }) => `${kind} ${role} ${accountOr(by)}`))].sort();
    const lastTenth = new Date((truth.to - 3 * 86_400) * 1000).toISOString().slice(0, 10);
    const audit = ask("audit", "--new-since", lastTenth);
    assert.equal(audit.events, truth.events);
    assert.deepEqual(audit.skipped, []);
    assert.deepEqual(keys(audit.exceptions), keys(truth.cases));
    const impossible: readonly { role: string; by: string; cause: string }[] = ask("compare").impossible;
    assert.deepEqual(
      keys(
        impossible.filter(({ cause }) => cause !== "role-made-anew").map(({ role, by }) => ({ role, by })),
      ),
      keys(truth.impossibleUses.map(({ role, by }) => ({ role, by }))),
    );
  });
}
