/** `accesslens accept` and `serve --accept` as processes, on one file: what one says the other tells, and nothing is lost. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { schemaJudge } from "../support/json-schema.ts";
import { executable, workplace } from "./support/command-line.ts";

const { folder, environment, accesslens } = workplace();
const file = join(folder, "accesslens-suppressions.yaml");
const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const because = ["--reason", "known", "--expires", soon];

let server: ChildProcess;
let ids: readonly string[] = [];
let origin = "";
let cookie = "";

before(async () => {
  accesslens(["synth", "--accounts", "8", "--roles", "10", "--seed", "5", "--out", "org.alens"]);
  const { findings } = JSON.parse(accesslens(["scan", "--snapshot", "org.alens", "--format", "json"]).stdout);
  ids = findings.map(({ id }: { id: string }) => id);
  const args = ["serve", "--snapshot", "org.alens", "--accept", "--format", "json"];
  server = spawn(process.execPath, [executable, ...args], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  assert.ok(server.stdout !== null);
  const [line] = await once(createInterface(server.stdout), "line");
  const { url } = JSON.parse(String(line));
  origin = new URL(url).origin;
  const opened = await fetch(url, { redirect: "manual" });
  cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
});
after(() => server.kill("SIGKILL"));

async function post(findings: readonly string[]): Promise<number> {
  const { status } = await fetch(new URL("/api/acceptances", origin), {
    method: "POST",
    headers: { cookie, origin, "content-type": "application/json" },
    body: JSON.stringify({ findings, reason: "by the server", expires: soon }),
  });
  return status;
}

type Told = { readonly id: string; readonly status: string };

function suppressed(findings: readonly Told[]): readonly string[] {
  return findings.filter(({ status }) => status === "suppressed").map(({ id }) => id);
}

async function toldByServer(): Promise<readonly string[]> {
  const answer = await fetch(new URL("/api/findings?summary=true", origin), { headers: { cookie } });
  const { findings }: { findings: readonly Told[] } = JSON.parse(await answer.text());
  return suppressed(findings);
}

test("what is accepted on the command line counts for scans and for the server that runs, until it is withdrawn", async () => {
  const [first = "", second = ""] = ids;
  const accepted = accesslens([
    "accept",
    first.slice(0, 10),
    second,
    ...because,
    "--by",
    "ada",
    "--snapshot",
    "org.alens",
  ]);
  assert.equal(accepted.code, 0, accepted.stderr);
  assert.equal(accepted.stdout, `accesslens-suppressions.yaml: 2 findings accepted until ${soon}\n`);
  const scanned = JSON.parse(accesslens(["scan", "--snapshot", "org.alens", "--format", "json"]).stdout);
  assert.deepEqual(suppressed(scanned.findings), [first, second]);
  assert.deepEqual(await toldByServer(), [first, second]);
  const again = accesslens(["accept", first, ...because, "--snapshot", "org.alens"]);
  assert.equal(again.code, 2);
  assert.match(again.stderr, /accepted already: .* by ada: known/);
  const anew = accesslens([
    "accept",
    first,
    ...because,
    "--replace",
    "--snapshot",
    "org.alens",
    "--format",
    "json",
  ]);
  assert.deepEqual(JSON.parse(anew.stdout).replaced, [first]);
  assert.deepEqual(schemaJudge("accept.schema.json", { isClosed: true })(JSON.parse(anew.stdout)), []);
  const withdrawn = accesslens(["accept", first, second.slice(0, 8), "--withdraw"]);
  assert.equal(
    withdrawn.stdout,
    "accesslens-suppressions.yaml: 2 findings accepted no more\n",
    withdrawn.stderr,
  );
  assert.deepEqual(await toldByServer(), []);
});

test("processes and a server that accept at the same time lose nothing, and keep what people wrote", async () => {
  writeFileSync(
    file,
    "# What we live with.\nsuppressions:\n  # Agreed on.\n\n  - { rule: none, subject: x, reason: y, expires: 2027-01-01 }\n",
  );
  const byProcess = ids.slice(0, 8);
  const byServer = ids.slice(8, 24);
  const processes = byProcess.map(async (id) => {
    const child = spawn(process.execPath, [executable, "accept", id, ...because, "--snapshot", "org.alens"], {
      cwd: folder,
      env: environment,
      stdio: "ignore",
    });
    const [code] = await once(child, "exit");
    return Number(code);
  });
  const requests = byServer.map((id) => post([id]));
  assert.deepEqual(new Set(await Promise.all(processes)), new Set([0]));
  assert.deepEqual(new Set(await Promise.all(requests)), new Set([200]));
  assert.deepEqual([...(await toldByServer())].toSorted(), [...byProcess, ...byServer].toSorted());
  assert.match(
    readFileSync(file, "utf8"),
    /^# What we live with\.\nsuppressions:\n {2}# Agreed on\.\n\n {2}- \{ rule: none/,
  );
  assert.equal(existsSync(`${file}.lock`), false);
});

const faulty: readonly (readonly [name: string, args: readonly string[], code: number, said: RegExp])[] = [
  ["no reason", ["--expires", soon], 2, /needs a reason.*\n.*--reason/],
  ["no day", ["--reason", "x"], 2, /last day on which it counts/],
  ["a day that is over", ["--reason", "x", "--expires", "2020-01-01"], 2, /2020-01-01 is over/],
  [
    "a file that is not there",
    [...because, "--suppressions", "other.yaml"],
    3,
    /other\.yaml: there is no such file/,
  ],
  ["a reason for withdrawing", ["--withdraw", "--reason", "x"], 2, /are about accepting/],
];
for (const [name, args, code, said] of faulty) {
  test(`${name} is refused, and nothing is written`, () => {
    const text = readFileSync(file, "utf8");
    const refused = accesslens(["accept", ids[30] ?? "", ...args, "--snapshot", "org.alens"]);
    assert.equal(refused.code, code, refused.stderr);
    assert.match(refused.stderr, said);
    assert.equal(readFileSync(file, "utf8"), text);
  });
}

test("--by without --accept is refused", () => {
  const refused = accesslens(["serve", "--snapshot", "org.alens", "--by", "ada"]);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /--by is about accepting/);
});

test("a finding that there is not, and a file that is broken, are told", () => {
  const unknown = accesslens(["accept", "0000000000000000", ...because, "--snapshot", "org.alens"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /no finding of org\.alens has an id that begins with "0000000000000000"/);
  const none = accesslens(["accept", ids[30] ?? "", "--withdraw"]);
  assert.equal(none.code, 2);
  writeFileSync(file, "suppressions: {\n");
  const broken = accesslens(["accept", ids[30] ?? "", ...because, "--snapshot", "org.alens"]);
  assert.equal(broken.code, 3);
  assert.match(broken.stderr, /accesslens-suppressions\.yaml:2:1: is no valid YAML/);
  assert.equal(readFileSync(file, "utf8"), "suppressions: {\n");
});
