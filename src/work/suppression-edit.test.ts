import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseDocument } from "yaml";
import { type Acceptance, withAcceptances, withoutAcceptances } from "./suppression-edit.ts";

const now = Date.parse("2027-01-15T12:00:00Z") / 1000;
const acceptance: Acceptance = { reason: "break-glass", expires: "2027-06-30", owner: "ada" };
const file = "suppressions.yaml";
const one = { id: "0123456789abcdef", rule: "external-access", title: "Anybody can assume the role" };
const other = { id: "fedcba9876543210", rule: "external-id-missing", title: "No external ID" };

function accepted(text: string, findings = [one], more: { replaces?: boolean; as?: Acceptance } = {}) {
  const settings = { replaces: more.replaces ?? false, now };
  return withAcceptances(text, file, findings, more.as ?? acceptance, settings);
}

/** The new text, of an edit that has to work. */
function textOf(result: ReturnType<typeof accepted>): string {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value.text ?? assert.fail("nothing is to be written");
}

const written = `# What we live with.

suppressions:
  # Vendors, agreed on with procurement

  # first
  - { finding: 3f2a9c0117be40d2, reason: "an alarm on every use", expires: 2027-01-31, owner: security } # see ticket 7

  # By rule

  # legacy
  - rule: external-id-missing
    subject: "arn:aws:iam::*:role/LegacyBackup"
    reason: 'replaced by March'
    expires: 2027-03-31
  # until the audit
  - { finding: "1234567890123456", reason: short, expires: 2027-02-01 }

# The end.
`;

const line = "  - { finding: 0123456789abcdef, reason: break-glass, expires: 2027-06-30, owner: ada }\n";

test("an entry comes to the end of the list, with the finding's title as a comment, and nothing else changes", () => {
  const expected = written.replace(
    "\n# The end.",
    `  # external-access: Anybody can assume the role\n${line}\n# The end.`,
  );
  assert.equal(textOf(accepted(written)), expected);
});

for (const [name, text, expected] of [
  ["an empty file", "", `suppressions:\n  # external-access: Anybody can assume the role\n${line}`],
  [
    "a file of comments",
    "# ours\n",
    `# ours\n\nsuppressions:\n  # external-access: Anybody can assume the role\n${line}`,
  ],
  [
    "an empty list",
    "suppressions: []\n",
    `suppressions:\n  # external-access: Anybody can assume the role\n${line}`,
  ],
  [
    "a list at the margin",
    "suppressions:\n# a\n- { finding: 3f2a9c0117be40d2, reason: x, expires: 2027-01-31 }\n",
    `suppressions:\n# a\n- { finding: 3f2a9c0117be40d2, reason: x, expires: 2027-01-31 }\n# external-access: Anybody can assume the role\n${line.trimStart()}`,
  ],
] as const) {
  test(`${name} takes an entry`, () => {
    assert.equal(textOf(accepted(text)), expected);
  });
}

test("a file with the line ends of Windows keeps them", () => {
  const text = textOf(accepted(written.replaceAll("\n", "\r\n")));
  assert.equal(text.replaceAll("\r\n", "").includes("\n"), false);
  assert.ok(text.includes("finding: 0123456789abcdef"));
});

test("a JSON file stays one", () => {
  const text = textOf(accepted('{"suppressions": []}'));
  assert.deepEqual(JSON.parse(text), {
    suppressions: [{ finding: one.id, ...acceptance }],
  });
  assert.deepEqual(JSON.parse(textOf(withoutAcceptances(text, file, [one.id]))), { suppressions: [] });
});

