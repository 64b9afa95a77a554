/** `accesslens external-id` as a process: from issuing one to the end of a rotation, and the confused-deputy test of many roles. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { writeFiles } from "../../src/collect/files/fixtures/example-directory.ts";
import { schemaJudge } from "../support/json-schema.ts";
import { digestKeyList, logName, signedTrail } from "../support/trail/signed-digests.ts";
import { executable, workplace } from "./support/command-line.ts";

const { folder, environment, accesslens } = workplace();
const ours = "111111111111";
const vendor = "464622532012";
const arn = `arn:aws:iam::${ours}:role/Vendor`;
const store = ["--store", "sqlite:registry.db"] as const;

function asking(externalId: string | readonly string[], principal: unknown = { AWS: vendor }): object {
  return {
    Effect: "Allow",
    Principal: principal,
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": externalId } },
  };
}

/** A snapshot of one account with one role that has this trust policy. */
function snapshot(name: string, ...statements: readonly object[]): readonly string[] {
  writeFiles(join(folder, name), {
    [`accounts/${ours}/authorization-details.json`]: {
      UserDetailList: [],
      GroupDetailList: [],
      Policies: [],
      RoleDetailList: [
        {
          Path: "/",
          RoleName: "Vendor",
          RoleId: "AROAABCDEFGHIJKLMNOPQ",
          Arn: arn,
          CreateDate: "2025-01-01T00:00:00Z",
          AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: statements },
          RolePolicyList: [],
          AttachedManagedPolicies: [],
          InstanceProfileList: [],
          Tags: [],
        },
      ],
    },
  });
  const { code, stderr } = accesslens(["import", name, "--out", `${name}.alens`]);
  assert.equal(code, 0, stderr);
  return ["--snapshot", `${name}.alens`];
}

/** One JSON value, as its schema has it. */
function json(command: string, args: readonly string[], code = 0) {
  const run = accesslens(["external-id", command, ...args, "--format", "json"]);
  assert.equal(run.code, code, run.stderr);
  const value = JSON.parse(run.stdout);
  const schema = command === "used-at" ? "list" : command;
  assert.deepEqual(schemaJudge(`external-id-${schema}.schema.json`, { isClosed: true })(value), []);
  return value;
}

function named(relationship: string): readonly string[] {
  return ["--relationship", relationship, ...store];
}

test("from the first external ID to the end of its rotation", () => {
  const issued = json("issue", [...named("acme"), "--role", arn]);
  assert.match(issued.externalId, /^[a-z2-7]{32}$/);
  assert.equal(issued.issued, true);
  assert.deepEqual(json("issue", named("acme")), { ...issued, issued: false });

  const first = snapshot("first", asking(issued.externalId));
  const verified = json("verify", [...named("acme"), ...first, "--exit-code"]);
  assert.equal(verified.verified, true);
  assert.doesNotMatch(JSON.stringify(verified), new RegExp(issued.externalId));
  const open = json(
    "verify",
    [...named("acme"), ...snapshot("open", asking([issued.externalId, "other"])), "--exit-code"],
    1,
  );
  assert.equal(open.roles[0].verdict, "open");
  assert.deepEqual(
    [open.roles[0].right.verdict, open.roles[0].wrong.verdict, open.roles[0].missing.verdict],
    ["accepted", "accepted", "refused"],
  );

  const begun = json("rotate", [...named("acme"), ...first, "--external-ids", "shown"]);
  assert.equal(begun.issued, true);
  assert.equal(begun.trusts[0].state, "to-change");
  const again = json("rotate", [...named("acme"), ...first, "--external-ids", "shown"]);
  assert.deepEqual(again, { ...begun, issued: false }, "a run that was cut off is taken up");
  assert.equal(
    json("verify", [...named("acme"), ...first]).verified,
    false,
    "it does not take the new one yet",
  );

  const statements = JSON.parse(begun.trusts[0].after).Statement;
  const both = snapshot("both", ...statements);
  assert.equal(json("verify", [...named("acme"), ...both]).verified, true);
  assert.equal(json("rotate", [...named("acme"), ...both]).trusts[0].state, "done");

  trail("old-is-used", [
    assumed(issued.externalId, "2099-01-01T00:00:00Z"),
    assumed(begun.externalId, "2099-01-02T00:00:00Z"),
  ]);
  const refused = json("rotate", [...named("acme"), "--finish", "--trail-files", "old-is-used"], 3);
  assert.equal(refused.finished, false);
  assert.equal(refused.evidence.oldUses[0].count, 1);
  assert.equal(refused.evidence.oldUses[0].lastOfNew, "2099-01-02T00:00:00.000Z");
  const since = ["--since", "2099-01-01T12:00:00Z"];
  const finished = json("rotate", [
    ...named("acme"),
    "--finish",
    "--trail-files",
    "old-is-used",
    ...since,
    ...both,
    "--external-ids",
    "shown",
  ]);
  assert.equal(finished.finished, true);
  const last = snapshot("last", ...JSON.parse(finished.trusts[0].after).Statement);
  assert.equal(json("verify", [...named("acme"), ...last]).verified, true);
  assert.equal(json("verify", [...named("acme"), ...both]).verified, false, "the old one is let in still");
  const states = json("list", [...named("acme"), "--external-ids", "shown"]).externalIds;
  assert.deepEqual(
    states.map((one: { externalId: string; state: string }) => [one.externalId, one.state]),
    [
      [begun.externalId, "current"],
      [issued.externalId, "revoked"],
    ],
  );
});

