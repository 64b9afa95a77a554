/**
 * One of several processes that write to the same policies, to be killed at a step of its work. Argument: a `WriterTask` as JSON. Tells how each
 * change ended, a line of JSON each.
 */
import { writeSync } from "node:fs";
import { argv, kill, pid } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { bucketPolicy, queuePolicy, type StandingPolicy } from "../../../src/aws/writes/index.ts";
import { addStatements, type ManagedStatement } from "../../../src/provision/index.ts";
import { openStateStore } from "../../../src/store/state/index.ts";
import { applyPolicy } from "../../../src/work/provision/apply-policy.ts";
import type { WriteTiming } from "../../../src/work/provision/write-timing.ts";
import { motoAccount } from "../moto.ts";
import { writeAccess } from "./aws-writes.ts";

export type WriterTask = {
  readonly target: "bucket" | "queue";
  /** Of bucket or queue. */
  readonly name: string;
  readonly store: string;
  readonly holder: string;
  /** One change each, one after the other. */
  readonly sids: readonly string[];
  readonly timing: WriteTiming;
  /** Where the process kills itself. */
  readonly dies?: "before-write" | "after-write";
};

/** A statement that moto and AWS accept. */
export function statementNamed(sid: string, task: Pick<WriterTask, "target" | "name">): ManagedStatement {
  const isBucket = task.target === "bucket";
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::444455556666:role/${sid}` },
    Action: [isBucket ? "s3:GetObject" : "sqs:SendMessage"],
    Resource: isBucket ? `arn:aws:s3:::${task.name}/*` : `arn:aws:sqs:us-east-1:${motoAccount}:${task.name}`,
  };
}

async function standing({ target, name }: WriterTask): Promise<StandingPolicy> {
  return target === "bucket"
    ? bucketPolicy(name, `arn:aws:s3:::${name}`, writeAccess())
    : queuePolicy(name, `arn:aws:sqs:us-east-1:${motoAccount}:${name}`, writeAccess());
}

function mortal(policy: StandingPolicy, dies: WriterTask["dies"]): StandingPolicy {
  return {
    ...policy,
    async write(...args) {
      if (dies === "before-write") kill(pid, "SIGKILL");
      const written = await policy.write(...args);
      if (dies === "after-write") kill(pid, "SIGKILL");
      return written;
    },
  };
}

async function work(task: WriterTask): Promise<void> {
  const opened = await openStateStore(task.store);
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  const policy = mortal(await standing(task), task.dies);
  // All of them are to write at the same moment.
  await policy.read();
  writeSync(1, '{"ready":true}\n');
  for (const sid of task.sids) {
    const statement = statementNamed(sid, task);
    const end = await applyPolicy(
      policy,
      {
        ...{ id: sid, by: `arn:aws:iam::${motoAccount}:user/tests`, kind: "resource-policy", undoes: null },
        title: `adds ${sid}`,
        merge: addStatements([statement], { bytes: 1_000_000, of: "a policy" }),
        sids: new Set([sid]),
        inverse: () =>
          JSON.stringify({ kind: "remove-statements", region: "us-east-1", statements: [statement] }),
      },
      { store, holder: task.holder, timing: task.timing, now: Date.now, pause, random: Math.random },
    );
    writeSync(
      1,
      `${JSON.stringify({ sid, kind: end.kind, ...("writes" in end ? { writes: end.writes } : {}) })}\n`,
    );
  }
  await store.close();
}

if (import.meta.main) {
  const task: WriterTask = JSON.parse(argv[2] ?? "");
  await work(task);
}
