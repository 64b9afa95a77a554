/** `scan --chains`: what is told only where it is asked for, and found again by `explain`. */
import assert from "node:assert/strict";
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Finding } from "../../src/findings/types.ts";
import { workplace } from "./support/command-line.ts";
import { externalIds, production, writeFixedSnapshot } from "./support/organization.ts";

const { folder, accesslens } = workplace();
await writeFixedSnapshot(join(folder, "iam-data"), join(folder, "org.alens"));
const named = ["--snapshot", "org.alens"];
const rule = "low-trust-reaches-high-trust";
const deploy = `arn:aws:iam::${production}:role/deploy`;

function scanned(...args: readonly string[]): readonly Finding[] {
  const run = accesslens(["scan", ...named, "--format", "json", ...args]);
  assert.equal(run.stderr, "");
  return JSON.parse(run.stdout).findings;
}

const ofRule = (findings: readonly Finding[]) => findings.filter((finding) => finding.rule === rule);
const others = (findings: readonly Finding[]) => findings.map(({ id }) => id).toSorted();

test("a chain is told with --chains alone, in whatever order scans follow each other", () => {
  const plain = scanned();
  assert.deepEqual(ofRule(plain), []);
  for (let round = 0; round < 2; round++) {
    const [finding, ...more] = ofRule(scanned("--chains"));
    assert.deepEqual(more, []);
    assert.equal(finding?.subject, deploy);
    assert.match(finding.title, /development.*can come to administer.*production.* in 2 hops/);
    assert.match(
      finding.impact.join("\n"),
      /role\/builder.* assumes role\/hub.*\n.*role\/hub.* assumes role\/deploy/,
    );
    assert.deepEqual(others(scanned()), others(plain));
  }
  assert.deepEqual(ofRule(scanned("--chains", "--no-cache")), ofRule(scanned("--chains")));
});

test("explain finds it by its id, from the last scan or without one, and shows no external ID", () => {
  const [finding] = ofRule(scanned("--chains"));
  const explained = (from: string) => {
    const run = accesslens(["explain", finding?.id ?? "", "--snapshot", from]);
    assert.deepEqual([run.code, run.stderr], [0, ""]);
    return run.stdout;
  };
  const text = explained("org.alens");
  assert.match(text, /Hop 1: role\/builder/);
  for (const value of externalIds) assert.ok(!text.includes(value), value);
  copyFileSync(join(folder, "org.alens"), join(folder, "moved.alens"));
  rmSync(join(folder, "moved.alens.cache"), { force: true });
  // The command that it names for the fix is about the file that was asked.
  assert.equal(explained("moved.alens").replaceAll("moved.alens", "org.alens"), text);
});

test("a rule about chains without --chains is refused with what to add", () => {
  const run = accesslens(["scan", ...named, "--rule", rule]);
  assert.equal(run.code, 2);
  assert.match(run.stderr, /low-trust-reaches-high-trust.*\n?.*--chains/);
  assert.equal(accesslens(["scan", ...named, "--chains", "--rule", rule, "--fail-on", "medium"]).code, 1);
});

test("intent and suppressions hold for chains as for everything", () => {
  writeFileSync(join(folder, "loud.yaml"), `rules:\n  ${rule}: { severity: critical }\n`);
  const [loud] = ofRule(scanned("--chains", "--config", "loud.yaml"));
  assert.equal(loud?.severity, "critical");
  writeFileSync(join(folder, "off.yaml"), `rules:\n  ${rule}: { enabled: false }\n`);
  assert.deepEqual(ofRule(scanned("--chains", "--config", "off.yaml")), []);
  writeFileSync(
    join(folder, "accepted.yaml"),
    `suppressions:\n  - rule: ${rule}\n    subject: "*role/deploy"\n    reason: meant\n    expires: 2099-01-01\n`,
  );
  const [accepted] = ofRule(scanned("--chains", "--suppressions", "accepted.yaml"));
  assert.equal(accepted?.status, "suppressed");
});