function assumed(externalId: string, at: string, more: object = {}): object {
  return {
    eventID: `${at} ${externalId}`,
    eventTime: at,
    eventSource: "sts.amazonaws.com",
    eventName: "AssumeRole",
    userIdentity: { type: "AWSAccount", principalId: "AROAVENDOR:scan", accountId: vendor },
    requestParameters: { roleArn: arn, roleSessionName: "scan", externalId },
    ...more,
  };
}

function trail(name: string, records: readonly object[]): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "one.json"), JSON.stringify({ Records: records }));
}

test("what the trail does not show, and what it can't, keeps the old one", () => {
  const { externalId: old } = json("issue", named("globex"));
  json("rotate", named("globex"));
  const finish = [...named("globex"), "--finish", "--trail-files"];
  trail("empty", []);
  assert.match(accesslens(["external-id", "rotate", ...finish, "empty"]).stderr, /hold no AssumeRole event/);
  mkdirSync(join(folder, "broken"));
  writeFileSync(join(folder, "broken", "a.json"), "{");
  assert.match(
    accesslens(["external-id", "rotate", ...finish, "broken"]).stderr,
    /1 file of the trail could not be read/,
  );
  assert.match(
    accesslens(["external-id", "rotate", ...finish, "no-such-folder"]).stderr,
    /could not be read/,
  );
  // Refused ones show that somebody brings it, too; a copy for the other account is the same event.
  const refused = assumed(old, "2099-01-01T00:00:00Z", { errorCode: "AccessDenied", sharedEventID: "s" });
  trail("refused", [refused, { ...refused, eventID: "other" }, assumed("others", "2099-01-01T00:00:00Z")]);
  const told = json("rotate", [...finish, "refused"], 3);
  assert.deepEqual([told.evidence.events, told.evidence.oldUses[0].count], [2, 1]);
  // With --verify nothing is believed that CloudTrail's digests speak against.
  writeFileSync(join(folder, "keys.json"), digestKeyList);
  writeFileSync(signedTrail(join(folder, "changed"), 2).file(logName(0)), gzipSync("{}"));
  for (const [args, code, text] of [
    [["changed", "--verify", "--digest-keys", "keys.json"], 3, /log0\.json\.gz was changed/],
    [["refused", "--verify", "--digest-keys", "keys.json", "--even-if-used"], 3, /no digest, so nothing/],
    [["refused", "--verify"], 2, /belong together/],
  ] as const) {
    const run = accesslens(["external-id", "rotate", ...finish, ...args]);
    assert.deepEqual([run.code, text.test(run.stderr)], [code, true], run.stderr);
  }
  const lost = accesslens(["external-id", "rotate", ...named("globex"), "--finish", "--verify"]);
  assert.deepEqual([lost.code, /--trail-files DIRECTORY/.test(lost.stderr)], [2, true], lost.stderr);
  assert.equal(json("list", named("globex")).externalIds.length, 2);
  assert.equal(json("rotate", [...finish, "refused", "--even-if-used"]).finished, true);
});

