/** `accesslens serve` as a process, as scripts start it: one line when it is ready, answers to whoever opens it, an end on SIGTERM. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "accesslens-serve-"));
const snapshot = join(folder, "org.alens");
const executable = join(import.meta.dirname, "../../dist/accesslens.js");
const env = { ...process.env, XDG_STATE_HOME: join(folder, "state") };
const script = ["serve", "--snapshot", snapshot, "--no-open", "--format", "json"];

let server: ChildProcess;
let url: URL;

before(async () => {
  const size = ["--accounts", "8", "--roles", "10", "--seed", "5"];
  spawnSync(process.execPath, [executable, "synth", ...size, "--out", snapshot], { env });
  server = spawn(process.execPath, [executable, ...script], { env, stdio: ["ignore", "pipe", "inherit"] });
  assert.ok(server.stdout !== null);
  const [line] = await once(createInterface(server.stdout), "line");
  url = new URL(JSON.parse(String(line)).url);
});
after(() => {
  server.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

test("findings are those that a scan finds", async () => {
  const opened = await fetch(url, { redirect: "manual" });
  const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
  const text = await (await fetch(new URL("/api/findings", url), { headers: { cookie } })).text();
  const answer = JSON.parse(text);
  const scan = spawnSync(
    process.execPath,
    [executable, "scan", "--chains", "--snapshot", snapshot, "--format", "json"],
    { env, encoding: "utf8", maxBuffer: 1e9 },
  );
  const { findings, coverage } = JSON.parse(scan.stdout);
  assert.ok(findings.length > 0);
  assert.deepEqual(answer.findings, findings);
  assert.deepEqual(answer.coverage, coverage);
});

test("a port that is taken is told with what to do", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address !== null ? String(address.port) : "";
  const { status, stderr, stdout } = spawnSync(process.execPath, [executable, ...script, "--port", port], {
    env,
    encoding: "utf8",
  });
  other.close();
  assert.equal(status, 3, stderr);
  assert.equal(stdout, "");
  assert.match(stderr, new RegExp(`port ${port} can't be listened to`));
  assert.match(stderr, /--port/);
});

test("SIGTERM ends it, and that is no failure", async () => {
  server.kill("SIGTERM");
  const [code] = await once(server, "exit");
  assert.equal(code, 0);
});

test("a store that can't be opened is told with what to do, before anything is scanned", () => {
  for (const [store, message] of [
    ["mysql://db", /neither sqlite: nor postgres:/],
    [`sqlite:${snapshot}`, /./],
  ] as const) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [executable, ...script, "--store", store],
      { env, encoding: "utf8" },
    );
    assert.equal(status, 3, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, message);
  }
});

test("SIGTERM answers who waits for news, and ends a server with a store", async () => {
  const store = `sqlite:${join(folder, "drift.db")}`;
  const own = spawn(process.execPath, [executable, ...script, "--store", store], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface(own.stdout), "line");
  const address = new URL(JSON.parse(String(line)).url);
  const opened = await fetch(address, { redirect: "manual" });
  const headers = { cookie: opened.headers.get("set-cookie")?.split(";")[0] ?? "" };
  const waiting = fetch(new URL("/api/drift/news?after=0&wait=20", address), { headers });
  assert.equal((await fetch(new URL("/api/drift", address), { headers })).status, 200);
  own.kill("SIGTERM");
  assert.deepEqual(await (await waiting).json(), { events: [], total: 0, sequence: 0 });
  const [code] = await once(own, "exit");
  assert.equal(code, 0);
});
