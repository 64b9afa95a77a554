/** `accesslens trail` as a process, on a made-up organization and a trail of it whose truth is known. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { writeSnapshot } from "../../src/store/index.ts";
import { synthesizeTrail, writeTrail } from "../../src/synth/index.ts";
import { defaultOptions } from "../../src/synth/options.ts";
import { snapshotOf } from "../../src/synth/to-snapshot.ts";
import { schemaJudge } from "../support/json-schema.ts";
import { digestKeyList, digestName, logName, signedTrail } from "../support/trail/signed-digests.ts";
import { workplace } from "./support/command-line.ts";

const { folder, accesslens } = workplace();
const made = synthesizeTrail({ ...defaultOptions, accounts: 8, roles: 8, seed: 5 });
await writeSnapshot(join(folder, "org.alens"), snapshotOf(made.synthesis));
const days = 30;
const trail = made.trail({ days, events: 2000, stsShare: 0.5 });
await writeTrail(trail, join(folder, "trail"), () => {});
const truth = trail.truth();
/** In it some callers, roles and networks come together first. */
const lastTenth = new Date((truth.to - (days / 10) * 86_400) * 1000).toISOString().slice(0, 10);

function ask(...args: readonly string[]): ReturnType<typeof accesslens> {
  return accesslens(["trail", ...args, "--events", "trail", "--snapshot", "org.alens"]);
}

function answer(...args: readonly string[]) {
  const { code, stdout, stderr } = ask(...args, "--format", "json");
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  return JSON.parse(stdout);
}

/** A caller of another's account is known by its account alone. */
function party(by: string): string {
  const account = /^arn:aws:iam::(\d{12}):/.exec(by)?.[1] ?? by;
  return truth.cases.some((one) => one.kind === "outside-account" && one.by === by) ? account : by;
}

const pairs = (
  all: readonly { readonly kind: string; readonly role: string | null; readonly by: string }[],
) => [...new Set(all.map(({ kind, role, by }) => `${kind} ${role} ${party(by)}`))].sort();