test("files that end too early, hold another account, or show nobody with the new one, are no evidence", () => {
  const { externalId: old } = json("issue", [...named("umbrella"), "--role", arn]);
  const { externalId: next } = json("rotate", named("umbrella"));
  const finish = ["external-id", "rotate", ...named("umbrella"), "--finish", "--trail-files"];
  const says = (
    name: string,
    records: readonly object[],
    what: RegExp,
    more: readonly string[] = [],
  ): void => {
    trail(name, records);
    const run = accesslens([...finish, name, ...more]);
    assert.equal(run.code, 3, run.stderr);
    assert.match(run.stderr, what);
  };
  const early = assumed(old, "2020-01-01T00:00:00Z");
  says("early", [early], /the files end before/);
  const theirs = "arn:aws:iam::999999999999:role/Vendor";
  const elsewhere = assumed(next, "2099-01-01T00:00:00Z", {
    requestParameters: { roleArn: theirs, externalId: next },
  });
  says("elsewhere", [early, elsewhere], /no AssumeRole event since .* of 111111111111/);
  says("idle", [assumed("others", "2099-01-01T00:00:00Z")], /nobody was let in with the new one yet/);
  const refused = assumed(next, "2099-01-01T00:00:00Z", { errorCode: "AccessDenied" });
  says("not-let-in", [refused], /nobody was let in with the new one yet/);
  says("late", [assumed(next, "2098-01-01T00:00:00Z")], /the files end before 2099/, [
    "--since",
    "2099-01-01",
  ]);
  for (const time of ["5", "2027-06-30T22:00:00", "tomorrow"]) {
    assert.equal(accesslens([...finish, "late", "--since", time]).code, 2, time);
  }
  trail("well", [early, assumed(next, "2099-01-01T00:00:00Z")]);
  assert.equal(json("rotate", [...finish.slice(2), "well"]).finished, true);
});

test("a rotation is aborted: the new one is revoked and the old one stays, unless somebody brings the new one", () => {
  const { externalId: old } = json("issue", [...named("soylent"), "--role", arn]);
  assert.equal(accesslens(["external-id", "rotate", "--abort", ...named("soylent")]).code, 2);
  const begun = json("rotate", [
    ...named("soylent"),
    ...snapshot("soylent-old", asking(old)),
    "--external-ids",
    "shown",
  ]);
  const both = snapshot("soylent-both", ...JSON.parse(begun.trusts[0].after).Statement);
  const abort = [...named("soylent"), "--abort", ...both, "--external-ids", "shown"];
  assert.equal(accesslens(["external-id", "rotate", "--finish", ...abort]).code, 2);

  trail("brings-the-new-one", [
    assumed(begun.externalId, "2099-01-01T00:00:00Z", { errorCode: "AccessDenied" }),
  ]);
  const refused = json("rotate", [...abort, "--trail-files", "brings-the-new-one"], 3);
  assert.deepEqual([refused.finished, refused.evidence.oldUses.length, refused.trusts], [false, 1, []]);
  trail("brings-the-old-one", [assumed(old, "2099-01-01T00:00:00Z")]);
  const aborted = json("rotate", [...abort, "--trail-files", "brings-the-old-one"]);
  assert.deepEqual([aborted.step, aborted.finished, aborted.externalId], ["abort", true, old]);
  assert.deepEqual(JSON.parse(aborted.condition), { StringEquals: { "sts:ExternalId": old } });
  assert.deepEqual(
    JSON.parse(aborted.trusts[0].after).Statement[0].Condition.StringEquals["sts:ExternalId"],
    [old],
  );
  assert.deepEqual(
    json("list", [...named("soylent"), "--external-ids", "shown"]).externalIds.map(
      (one: { externalId: string; state: string }) => [one.externalId, one.state],
    ),
    [
      [begun.externalId, "revoked"],
      [old, "current"],
    ],
  );
  assert.notEqual(json("rotate", named("soylent")).externalId, begun.externalId);
  assert.equal(
    json("rotate", [...named("soylent"), "--abort", "--trail-files", "brings-the-new-one", "--even-if-used"])
      .finished,
    true,
  );
});

