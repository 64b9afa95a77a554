/** A collection that is killed at any moment goes on where it was, and ends with the same snapshot. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { firstDifference, ofEachProtocol, snapshotLines } from "../support/collect-run.ts";
import { type FaultProxy, startFaultProxy } from "../support/fault-proxy.ts";
import { missingMoto, startMoto } from "../support/moto.ts";
import { seedOrganization } from "../support/moto-organization.ts";

const missing = missingMoto();
const kills = 50;

/** Numbers from 0 to 1, the same in every run. */
function* random(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

describe("A collection that is killed", { skip: missing ?? false }, () => {
  const folder = mkdtempSync(join(tmpdir(), "accesslens-resume-"));
  let proxy: FaultProxy;

  before(async () => {
    const { url } = await startMoto();
    await seedOrganization(5, 2);
    proxy = await startFaultProxy(url);
  });
  after(() => {
    proxy.close();
    rmSync(folder, { recursive: true });
  });

  function collect(out: string, ...more: readonly string[]): ChildProcess {
    const options = [
      "--role-name",
      "OrganizationAccountAccessRole",
      "--regions",
      "us-east-1,eu-west-1",
      "--services",
      ofEachProtocol.join(),
    ];
    const args = [
      "dist/accesslens.js",
      "collect",
      "--out",
      out,
      "--rate",
      "1000",
      "--format",
      "json",
      ...options,
    ];
    return spawn(process.execPath, [...args, ...more], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, AWS_ENDPOINT_URL: proxy.url, XDG_STATE_HOME: folder },
    });
  }

  async function outcome(child: ChildProcess): Promise<{ code: number | null; out: string; error: string }> {
    let [out, error] = ["", ""];
    child.stdout?.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      error += chunk;
    });
    const [code] = await once(child, "close");
    return { code, out, error };
  }

  test(`${kills} kills at random moments, each resumed: the snapshot is the same`, async () => {
    const reference = join(folder, "reference.alens");
    const started = performance.now();
    const whole = await outcome(collect(reference));
    const milliseconds = performance.now() - started;
    assert.equal(whole.code, 0, whole.error);
    const expected = snapshotLines(reference);
    const out = join(folder, "killed.alens");
    const moments = random(20_261_125);
    let resumed = 0;
    for (let killed = 0; killed < kills; ) {
      const child = collect(out, ...(existsSync(`${out}.collecting`) ? ["--resume"] : []));
      const ended = outcome(child);
      const timer = setTimeout(() => child.kill("SIGKILL"), moments.next().value * milliseconds * 0.7);
      const { code, out: text, error } = await ended;
      clearTimeout(timer);
      if (code === null) {
        killed += 1;
        continue;
      }
      assert.equal(code, 0, error);
      assert.equal(firstDifference(snapshotLines(out), expected), null);
      assert.ok(!existsSync(`${out}.collecting`));
      resumed += JSON.parse(text).unitsFromJournal;
      rmSync(out);
    }
    assert.ok(resumed > 0);
  });

  test("An unfinished collection is neither overwritten nor mixed with another", async () => {
    const out = join(folder, "unfinished.alens");
    const child = collect(out);
    while (!existsSync(`${out}.collecting/collection.json`))
      await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill("SIGKILL");
    await once(child, "close");
    assert.equal(statSync(`${out}.collecting`).mode & 0o777, 0o700);
    const again = await outcome(collect(out));
    assert.equal(again.code, 3);
    assert.match(again.error, /holds what an unfinished collection has read\n.*--resume.*--restart/s);
    const other = await outcome(collect(out, "--resume", "--regions", "us-east-1"));
    assert.equal(other.code, 3);
    assert.match(other.error, /other settings: regions/);
    const restarted = await outcome(collect(out, "--restart"));
    assert.equal(restarted.code, 0, restarted.error);
    assert.equal(JSON.parse(restarted.out).unitsFromJournal, 0);
    assert.equal(statSync(out).mode & 0o777, 0o600);
  });
});