test("withdrawn is the entry with the comment right above it; sections and other comments stay", () => {
  assert.equal(
    textOf(withoutAcceptances(written, file, ["3f2a9c0117be40d2"])),
    written.replace(/ {2}# first\n.*ticket 7\n\n/, ""),
  );
  assert.equal(
    textOf(withoutAcceptances(written, file, ["1234567890123456"])),
    written.replace(/ {2}# until the audit\n.*\n/, ""),
  );
});

test("what was accepted and withdrawn again leaves the file as it was", () => {
  const text = textOf(accepted(written, [one, other]));
  assert.equal(textOf(withoutAcceptances(text, file, [one.id, other.id])), written);
});

test("an abbreviation that one entry has is enough, and one that none or several have is refused", () => {
  assert.ok(withoutAcceptances(written, file, ["3f2a"]).ok);
  for (const ids of [["0000"], ["3f2"], ["3f2a", "0000"]]) {
    const refused = withoutAcceptances(written, file, ids);
    assert.equal(refused.ok ? "" : refused.error.kind, "not-accepted", ids.join());
  }
  const two = textOf(accepted(written, [{ ...one, id: "3f2a000000000000" }]));
  const refused = withoutAcceptances(two, file, ["3f2a"]);
  assert.equal(refused.ok ? "" : refused.error.kind, "not-accepted");
});

test("the same said again writes nothing; something else is refused, unless it is to be replaced", () => {
  const text = textOf(accepted(written));
  const again = accepted(text);
  assert.deepEqual(again, {
    ok: true,
    value: { text: null, changed: [], replaced: [], unchanged: [one.id] },
  });
  const until = { ...acceptance, expires: "2027-12-31", owner: null };
  const refused = accepted(text, [other, one], { as: until });
  assert.ok(!refused.ok);
  assert.equal(refused.error.kind, "accepted-already");
  assert.match(refused.error.message, /0123456789abcdef \(the first until 2027-06-30 by ada: break-glass\)/);
  const replaced = textOf(accepted(text, [one], { as: until, replaces: true }));
  assert.equal(replaced, text.replace("expires: 2027-06-30, owner: ada }", "expires: 2027-12-31 }"));
});

test("an entry that has run out is replaced without asking", () => {
  const text = "suppressions:\n  - { finding: 0123456789abcdef, reason: old, expires: 2026-12-31 }\n";
  const result = accepted(text);
  assert.equal(textOf(result), `suppressions:\n${line}`);
  assert.deepEqual(result.ok ? result.value.replaced : [], [one.id]);
});

test("a finding with two entries has one afterwards", () => {
  const twice = `suppressions:\n${line}${line.replace("break-glass", "again")}`;
  const other = { ...acceptance, reason: "third" };
  assert.equal(
    textOf(accepted(twice, [one], { as: other, replaces: true })),
    `suppressions:\n${line.replace("break-glass", "third")}`,
  );
});

test("a file that is broken, or can't be edited without changing what it says, is left alone", () => {
  const aliased =
    "suppressions:\n  - &a { finding: 3f2a9c0117be40d2, reason: x, expires: 2027-01-31 }\n  - *a\n  - { finding: 0123456789abcdef, reason: &r y, expires: 2027-01-31 }\n  - { finding: 1234567890abcdef, reason: *r, expires: 2027-01-31 }\n";
  for (const result of [
    accepted("suppressions: {"),
    accepted("suppressions: [{ finding: x }]"),
    accepted("others: []"),
    accepted("---\nsuppressions: []\n---\nsuppressions: []\n"),
    withoutAcceptances(aliased, file, [one.id]),
    accepted(aliased, [one], { replaces: true }),
  ]) {
    assert.equal(result.ok ? JSON.stringify(result) : result.error.kind, "unreadable");
  }
});

test("hostile titles, reasons and names stay texts", () => {
  const reason = "x }\n  - { finding: *a, # '\"\u200b";
  const finding = { ...one, title: "role\n  - { finding: x }\u0085\u2028 name" };
  const text = textOf(accepted(written, [finding], { as: { ...acceptance, reason, owner: "{ ada: [" } }));
  const read = parseDocument(text).toJS();
  assert.equal(read.suppressions.length, 4);
  assert.deepEqual(read.suppressions[3], {
    finding: one.id,
    reason,
    expires: "2027-06-30",
    owner: "{ ada: [",
  });
});

test("whatever is accepted and withdrawn, every other entry stays, in its order", () => {
  const ids = fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{16}$/), { minLength: 1, maxLength: 8 });
  const reasons = fc.string({ minLength: 1, unit: "binary" }).filter((text) => {
    const trimmed = text.trim();
    return (
      trimmed !== "" &&
      trimmed.isWellFormed() &&
      !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/.test(trimmed)
    );
  });
  fc.assert(
    fc.property(ids, reasons, fc.nat(), (all, reason, seed) => {
      const findings = all.map((id) => ({ ...one, id }));
      const entries = (text: string) =>
        parseDocument(text)
          .toJS()
          .suppressions.map((entry: { finding: string }) => entry.finding);
      const text = textOf(
        accepted(written, findings, { as: { ...acceptance, reason: reason.trim() }, replaces: true }),
      );
      const kept = entries(written).filter((id: string) => !all.includes(id));
      assert.deepEqual(
        entries(text).filter((id: string) => !all.includes(id)),
        kept,
      );
      assert.deepEqual(new Set(entries(text)), new Set([...entries(written), ...all]));
      const gone = all.filter((_, index) => (seed >> index) % 2 === 0);
      if (gone.length === 0) return;
      const after = textOf(withoutAcceptances(text, file, gone));
      assert.deepEqual(
        entries(after),
        entries(text).filter((id: string) => !gone.includes(id)),
      );
      for (const comment of ["# What we live with.", "# Vendors,", "# By rule", "# The end."])
        assert.ok(after.includes(comment), comment);
    }),
    { numRuns: 200 },
  );
});
