/** A trail's files on their way into every command that takes a trail: proven, resumed, refused. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { schemaJudge } from "../support/json-schema.ts";
import { randomRecords } from "../support/trail/random-records.ts";
import { digestKeyList, logName, signedResults, signedTrail } from "../support/trail/signed-digests.ts";
import { executable, workplace } from "./support/command-line.ts";

const { folder, accesslens, environment } = workplace();
assert.equal(accesslens(["demo", "--dir", "demo"]).code, 0);
const account = "445339937652";
writeFileSync(join(folder, "keys.json"), digestKeyList);
writeFileSync(
  join(folder, "roles.yaml"),
  `name: readers
roles:
  - name: reader
    trust: [{ principals: ["222222222222"] }]
    permissions: { aws: [SecurityAudit] }
    targets: { accounts: ["${account}"] }
`,
);
signedTrail(join(folder, "whole"), 3);
writeFileSync(signedTrail(join(folder, "changed"), 3).file(logName(0)), gzipSync('{"Records":[]}'));
const proof = ["--verify", "--digest-keys", "keys.json"];
const fix = ["fix", "--severity", "high"];
const revoke = [
  ...["revoke", "--principal", "arn:aws:iam::444455556666:role/reader"],
  ...["--resource", "arn:aws:s3:::reports"],
];

test("Rows for programs come behind what the digests prove, and nothing does where nobody asked", () => {
  for (const command of ["audit", "who", "compare"]) {
    const ask = ["trail", command, "--format", "ndjson", "--events", "changed"];
    const { code, stdout } = accesslens([...ask, ...proof]);
    const [first, ...rows] = stdout.split("\n");
    const { digests, ...others } = JSON.parse(first ?? "");
    assert.deepEqual([code, others], [1, {}], command);
    assert.equal(digests.digests, 3);
    assert.deepEqual(
      digests.faults.map((one: { file: string }) => one.file),
      [logName(0)],
    );
    assert.deepEqual(rows.join("\n"), accesslens(ask).stdout, command);
  }
});

test("A review tells what its trail's digests prove, and a fault ends with 1", () => {
  const report = (events: string, ...args: readonly string[]) =>
    accesslens(["trail", "report", "--events", events, ...proof, ...args]);
  const told = report("whole", "--format", "json");
  assert.equal(told.code, 0, told.stderr);
  const answer = JSON.parse(told.stdout);
  assert.deepEqual(schemaJudge("trail-report.schema.json", { isClosed: true })(answer), []);
  assert.deepEqual([answer.digests.verified, answer.digests.faults], [2, []]);
  const changed = report("changed");
  assert.equal(changed.code, 1);
  assert.match(changed.stdout, /^2 of 3 digests of the trail's files are signed by CloudTrail/m);
  assert.match(changed.stdout, /not as CloudTrail wrote it, 1 fault among its files: .*was changed/);
  assert.match(report("changed", "--format", "html").stdout, /not as CloudTrail wrote it/);
  assert.ok(!accesslens(["trail", "report", "--events", "changed"]).stdout.includes("digest"));
});

test("No change is held against a trail with faults, unless that is meant", () => {
  const role = ["role", "plan", "roles.yaml", "--snapshot", "demo/acme.alens"];
  for (const command of [fix, role]) {
    const plain = accesslens(command);
    const whole = accesslens([...command, "--events", "whole", ...proof]);
    assert.equal(whole.code, plain.code, whole.stderr);
    const changed = [...command, "--events", "changed", ...proof];
    const refused = accesslens(changed);
    assert.equal(refused.code, 3);
    assert.equal(refused.stdout, "");
    assert.ok(refused.stderr.includes(`${logName(0)} was changed`), refused.stderr);
    const meant = accesslens([...changed, "--despite-trail"]);
    assert.equal(meant.code, plain.code, meant.stderr);
    assert.match(meant.stderr, /not as CloudTrail wrote it/);
  }
});

test("Pages are told of a fault among the files", async () => {
  const args = ["serve", "--no-open", "--format", "json", "--events", "changed", ...proof];
  const server = spawn(process.execPath, [executable, ...args], { cwd: folder, env: environment });
  try {
    const [line] = await once(createInterface(server.stdout), "line");
    const url = new URL(JSON.parse(String(line)).url);
    const opened = await fetch(url, { redirect: "manual" });
    const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
    const [warning] = await once(createInterface(server.stderr), "line");
    assert.match(String(warning), /not as CloudTrail wrote it: 1 fault/);
    const state = async () =>
      JSON.parse(await (await fetch(new URL("/api/trail", url), { headers: { cookie } })).text());
    let told = await state();
    while (told.state === "reading") told = await state();
    const { named, ...counts } = told.read.digests;
    assert.deepEqual(counts, { digests: 3, signed: 2, verified: 1, unproven: 2, faults: 1 });
    assert.equal(named[0].file, logName(0));
  } finally {
    server.kill("SIGKILL");
  }
});

test("What is asked of a reading and can't be is said before any work, by every command", () => {
  const commands = [
    ["trail", "who"],
    ["trail", "report"],
    fix,
    ["role", "plan", "roles.yaml"],
    revoke,
    ["serve", "--no-open"],
  ];
  for (const command of commands) {
    const rows: readonly (readonly [readonly string[], RegExp])[] = [
      [["--events", "whole", "--verify"], /--verify and --digest-keys belong together/],
      [["--events", "athena:logs.trail", ...proof], /--verify is for files alone/],
    ];
    for (const [args, text] of rows) {
      const { code, stderr } = accesslens([...command, ...args]);
      assert.deepEqual([code, text.test(stderr)], [2, true], `${command.join(" ")}: ${stderr}`);
    }
    if (command[0] === "trail") continue;
    const { code, stderr } = accesslens([...command, "--resume", "kept"]);
    assert.deepEqual([code, /--resume says nothing without --events/.test(stderr)], [2, true], stderr);
  }
});

test("A directory to go on from is that of a trail, whichever command reads it", () => {
  mkdirSync(join(folder, "foreign"));
  writeFileSync(join(folder, "foreign", "mine"), "");
  for (const command of [["trail", "report"], fix, revoke]) {
    const { code, stderr } = accesslens([...command, "--events", "whole", "--resume", "foreign"]);
    assert.deepEqual([code, /foreign: it isn't empty/.test(stderr)], [3, true], stderr);
  }
});

test("Results that CloudTrail Lake saved tell what the trail's own files tell, and are proven by their sign file", () => {
  const records = randomRecords(21, 200);
  mkdirSync(join(folder, "own"));
  writeFileSync(join(folder, "own", "a.json.gz"), gzipSync(JSON.stringify({ Records: records })));
  const csv = (some: readonly object[]): string =>
    ["eventjson", ...some.map((one) => JSON.stringify(one))]
      .map((value) => `"${value.replaceAll('"', '""')}"\n`)
      .join("");
  signedResults(join(folder, "saved"), [csv(records.slice(0, 120)), csv(records.slice(120))]);
  const who = (events: string, ...args: readonly string[]) =>
    accesslens(["trail", "who", "--format", "json", "--events", events, ...args]);
  const saved = who("saved", ...proof);
  assert.equal(saved.code, 0, saved.stderr);
  const { digests, skipped, ...told } = JSON.parse(saved.stdout);
  assert.deepEqual(digests, { digests: 1, signed: 1, verified: 2, faults: [], unproven: [] });
  const own = JSON.parse(who("own").stdout);
  assert.deepEqual(told, { ...told, events: own.events, who: own.who });
  assert.ok(own.events > 100 && skipped.length <= 2);
  const columns =
    '"eventTime","eventName","userIdentity"\n"2026-11-26 10:00:00.000","AssumeRole","{type=x}"\n';
  signedResults(join(folder, "columns"), [columns]);
  const refused = who("columns");
  assert.match(JSON.parse(refused.stdout).skipped[0].why, /save the result of SELECT eventjson FROM/);
  assert.match(
    refused.stderr,
    /result_1\.csv\.gz: is a CSV of CloudTrail Lake's without the column eventjson/,
  );
});

test("DuckDB that is not installed, or not for this system, is told with what to install", () => {
  const elsewhere = join(folder, "elsewhere");
  mkdirSync(join(elsewhere, "node_modules", "@duckdb"), { recursive: true });
  // What is linked is looked up where the link is: there is no package beside it.
  symlinkSync(dirname(executable), join(elsewhere, "dist"));
  const ask = () =>
    spawnSync(
      process.execPath,
      [
        ...["--preserve-symlinks", "--preserve-symlinks-main", join(elsewhere, "dist", basename(executable))],
        ...["trail", "who", "--events", "duckdb:own/*.json.gz"],
      ],
      { cwd: folder, env: environment, encoding: "utf8" },
    );
  const absent = ask();
  assert.equal(absent.status, 3);
  assert.match(
    absent.stderr,
    /needs the package @duckdb\/node-api, which is not installed: npm install @duckdb\/node-api beside AccessLens\. Without it, name the directory/,
  );
  for (const name of ["node-api", "node-bindings"])
    cpSync(join("node_modules/@duckdb", name), join(elsewhere, "node_modules/@duckdb", name), {
      recursive: true,
    });
  const foreign = ask();
  assert.equal(foreign.status, 3);
  assert.match(foreign.stderr, /installed without what it needs on this system \(\w+ \w+\): npm install/);
});