test("two processes that issue at once get one, and are told which", async () => {
  const issue = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const args = [executable, "external-id", "issue", ...named("at-once"), "--format", "json"];
      execFile(process.execPath, args, { cwd: folder, env: environment }, (cause, stdout) =>
        cause === null ? resolve(stdout) : reject(cause),
      );
    });
  const answers = (await Promise.all([issue(), issue(), issue()])).map((text) => JSON.parse(text));
  assert.equal(new Set(answers.map(({ externalId }) => externalId)).size, 1);
  assert.equal(answers.filter(({ issued }) => issued).length, 1);
});

test("what was revoked is gone for good, and the next one is another", () => {
  const { externalId } = json("issue", [...named("initech"), "--role", arn]);
  const { revoked, stillAsking } = json("revoke", named("initech"));
  assert.deepEqual([revoked.length, stillAsking], [1, [arn]]);
  assert.notEqual(json("issue", named("initech")).externalId, externalId);
});

test("people are shown it once, with where it goes; afterwards it is masked", () => {
  const { stdout } = accesslens(["external-id", "issue", ...named("hooli")]);
  const [id = ""] = /[a-z2-7]{32}/.exec(stdout) ?? [];
  assert.match(stdout, new RegExp(`"Condition": {"StringEquals":{"sts:ExternalId":"${id}"}}`));
  for (const command of ["issue", "list"]) {
    const later = accesslens(["external-id", command, ...named("hooli")]).stdout;
    assert.doesNotMatch(later, new RegExp(id));
    assert.match(later, /masked, 32 characters/);
  }
  assert.match(
    accesslens(["external-id", "list", ...named("hooli"), "--external-ids", "shown"]).stdout,
    new RegExp(id),
  );
});

test("names that are none, and stores that are not, are told without harm", () => {
  for (const name of ["", "a\u001b[31m\u202eb"]) {
    const run = accesslens(["external-id", "issue", ...named(name)]);
    assert.equal(run.code, 2, JSON.stringify(name));
    assert.match(run.stderr, /--relationship: the name/);
    assert.doesNotMatch(run.stderr, /\u001b|\u202e/);
  }
  const strange = `'; drop table external_ids; -- $(id) <b>"é`;
  const { externalId } = json("issue", named(strange));
  assert.equal(
    json("issue", named(strange.normalize("NFD"))).externalId,
    externalId,
    "two spellings are one name",
  );
  assert.match(accesslens(["external-id", "list", "--store", "sqlite:no.db"]).stderr, /There is no store/);
  assert.equal(accesslens(["external-id", "rotate", ...named("nobody")]).code, 2);
  assert.equal(accesslens(["external-id", "rotate", "--finish", ...named("hooli")]).code, 2);
  assert.equal(accesslens(["external-id", "issue", ...named("a"), "--role", "no-arn"]).code, 2);
  assert.equal(accesslens(["external-id", "verify", ...named("hooli"), "--live"]).code, 2);
});

