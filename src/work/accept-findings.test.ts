import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { acceptFindings, checkedAcceptance, editFile, withdrawAcceptances } from "./accept-findings.ts";
import { acceptedFile } from "./accepted-file.ts";
import { withAcceptances } from "./suppression-edit.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-accept-"));
test.after(() => rmSync(folder, { recursive: true }));

let files = 0;
function fileWith(text: string): string {
  files += 1;
  const path = join(folder, `suppressions-${files}.yaml`);
  writeFileSync(path, text);
  return path;
}

const now = Date.parse("2027-01-15T12:00:00Z") / 1000;
const acceptance = { reason: "break-glass", expires: "2027-06-30", owner: null };
const settings = { replaces: false, now };
const finding = { id: "0123456789abcdef", rule: "external-access", title: "Anybody can assume the role" };
const idOf = (number: number): string => number.toString(16).padStart(16, "0");

for (const [name, asked, message] of [
  ["no reason", { reason: " \n" }, /a reason is missing/],
  ["a reason that a terminal would obey", { reason: "x\u001b[2J" }, /control characters/],
  ["a reason of a page and more", { reason: "x".repeat(2001) }, /longer than 2000/],
  ["no date", { expires: "" }, /"" is no date/],
  ["a day that no calendar has", { expires: "2027-02-31" }, /"2027-02-31" is no date/],
  ["a moment", { expires: "2027-06-30T00:00:00Z" }, /is no date/],
  ["a day that is over", { expires: "2027-01-14" }, /2027-01-14 is over/],
] as const) {
  test(`${name} is refused`, () => {
    const checked = checkedAcceptance({ ...acceptance, ...asked }, now);
    assert.ok(!checked.ok);
    assert.equal(checked.error.kind, "request");
    assert.match(checked.error.message, message);
  });
}

test("today still counts, and a name is brought to one line", () => {
  const asked = { reason: " why ", expires: "2027-01-15", owner: "Ada\n\u0007 L." };
  assert.deepEqual(checkedAcceptance(asked, now), {
    ok: true,
    value: { reason: "why", expires: "2027-01-15", owner: "Ada L." },
  });
});

test("a file is made where there is none, for its owner alone; a file's mode stays", async () => {
  const path = join(folder, "new.yaml");
  assert.ok((await acceptFindings(path, [finding], acceptance, settings)).ok);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  chmodSync(path, 0o664);
  assert.ok((await withdrawAcceptances(path, [finding.id])).ok);
  assert.equal(statSync(path).mode & 0o777, 0o664);
  assert.equal(readFileSync(path, "utf8"), "suppressions: []\n");
});

test("a link is followed, and stays one", async () => {
  const path = fileWith("");
  const link = join(folder, "link.yaml");
  symlinkSync(path, link);
  assert.ok((await acceptFindings(link, [finding], acceptance, settings)).ok);
  assert.match(readFileSync(path, "utf8"), /0123456789abcdef/);
});

test("many writers at once lose nothing, and leave nothing behind", async () => {
  const path = fileWith("# ours\nsuppressions: []\n");
  const before = readdirSync(folder).length;
  const results = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      acceptFindings(path, [{ ...finding, id: idOf(index) }], acceptance, settings),
    ),
  );
  assert.ok(results.every(({ ok }) => ok));
  const text = readFileSync(path, "utf8");
  for (let index = 0; index < 40; index++) assert.ok(text.includes(idOf(index)), String(index));
  assert.equal(readdirSync(folder).length, before);
});

test("what an editor saves meanwhile is not overwritten", async () => {
  const path = fileWith("suppressions: []\n");
  const result = await editFile(path, (text) => {
    writeFileSync(path, "# saved by hand\nsuppressions: []\n");
    return withAcceptances(text, path, [finding], acceptance, settings);
  });
  assert.equal(result.ok ? "" : result.error.kind, "changed");
  assert.equal(readFileSync(path, "utf8"), "# saved by hand\nsuppressions: []\n");
  assert.equal(existsSync(`${path}.lock`), false);
});

test("a file that is made meanwhile is not overwritten", async () => {
  const path = join(folder, "made-meanwhile.yaml");
  const result = await editFile(path, (text) => {
    writeFileSync(path, "# by hand\n");
    return withAcceptances(text, path, [finding], acceptance, settings);
  });
  assert.equal(result.ok ? "" : result.error.kind, "changed");
  assert.equal(readFileSync(path, "utf8"), "# by hand\n");
});

test("who has lost the lock to others does not write", async () => {
  const path = fileWith("suppressions: []\n");
  const result = await editFile(path, (text) => {
    writeFileSync(`${path}.lock`, "another's");
    return withAcceptances(text, path, [finding], acceptance, settings);
  });
  assert.equal(result.ok ? "" : result.error.kind, "changed");
  assert.equal(readFileSync(`${path}.lock`, "utf8"), "another's");
  rmSync(`${path}.lock`);
});

test("a lock that a killed process left behind holds nobody up", async () => {
  const path = fileWith("suppressions: []\n");
  const longAgo = new Date(Date.now() - 60_000);
  for (const left of [`${path}.lock`, `${path}.lock.takeover`]) {
    writeFileSync(left, "");
    utimesSync(left, longAgo, longAgo);
  }
  const results = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      acceptFindings(path, [{ ...finding, id: idOf(index) }], acceptance, settings),
    ),
  );
  assert.ok(
    results.every(({ ok }) => ok),
    JSON.stringify(results),
  );
  const text = readFileSync(path, "utf8");
  for (let index = 0; index < 10; index++) assert.ok(text.includes(idOf(index)), String(index));
});

test("what can't be written, or is no text, is told and left alone", async () => {
  const nowhere = await acceptFindings(join(folder, "none", "x.yaml"), [finding], acceptance, settings);
  assert.equal(nowhere.ok ? "" : nowhere.error.kind, "unwritable");
  const directory = await acceptFindings(folder, [finding], acceptance, settings);
  assert.equal(directory.ok ? "" : directory.error.kind, "unwritable");
  rmSync(`${folder}.lock`, { force: true });
  const path = fileWith("");
  writeFileSync(path, Buffer.from([0x23, 0xff, 0xfe, 0x0a]));
  const result = await acceptFindings(path, [finding], acceptance, settings);
  assert.equal(result.ok ? "" : result.error.kind, "unreadable");
  assert.deepEqual([...readFileSync(path)], [0x23, 0xff, 0xfe, 0x0a]);
});

test("the file's state is followed while it changes, and the last good one stays when it breaks", async () => {
  const path = join(folder, "followed.yaml");
  const { now: accepted } = acceptedFile(path);
  assert.deepEqual(accepted(), { suppressions: [], faults: [] });
  await acceptFindings(path, [finding], acceptance, settings);
  assert.deepEqual(
    accepted().suppressions.map(({ matches }) => matches),
    [{ kind: "finding", id: finding.id }],
  );
  assert.equal(accepted(), accepted());
  writeFileSync(path, "suppressions: {");
  assert.equal(accepted().suppressions.length, 1);
  assert.match(accepted().faults[0]?.place ?? "", /followed\.yaml:1:/);
  rmSync(path);
  assert.deepEqual(accepted(), { suppressions: [], faults: [] });
});
