import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { suppressionList } from "../findings/suppressions.ts";
import { readSuppressions, writeBaseline } from "./suppression-file.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-suppressions-"));
test.after(() => rmSync(folder, { recursive: true }));

function fileWith(text: string): string {
  const path = join(folder, "suppressions.yaml");
  writeFileSync(path, text);
  return path;
}

const now = Date.parse("2027-01-15T12:00:00Z") / 1000;
const finding = {
  id: "0123456789abcdef",
  rule: "external-id-missing",
  subject: "arn:aws:iam::123456789012:role/Backup",
};

test("the guide's suppressions are read, and cover by id or by rule and subject until they expire", () => {
  const example =
    /suppressions:\n.*?```/s.exec(readFileSync("docs/intent.md", "utf8"))?.[0].replace("```", "") ?? "";
  const result = readSuppressions(fileWith(example));
  assert.ok(result.ok, JSON.stringify(result));
  const legacy = { ...finding, subject: "arn:aws:iam::123456789012:role/LegacyBackup" };
  const list = suppressionList(result.value, now);
  assert.equal(list.covering({ ...finding, id: "3f2a9c0117be40d2" })?.owner, "security");
  assert.equal(list.covering(legacy)?.reason, "replaced by March");
  assert.equal(list.covering(finding), null);
  const later = suppressionList(result.value, Date.parse("2027-02-01") / 1000);
  assert.equal(later.covering({ ...finding, id: "3f2a9c0117be40d2" }), null);
  assert.equal(later.leftovers().expired.length, 1);
  assert.equal(later.leftovers().unused.length, 1);
});

for (const [what, entry] of [
  ["no reason", 'finding: 0123456789abcdef, expires: "2027-01-01"'],
  ["an empty reason", 'finding: 0123456789abcdef, expires: "2027-01-01", reason: " "'],
  ["no expiry", "finding: 0123456789abcdef, reason: x"],
  ["neither finding nor rule", 'reason: x, expires: "2027-01-01"'],
  ["a rule without subject", 'rule: x, reason: x, expires: "2027-01-01"'],
] as const) {
  test(`an entry with ${what} is refused`, () => {
    const result = readSuppressions(fileWith(`suppressions:\n  - { ${entry} }\n`));
    assert.ok(!result.ok);
    assert.match(result.error[0]?.place ?? "", /suppressions\.yaml:2:/);
  });
}

test("a baseline covers what was there, and hostile titles don't break it", () => {
  const path = join(folder, "baseline.yaml");
  const title = "role\n  - { finding: x }\u0085\u2028 name";
  writeBaseline(path, [{ ...finding, title }], { reason: 'before "us"', expires: "2027-06-30" });
  const result = readSuppressions(path);
  assert.ok(result.ok, JSON.stringify(result));
  assert.equal(suppressionList(result.value, now).covering(finding)?.reason, 'before "us"');
  assert.equal(result.value.length, 1);
});

test("a day that no calendar has is no expiry", () => {
  const entry = 'finding: 0123456789abcdef, reason: x, expires: "2027-02-31"';
  const result = readSuppressions(fileWith(`suppressions:\n  - { ${entry} }\n`));
  assert.ok(!result.ok);
  assert.match(result.error[0]?.message ?? "", /there is no such date/);
});
