/** A watch over CloudTrail's files, with what events say alone: what is told, what is not, and what is asked afterwards. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import type { DriftEvent } from "../../src/model/index.ts";
import { calls, changeRecord } from "../support/change-messages.ts";
import { workplace } from "./support/command-line.ts";
import { development, production, writeFixedSnapshot } from "./support/organization.ts";

const { folder, accesslens } = workplace();
await writeFixedSnapshot(join(folder, "iam-data"), join(folder, "org.alens"));

const trust = (principal: object, action: string | readonly string[] = "sts:AssumeRole") => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: principal, Action: action }],
});
const anybody = trust({ AWS: "*" });
const lambda = trust({ Service: "lambda.amazonaws.com" });
const outsider = trust({ AWS: "arn:aws:iam::666655554444:root" });
const before = Date.UTC(2026, 4, 4, 10);

let made = 0;
let trail = "";
let store = "";
beforeEach(() => {
  made += 1;
  trail = `trail-${made}`;
  store = `sqlite:drift-${made}.db`;
  mkdirSync(join(folder, trail));
});

/** One file of these trust policies, ten seconds after each other. */
function write(file: string, role: string, policies: readonly object[], from = before): void {
  const records = policies.map((policy, index) =>
    changeRecord(calls.updateTrust(role, policy), { account: production, at: from + index * 10_000 }),
  );
  writeFileSync(join(folder, trail, file), JSON.stringify({ Records: records }));
}

const watch = (...more: readonly string[]) =>
  accesslens([
    ...["watch", "--trail-files", trail, "--no-read", "--until-empty", "--coalesce", "0"],
    ...["--store", store, "--snapshot", "org.alens", ...more],
  ]);

function told(...more: readonly string[]): readonly DriftEvent[] {
  const { code, stdout, stderr } = watch(...more);
  assert.equal(code, 0, stderr);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.flatMap((line) => (JSON.parse(line) as { data: { events: DriftEvent[] } }).data.events);
}

test("Who gained access is told once, and not again by the next run", () => {
  write("a.json", "partner", [outsider]);
  const [event, ...others] = told();
  assert.deepEqual(others, []);
  assert.equal(event?.kind, "unresolved");
  assert.deepEqual(
    event?.changes[0]?.gained.map(({ id }) => id),
    ["666655554444"],
  );
  assert.deepEqual(told(), []);
});

test("Trust that was opened and restored is told as what it was: for a while only", () => {
  write("a.json", "partner", [lambda]);
  told();
  write("b.json", "partner", [anybody, lambda], before + 60_000);
  const [event, ...others] = told();
  assert.deepEqual(others, []);
  assert.equal(event?.kind, "opened-and-closed");
  assert.match(event?.title ?? "", /^For a while only: Any AWS account/);
  assert.equal((event?.interlude?.to ?? 0) - (event?.interlude?.from ?? 0), 10_000);
});

test("What is only written differently is silence, and why says that no read confirmed it", () => {
  write("a.json", "partner", [lambda]);
  told();
  write(
    "b.json",
    "partner",
    [trust({ Service: ["lambda.amazonaws.com"] }, ["sts:AssumeRole"])],
    before + 60_000,
  );
  assert.deepEqual(told(), []);
  const { stdout } = accesslens([
    "alerts",
    "why",
    `arn:aws:iam::${production}:role/partner`,
    "--store",
    store,
  ]);
  assert.match(stdout, /Nobody gained or lost access by what it says; no read has confirmed that\./);
});

test("An event that comes late does not undo what a later one said", () => {
  write("b.json", "partner", [lambda], before + 60_000);
  told();
  write("a.json", "partner", [outsider]);
  const late = told();
  assert.deepEqual(
    late.map(({ kind }) => kind),
    ["opened-and-closed"],
  );
  write("c.json", "partner", [lambda], before + 120_000);
  assert.deepEqual(told(), []);
});

const notes = (events: readonly DriftEvent[]): string =>
  events.flatMap(({ changes }) => changes.flatMap((change) => change.notes)).join();

test("Chains that a change has put out of date are looked at anew when the watch starts again", () => {
  const own = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "iam:*", Resource: "*" }],
  };
  const call = calls.putRolePolicy("partner", "own", own);
  const record = changeRecord(call, { account: production, at: before });
  writeFileSync(join(folder, trail, "a.json"), JSON.stringify({ Records: [record] }));
  assert.match(notes(told()), /Chains of roles/);
  write("b.json", "partner", [outsider], before + 60_000);
  const again = told();
  assert.equal(again.length, 1);
  assert.doesNotMatch(notes(again), /Chains of roles/);
});

test("An event that carries no policy is told by the ARN of what it touched", () => {
  const record = changeRecord(calls.attachRolePolicy("IDLE", "arn:aws:iam::aws:policy/AdministratorAccess"), {
    account: development,
    at: before,
  });
  writeFileSync(join(folder, trail, "a.json"), JSON.stringify({ Records: [record] }));
  const [event] = told();
  assert.match(event?.subject ?? "", new RegExp(`^arn:aws:iam::${development}:role/idle$`));
});

test("Watching is said when events are looked at, and what comes first is said before", () => {
  write("a.json", "partner", [outsider]);
  const { stderr } = watch();
  assert.match(
    stderr,
    /chains of roles are worked out first[\s\S]*watching \d+ accounts, chains of roles too/,
  );
  const without = watch("--no-chains").stderr;
  assert.match(without, /watching \d+ accounts; ctrl-c ends it/);
  assert.doesNotMatch(without, /chains/);
});

test("A nightly read needs a time of day, and reads", () => {
  for (const [args, said] of [
    [["--reconcile-at", "25:00"], /It takes a time of day/],
    [["--reconcile-at", "03:30 Europe/Nowhere"], /There is no such time zone/],
    [["--reconcile-at", "03:30 Europe/Berlin"], /--reconcile-at and --no-read exclude each other/],
  ] as const) {
    const { code, stderr } = watch(...args);
    assert.equal(code, 2);
    assert.match(stderr, said);
  }
});

test("A directory that is not there, and a store that is not, are no answer", () => {
  const missing = accesslens([
    ...["watch", "--trail-files", "nowhere", "--no-read", "--until-empty"],
    ...["--store", store, "--snapshot", "org.alens"],
  ]);
  assert.equal(missing.code, 3);
  assert.match(missing.stderr, /--trail-files: nowhere is no directory/);
  for (const args of [
    ["alerts", "list"],
    ["alerts", "why", "x"],
    ["expect", "list"],
  ]) {
    const asked = accesslens([...args, "--store", "sqlite:nothing.db"]);
    assert.equal(asked.code, 3, asked.stdout);
    assert.match(asked.stderr, /There is no store at/);
  }
});
