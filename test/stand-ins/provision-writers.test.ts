/** Several real processes that write to the same policy of moto, over the SDK's protocols: nobody's statement is lost. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { WriteTiming } from "../../src/work/provision/write-timing.ts";
import { missingMoto, startMoto } from "../support/moto.ts";
import { Granting } from "../support/provision/granting.ts";
import type { WriterTask } from "../support/provision/writer.ts";

const writer = fileURLToPath(new URL("../support/provision/writer.ts", import.meta.url));
const theirs = {
  Sid: "theirs",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "arn:aws:s3:::x/*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

type Running = { readonly child: ChildProcess; readonly told: string[]; readonly ended: Promise<unknown> };

function start(task: WriterTask): Running {
  const child = spawn(process.execPath, [writer, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const told: string[] = [];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => told.push(...text.trim().split("\n")));
  return { child, told, ended: once(child, "close") };
}

describe("Writers of one policy", { skip: missingMoto() ?? false, concurrency: false }, () => {
  const folder = mkdtempSync(join(tmpdir(), "accesslens-writers-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  let s3: S3Client;
  before(async () => {
    await startMoto();
    s3 = new S3Client({ forcePathStyle: true });
  });

  async function bucketNamed(Bucket: string): Promise<void> {
    await s3.send(new CreateBucketCommand({ Bucket }));
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [theirs] });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  }

  async function sidsOf(Bucket: string): Promise<readonly string[]> {
    const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    const { Statement }: { Statement: readonly { Sid: string }[] } = JSON.parse(Policy);
    return Statement.map(({ Sid }) => Sid).toSorted();
  }

  /** Runs eight of them to their ends; answers how each change ended. */
  async function eight(name: string, rounds: number, timing: WriteTiming, storeOf: (n: number) => string) {
    await bucketNamed(name);
    const sids = (n: number) => Array.from({ length: rounds }, (_, round) => `s${n}r${round}`);
    const all = Array.from({ length: 8 }, (_, n) =>
      start({ target: "bucket", name, store: storeOf(n), holder: `w${n}`, sids: sids(n), timing }),
    );
    await Promise.all(all.map(({ ended }) => ended));
    const ends = all.flatMap(({ told }) => told.map((line) => JSON.parse(line))).filter(({ sid }) => sid);
    assert.equal(ends.length, 8 * rounds);
    for (const end of ends) assert.equal(end.kind, "applied", JSON.stringify(end));
    assert.deepEqual(await sidsOf(name), [...all.flatMap((_, n) => sids(n)), "theirs"].toSorted());
    return ends;
  }

  test("eight processes that share a store lose nobody's statement", async () => {
    const store = `sqlite:${join(folder, "shared.db")}`;
    const timing = { windowMilliseconds: 2_000, writers: 0, patienceMilliseconds: 2_000, attempts: 30 };
    const ends = await eight("shared", 3, timing, () => store);
    assert.ok(
      ends.every(({ writes }) => writes === 1),
      "none had to write twice",
    );
  });

  test("eight processes that share nothing lose nobody's statement", async () => {
    const timing = { windowMilliseconds: 600, writers: 8, patienceMilliseconds: 600, attempts: 30 };
    await eight("apart", 1, timing, (n) => `sqlite:${join(folder, `own-${n}.db`)}`);
  });

  const deaths = [
    { dies: "before-write", way: "back", stands: ["theirs"], end: "same", left: ["theirs"] },
    { dies: "after-write", way: "back", stands: ["mine", "theirs"], end: "applied", left: ["theirs"] },
    { dies: "before-write", way: "forth", stands: ["theirs"], end: "applied", left: ["mine", "theirs"] },
    { dies: "after-write", way: "forth", stands: ["mine", "theirs"], end: "same", left: ["mine", "theirs"] },
  ] as const;
  for (const { dies, way, stands, end, left } of deaths) {
    const wayName = way === "back" ? "taken back" : "brought to its end";
    test(`killed ${dies.replace("-", " the ")}, a change is intended in the journal, and ${wayName}`, async () => {
      const name = `killed-${dies}-${way}`;
      await bucketNamed(name);
      const url = `sqlite:${join(folder, `${name}.db`)}`;
      const timing = { windowMilliseconds: 2_000, writers: 0, patienceMilliseconds: 2_000, attempts: 30 };
      const { ended } = start({
        ...{ target: "bucket", name, store: url, holder: "victim", sids: ["mine"], timing, dies },
      });
      assert.deepEqual(await ended, [null, "SIGKILL"]);
      const granting = await Granting.open(url);
      const change = await granting.store.appliedChange("mine");
      assert.equal(change?.state, "intended");
      assert.ok(change?.after?.includes('"mine"'));
      assert.deepEqual(await sidsOf(name), stands);
      assert.equal((await granting.undo("mine", way, "victim")).kind, end);
      assert.deepEqual(await sidsOf(name), left);
      const state = (await granting.store.appliedChange("mine"))?.state;
      assert.equal(state, way === "back" ? "undone" : "applied");
      await granting.close();
    });
  }

  test("what others have changed since stays when a change is undone", async () => {
    await bucketNamed("since");
    const granting = await Granting.open(`sqlite:${join(folder, "since.db")}`);
    const asked = { principal: "444455556666", resource: "arn:aws:s3:::since", actions: ["s3:GetObject"] };
    const [written] = await granting.apply(await granting.plan(asked));
    assert.equal(written?.end.kind, "applied");
    const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket: "since" }));
    const policy: { Statement: object[] } = JSON.parse(Policy);
    policy.Statement = [{ ...theirs, Sid: "later" }, ...policy.Statement];
    await s3.send(new PutBucketPolicyCommand({ Bucket: "since", Policy: JSON.stringify(policy) }));
    assert.equal((await granting.undo(written?.id ?? "")).kind, "applied");
    assert.deepEqual(await sidsOf("since"), ["later", "theirs"]);
    await granting.close();
  });
});
