/** The command line's grant, revoke, changes and undo over moto, as scripts call them. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { schemaJudge } from "../support/json-schema.ts";
import { missingMoto, motoAccount, startMoto } from "../support/moto.ts";
import { assumed, record, userIdentity } from "../support/trail/records.ts";
import { digestKeyList, logName, signedTrail } from "../support/trail/signed-digests.ts";

const queue = `arn:aws:sqs:us-east-1:${motoAccount}:orders`;
const role = "arn:aws:iam::444455556666:role/sender";
const grant = ["grant", "--principal", role, "--resource", queue, "--actions", "sqs:SendMessage"];

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

describe("The command line that writes", { skip: missingMoto() ?? false, concurrency: false }, () => {
  const folder = mkdtempSync(join(tmpdir(), "accesslens-provision-"));
  before(async () => {
    await startMoto();
    await new SQSClient().send(new CreateQueueCommand({ QueueName: "orders" }));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function run(...args: readonly string[]): Promise<Ended> {
    const env = { ...process.env, XDG_STATE_HOME: folder };
    return new Promise((resolve) => {
      execFile(process.execPath, ["dist/accesslens.js", ...args], { env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      });
    });
  }

  async function json(schema: string, ...args: readonly string[]) {
    const { code, stdout, stderr } = await run(...args, "--format", "json");
    assert.equal(code, 0, stderr);
    const answer = JSON.parse(stdout);
    assert.deepEqual(schemaJudge(schema, { isClosed: true })(answer), []);
    return answer;
  }

  test("a grant is planned, applied once, listed, undone, and revoked", async () => {
    const planned = await json("grant.schema.json", ...grant);
    assert.equal(planned.applied, false);
    assert.equal(planned.plan.before, null);
    assert.ok(planned.plan.after.includes(role));
    assert.deepEqual(
      planned.plan.gained.map(({ id }: { id: string }) => id),
      [role],
    );
    const before = await run("changes", "list");
    assert.equal(before.code, 3, "nothing was journaled by a plan");
    const applied = await json("grant.schema.json", ...grant, "--apply", "--settle", "0");
    assert.equal(applied.applied, true);
    assert.equal(applied.plan.parts[0].written.end, "applied");
    const again = await json("grant.schema.json", ...grant, "--apply", "--settle", "0");
    assert.ok(again.applied && again.plan.parts[0].outcome === "same");
    const { changes } = await json("changes.schema.json", "changes", "list");
    assert.deepEqual(
      changes.map(({ state }: { state: string }) => state),
      ["applied"],
    );
    const id = changes[0].id;
    assert.equal((await json("undo.schema.json", "undo", id)).applied, false);
    assert.equal((await json("undo.schema.json", "undo", id, "--apply", "--settle", "0")).applied, true);
    const states = (await json("changes.schema.json", "changes", "list")).changes;
    assert.deepEqual(
      states.map(({ state }: { state: string }) => state),
      ["applied", "undone"],
    );
    assert.equal((await json("grant.schema.json", ...grant, "--apply", "--settle", "0")).applied, true);
    const revoke = ["revoke", "--principal", role, "--resource", queue, "--apply", "--settle", "0"];
    const revoked = await json("grant.schema.json", ...revoke);
    assert.ok(revoked.applied && revoked.plan.after === null);
  });

  test("a revocation tells when the principal was last seen taking a session", async () => {
    const events = join(folder, "trail.json");
    const used = record("AssumeRole", {
      ...{ recipientAccountId: "444455556666", userIdentity, responseElements: assumed },
      requestParameters: { roleArn: role, roleSessionName: "run-42" },
    });
    writeFileSync(events, JSON.stringify({ Records: [used] }));
    const revoke = ["revoke", "--principal", role, "--resource", queue, "--events", events];
    const { plan, applied } = await json("grant.schema.json", ...revoke);
    assert.equal(applied, false);
    assert.match(
      plan.notes.join(" "),
      /has seen one session of .*role\/sender .* last at 2026-10-25T20:52:11Z/,
    );
    assert.match((await run(...revoke)).stdout, /Note: CloudTrail has seen one session/);
    const { path, file } = signedTrail(join(folder, "signed"), 3);
    const keys = join(folder, "digest-keys.json");
    writeFileSync(keys, digestKeyList);
    const proven = [...revoke, "--events", path, "--verify", "--digest-keys", keys];
    assert.equal((await run(...proven)).code, 0);
    writeFileSync(file(logName(0)), gzipSync("{}"));
    const changed = await run(...proven);
    assert.equal(changed.code, 1);
    assert.match(changed.stdout, /Note: the trail is not as CloudTrail wrote it: 1 fault/);
  });

  test("what is refused says what, where and what to do, and writes nothing", async () => {
    const rows = [
      [
        [
          "grant",
          "--principal",
          "arn:aws-cn:iam::444455556666:role/x",
          "--resource",
          queue,
          "--actions",
          "sqs:SendMessage",
        ],
        2,
        /crosses partitions/,
      ],
      [
        [...grant.slice(0, 4), "arn:aws:sqs:us-east-1:123456789012:missing", ...grant.slice(5)],
        3,
        /did not let us read/,
      ],
      [["undo", "c-none"], 2, /no change c-none/],
      [
        [...grant.slice(0, 4), "arn:aws:secretsmanager:us-east-1:123456789012:secret:db", ...grant.slice(5)],
        2,
        /not the whole ARN of a secret/,
      ],
      [
        [...grant.slice(0, 4), "arn:aws:s3:::nobodys", "--actions", "s3:GetObject"],
        3,
        /Whose arn:aws:s3:::nobodys is, its ARN does not say: it was looked for in 123456789012/,
      ],
      [[...grant, "--via", "grant"], 2, /is for KMS keys/],
    ] as const;
    for (const [args, code, expected] of rows) {
      const ended = await run(...args);
      assert.equal(ended.code, code, ended.stderr);
      assert.match(ended.stderr, expected);
    }
  });

  test("a policy that can't be merged with, or at its limit, is told and left as it is", async () => {
    const sqs = new SQSClient();
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "full" }));
    const full = `arn:aws:sqs:us-east-1:${motoAccount}:full`;
    const hostile = "\u001b[2J<script>";
    const Statement = [
      {
        Sid: hostile,
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: full,
        Condition: { StringEquals: { "aws:Referer": "x".repeat(7_900) } },
      },
    ];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    const asked = [
      "grant",
      "--principal",
      role,
      "--resource",
      full,
      "--actions",
      "sqs:SendMessage",
      "--apply",
    ];
    const ended = await run(...asked, "--settle", "0");
    assert.equal(ended.code, 3);
    assert.match(
      ended.stdout,
      /Refused: with it the policy would have \d+ bytes, and a queue's policy has at most 8192/,
    );
    assert.ok(!ended.stdout.includes("\u001b[2J"), "what AWS says is neutralised");
    const answer = JSON.parse((await run(...asked, "--format", "json")).stdout);
    assert.equal(answer.applied, false);
    assert.equal(answer.plan.parts[0].outcome, "refused");
  });
});