test("a vendor tests many customers' roles by the text of their policies", () => {
  const id = "k3vn2mzq4x7p5ydw6t2bhc3s4ju7rlfa";
  const customer = (n: number): string => `arn:aws:iam::${String(n).padStart(12, "2")}:role/Vendor`;
  const policy = (...statements: readonly object[]): object => ({
    Version: "2012-10-17",
    Statement: statements,
  });
  writeFileSync(
    join(folder, "customers.json"),
    JSON.stringify({
      caller: vendor,
      roles: [
        { role: customer(1), externalId: id, trustPolicy: policy(asking(id)) },
        {
          role: customer(2),
          externalId: `${id}2`,
          trustPolicy: JSON.stringify(policy(asking("their-own-choice"))),
        },
        {
          role: customer(3),
          externalId: `${id}3`,
          trustPolicy: policy(asking(`${id}3`), {
            Sid: "Legacy",
            Effect: "Allow",
            Principal: { AWS: vendor },
            Action: "sts:*",
          }),
        },
        { role: customer(4), externalId: `${id}4` },
        { role: customer(5), relationship: "acme", trustPolicy: "no policy" },
      ],
    }),
  );
  const answer = json("check", ["--roles", "customers.json", ...store, "--exit-code"], 1);
  assert.deepEqual(
    answer.roles.map(({ role, verdict }: { role: string; verdict: string }) => [role.slice(23, 25), verdict]),
    [
      ["22", "open"],
      ["23", "open"],
      ["24", "unknown"],
      ["25", "unknown"],
      ["21", "safe"],
    ],
  );
  const legacy = answer.roles[1];
  assert.equal(legacy.evidence[0].statement, "Legacy");
  assert.equal(legacy.missing.example.principal.includes(vendor), true);
  assert.deepEqual([answer.calls, answer.counts.open], [0, 2]);
  assert.doesNotMatch(JSON.stringify(answer), /k3vn2mzq|their-own-choice/);
  const table = accesslens(["external-id", "check", "--roles", "customers.json", ...store]).stdout;
  assert.match(table, /open +arn:aws:iam::222222222223:role\/Vendor .* statement Legacy \(lines \d+-\d+\)/);
  assert.match(table, /1 safe, 2 open, 0 locked out, 2 unknown/);
  writeFileSync(
    join(folder, "bad.json"),
    JSON.stringify({ roles: [{ role: customer(1), externalId: "a b" }] }),
  );
  const bad = accesslens(["external-id", "check", "--roles", "bad.json"]);
  assert.equal(bad.code, 3);
  assert.match(bad.stderr, /bad\.json:1:\d+: roles\.0\.externalId: 2 to 1224/);
  assert.doesNotMatch(bad.stderr, /a b/);
});

test("a snapshot's roles are tested for a caller that is named by account or by ARN, and where anyone is let in", () => {
  const id = "k3vn2mzq4x7p5ydw6t2bhc3s4ju7rlfa";
  const scanner = `arn:aws:iam::${vendor}:role/Scanner`;
  const check = (from: readonly string[], caller: string, code: number): string => {
    const { roles } = json("check", [...from, "--caller", caller, "--exit-code"], code);
    return roles.map((one: { caller: string; verdict: string }) => `${one.caller} ${one.verdict}`).join();
  };
  const closed = snapshot("caller-closed", asking(id));
  assert.match(check(closed, vendor, 0), / safe$/);
  assert.equal(check(closed, scanner, 0), `${scanner} safe`);
  assert.equal(check(closed, "999999999999", 1), "", "a caller that nobody lets in shows nothing");
  const anyone = { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" };
  const open = snapshot("caller-anyone", anyone);
  assert.match(check(open, vendor, 1), / open$/);
  assert.equal(check(open, scanner, 1), `${scanner} open`);
});

test("what trust policies ask for already is taken over as chosen by others", () => {
  const from = snapshot("foreign", asking("acme-datadog"));
  const dry = json("import", [...from, ...store]);
  assert.deepEqual(
    [dry.applied, dry.found[0].state, dry.found[0].relationship],
    [false, "new", `Datadog (${vendor})`],
  );
  assert.match(dry.found[0].weakness, /common words/);
  const wet = json("import", [...from, ...store, "--apply", "--by", "ada"]);
  assert.equal(wet.found[0].state, "imported");
  assert.equal(json("import", [...from, ...store, "--apply"]).found[0].state, "known");
  const [record] = json("list", named(`Datadog (${vendor})`)).externalIds;
  assert.deepEqual([record.origin, record.issuedBy, record.roles], ["foreign", "ada", [arn]]);
  assert.equal(json("verify", [...named(`Datadog (${vendor})`), ...from]).verified, true);
});