describe("accesslens trail", () => {
  test("audit finds every case that was planted, and nothing else", () => {
    const found = answer("audit", "--new-since", lastTenth);
    assert.equal(found.events, truth.events);
    assert.deepEqual(found.skipped, []);
    assert.deepEqual(pairs(found.exceptions), pairs(truth.cases));
    for (const { eventIds, first, last } of found.exceptions) {
      assert.ok(eventIds.length > 0 && first <= last);
    }
  });

  test("audit ends with 1 on request", () => {
    assert.equal(ask("audit", "--exit-code", "--kind", "root-session").code, 1);
    assert.equal(ask("audit", "--exit-code", "--kind", "new-country").code, 0);
  });

  test("compare tells uses that the policies don't allow now, and only those", () => {
    const found = answer("compare");
    const planted = found.impossible.filter(({ cause }: { cause: string }) => cause !== "role-made-anew");
    const key = ({ role, by }: { role: string; by: string }): string => `${role} ${party(by)}`;
    assert.deepEqual(
      [...new Set(planted.map(key))].sort(),
      [...new Set(truth.impossibleUses.map(key))].sort(),
    );
    for (const { role, usedBy } of truth.widerTrusts) {
      const [edge] = found.edges.filter(
        (one: { role: string; wider: boolean }) => one.role === role && one.wider,
      );
      assert.deepEqual(edge.callers.map(({ by }: { by: string }) => by).sort(), [...usedBy].sort());
    }
  });

  test("unused tells trust that nobody used", () => {
    const { unused } = answer("unused", "--days", "20");
    for (const { role, trusted } of truth.unusedTrusts) {
      assert.ok(
        unused.some(
          (one: { role: string; party: { id: string } }) => one.role === role && one.party.id === trusted,
        ),
        `${role} by ${trusted}`,
      );
    }
  });

  test("unused says nothing of what was not watched", () => {
    const { unused, notWatched } = answer("unused", "--days", "300");
    assert.deepEqual(unused, []);
    assert.match(notWatched[0].why, /goes back \d+ days, not 300|younger/);
  });

  test("tighten narrows what is wider than its use", () => {
    const { roles } = answer("tighten", ...truth.widerTrusts.map(({ role }) => role));
    for (const [index, { usedBy, trusted }] of truth.widerTrusts.entries()) {
      assert.equal(roles[index].state, "tightened", roles[index].why);
      for (const by of usedBy) assert.ok(roles[index].after.includes(by));
      assert.ok(!roles[index].after.includes(trusted));
    }
  });

  for (const command of ["audit", "who", "sessions", "chains", "unused", "denied", "compare", "tighten"]) {
    test(`${command} prints what its schema describes, and a table`, () => {
      assert.deepEqual(schemaJudge(`trail-${command}.schema.json`, { isClosed: true })(answer(command)), []);
      const { code, stdout, stderr } = ask(command);
      assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
      assert.match(stdout, /^\d+ events of calls that give sessions/);
    });
  }

  test("a file that can't be read is named, and the rest is told", () => {
    const odd = join(folder, "odd");
    mkdirSync(odd);
    writeFileSync(
      join(odd, "cut.json.gz"),
      gzipSync('{"Records":[{"eventName":"AssumeRole"').subarray(0, 30),
    );
    const { code, stdout, stderr } = accesslens([
      ...["trail", "audit", "--events", "odd", "--snapshot", "org.alens", "--format", "json"],
    ]);
    assert.equal(code, 0);
    assert.match(JSON.parse(stdout).skipped[0].file, /cut\.json\.gz$/);
    assert.match(stderr, /cut\.json\.gz/);
  });

  test("files are proven by their digests, and faults end with 1", () => {
    const { file } = signedTrail(join(folder, "signed"), 3);
    writeFileSync(join(folder, "keys.json"), digestKeyList);
    const verify = (...args: readonly string[]) =>
      accesslens([
        ...["trail", "who", "--snapshot", "org.alens", "--events", "signed", "--verify"],
        ...["--digest-keys", "keys.json", ...args],
      ]);
    const whole = verify("--format", "json");
    assert.equal(whole.code, 0, whole.stderr);
    const told = JSON.parse(whole.stdout);
    assert.deepEqual(schemaJudge("trail-who.schema.json", { isClosed: true })(told), []);
    const { faults, unproven, ...counts } = told.digests;
    assert.deepEqual([counts, faults], [{ digests: 3, signed: 2, verified: 2 }, []]);
    assert.deepEqual(
      unproven.map((one: { file: string }) => one.file),
      [digestName(2), logName(2)].sort(),
    );
    writeFileSync(file(logName(0)), gzipSync("{}"));
    const changed = verify();
    assert.equal(changed.code, 1);
    assert.match(
      changed.stdout,
      /^2 of 3 digests signed by CloudTrail, 1 file proven, 2 unproven, 1 fault$/m,
    );
    assert.ok(changed.stdout.includes(`  fault: ${logName(0)} was changed`));
    assert.match(changed.stderr, /not as CloudTrail wrote it/);
    for (const [args, code, text] of [
      [["--verify"], 2, /belong together/],
      [["--verify", "--digest-keys", "org.alens"], 3, /holds no key/],
      [["--verify", "--digest-keys", "keys.json"], 3, /no digest, so nothing is proven/],
    ] as const) {
      const failed = ask("who", ...args);
      assert.equal(failed.code, code);
      assert.match(failed.stderr, text);
    }
  });

  test("who --daily tells how often a day, and the days are all of the calls", () => {
    const { who } = answer("who", "--daily");
    assert.ok(who.length > 5);
    let several = 0;
    for (const { count, first, last, days } of who) {
      const sum = days.reduce((all: number, { granted }: { granted: number }) => all + granted, 0);
      assert.equal(sum, count);
      const called = days.filter(({ granted }: { granted: number }) => granted > 0);
      assert.deepEqual([called[0].day, called.at(-1).day], [first.slice(0, 10), last.slice(0, 10)]);
      several += Number(days.length > 3);
    }
    assert.ok(several > 0);
    assert.deepEqual(schemaJudge("trail-who.schema.json", { isClosed: true })({ ...answer("who"), who }), []);
    const { stdout } = ask("who", "--daily", "--limit", "3");
    assert.match(stdout, /^DAY +CALLS +REFUSED +BY +ROLE$/m);
    assert.equal(stdout.match(/^20\d\d-\d\d-\d\d /gm)?.length, 3);
  });

  test("a role that neither the snapshot nor the trail knows is told as such", () => {
    const gone = truth.cases.find(({ role }) => role !== null)?.role ?? "";
    for (const command of ["who", "sessions"]) {
      const { code, stderr } = ask(command, "arn:aws:iam::123456789012:role/Nobody");
      assert.equal(code, 2);
      assert.match(stderr, /org\.alens holds no role .*Nobody", and the trail tells of none/);
      assert.equal(ask(command, gone).code, 0);
    }
    // A role is known by its account and name; a session's ARN is none.
    const session = ask(
      "sessions",
      gone.replace(":iam:", ":sts:").replace(/:role\/(.*\/)?/, ":assumed-role/"),
    );
    assert.equal(session.code, 2);
    assert.match(session.stderr, /Did you mean arn:aws:iam/);
  });

  test("a trail that is not there is told as such", () => {
    const { code, stderr } = accesslens(["trail", "who", "--events", "nowhere", "--snapshot", "org.alens"]);
    assert.equal(code, 3);
    assert.match(stderr, /nowhere/);
  });

  test("a time in which nothing lies is told as such", () => {
    const { code, stderr } = ask("audit", "--from", "2026-06-02", "--to", "2026-06-01");
    assert.equal(code, 2);
    assert.match(stderr, /--from is not before --to/);
    assert.match(ask("audit", "--from", "2100-01-01").stderr, /no call .* in the time that is asked about/);
  });

  test("networks that can't be read are told with their line", () => {
    writeFileSync(join(folder, "networks.csv"), "203.0.113.0/24\nelsewhere\n");
    const { code, stderr } = ask("audit", "--networks", "networks.csv");
    assert.equal(code, 3);
    assert.match(stderr, /networks\.csv, line 2/);
  });
});
