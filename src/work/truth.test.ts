/** What the generator planted, it tells without knowing the engine: everything must be found, and no look-alike. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isArn } from "../model/index.ts";
import { defaultOptions, snapshotOf, synthesize } from "../synth/index.ts";
import { askWhatCanAssume, askWhoCanAssume } from "./questions.ts";
import { scanSnapshot } from "./scan.ts";

const synthesis = synthesize({ ...defaultOptions, accounts: 24, roles: 50, seed: 7 });
const { truth } = synthesis;
const scanned = scanSnapshot(snapshotOf(synthesis));
const { engine, findings } = scanned;
const told = new Set(findings.summaries.map(({ rule, subject }) => `${rule} ${subject}`));
const rules = new Set(engine.config.rules.map((rule) => rule.id));

test("Every planted mistake is found, for every rule that there is", () => {
  const found = (rule: string, subject: string) => told.has(`${rule} ${subject}`);
  const groups = new Set(
    truth.findings.flatMap((one) => (found(one.rule, one.subject) ? (one.group ?? []) : [])),
  );
  const missed = truth.findings.filter(
    ({ rule, subject, group }) =>
      rules.has(rule) && !found(rule, subject) && !(group !== undefined && groups.has(group)),
  );
  assert.deepEqual(missed, []);
});

test("No planted look-alike is taken for a mistake", () => {
  assert.deepEqual(
    truth.safe.filter(({ rule, subject }) => told.has(`${rule} ${subject}`)),
    [],
  );
});

test("Every planted edge is told by who-can-assume, and no edge that only looks like one", () => {
  const wrong = truth.edges.filter(({ from, to, expected }) => {
    const answer = askWhoCanAssume(engine, to);
    const isTold =
      answer?.who.some((who) => who.id === from || `arn:aws:iam::${who.id}:root` === from) ?? false;
    return isTold !== expected;
  });
  assert.deepEqual(wrong, []);
});

test("Every planted edge is told by can-assume too, asked from the caller's end", async () => {
  const wrong: object[] = [];
  for (const edge of truth.edges) {
    if (!isArn(edge.from) || edge.action !== "sts:AssumeRole") continue;
    const { roles } = await askWhatCanAssume(engine, edge.from);
    if (roles.some(({ role }) => role === edge.to) !== edge.expected) wrong.push(edge);
  }
  assert.deepEqual(wrong, []);
});

test("Every finding can be told whole, and every fix that says verified removes its finding", () => {
  let fixes = 0;
  for (const summary of findings.summaries) {
    const { evidence, severityReasons, fix, who, rule, id } = findings.detail(summary, "advised");
    assert.ok(severityReasons.length > 0, `${rule} ${id}: no reason`);
    assert.ok(evidence.length > 0 || rule === "session-too-long", `${rule} ${id}: no evidence`);
    for (const { lines, text } of evidence) assert.equal(text.split("\n").length, lines[1] - lines[0] + 1);
    if (rule.startsWith("external-")) assert.ok(who.length > 0, `${rule} ${id}: nobody`);
    if (fix?.policy !== null && fix?.policy !== undefined) {
      fixes++;
      assert.ok(
        fix.verified,
        `${rule} ${summary.subject}: the fix does not remove the finding:\n${fix.policy}`,
      );
    }
  }
  assert.ok(fixes > 50);
});
