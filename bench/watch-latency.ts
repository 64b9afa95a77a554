/** How soon an alert follows a change: one after the other, through a queue, to a receiver of webhooks. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { calls, changeMessage } from "../test/support/change-messages.ts";
import { startReceiver } from "../test/support/receiver.ts";
import { startWatch } from "./watch-process.ts";
import { iamIn, letting, readingRole, type WatchedRole } from "./watched-roles.ts";

export type LatencyFigures = {
  /** Milliseconds beyond the coalescing time. */
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  readonly count: number;
  readonly readyMilliseconds: number;
  readonly peakMegabytes: number;
};

export type LatencyRun = {
  readonly folder: string;
  readonly snapshot: string;
  readonly roles: readonly WatchedRole[];
  readonly args: readonly string[];
};

const coalesceMilliseconds = 1000;
/** What is compiled and read for the first time is not what is measured. */
const warmUps = 5;
const patienceMilliseconds = 60_000;

export async function measureLatency({ folder, snapshot, roles, args }: LatencyRun): Promise<LatencyFigures> {
  let arrived: (body: string) => void = () => undefined;
  const receiver = await startReceiver((response) => {
    response.writeHead(204).end();
    arrived(receiver.received.at(-1)?.body ?? "");
  });
  const sqs = new SQSClient({ region: "us-east-1" });
  const QueueName = `changes-${args.length}`;
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName }));
  const watching = await startWatch([
    ...["--queue-url", QueueUrl, "--coalesce", String(coalesceMilliseconds / 1000)],
    ...commonArguments(folder, snapshot, receiver.url),
    ...args,
  ]);
  const taken: number[] = [];
  for (const [at, role] of roles.entries()) {
    // Another each time, and each run.
    const outsider = String(810_000_000_000 + args.length * 1000 + at);
    const trust = letting(role.trust, outsider);
    const client = await iamIn(role.account);
    await client.send(new UpdateAssumeRolePolicyCommand({ RoleName: role.name, PolicyDocument: trust }));
    const body = changeMessage(calls.updateTrust(role.name, trust), {
      account: role.account,
      at: Date.now(),
    });
    const alert = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no alert about ${role.name}`)), patienceMilliseconds);
      arrived = (text) => {
        if (!text.includes(outsider)) return;
        clearTimeout(timer);
        resolve();
      };
    });
    const began = performance.now();
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    await alert;
    taken.push(performance.now() - began - coalesceMilliseconds);
  }
  const peakMegabytes = watching.peakMegabytes();
  console.error(`warm-up: ${taken.slice(0, warmUps).map(Math.round).join(", ")} ms`);
  await watching.end();
  receiver.close();
  return {
    ...percentiles(taken.slice(warmUps)),
    readyMilliseconds: watching.readyMilliseconds,
    peakMegabytes,
  };
}

/** What any watch here is given: the whole organization is read as one role, as fast as moto answers. */
export function commonArguments(folder: string, snapshot: string, webhook: string): readonly string[] {
  const channels = join(folder, "alerts.json");
  writeFileSync(channels, JSON.stringify({ channels: [{ type: "webhook", url: webhook, unsigned: true }] }));
  return [
    ...["--snapshot", snapshot, "--store", `sqlite:${join(folder, "state.db")}`, "--notify", channels],
    ...["--role-name", readingRole, "--regions", "us-east-1", "--rate", "1000"],
  ];
}

function percentiles(all: readonly number[]): Pick<LatencyFigures, "p50" | "p95" | "max" | "count"> {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: at(1), count: sorted.length };
}
