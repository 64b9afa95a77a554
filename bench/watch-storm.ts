/** A storm of changes out of CloudTrail's files: how long until all of it is settled and told, and how much memory that takes. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import pLimit from "p-limit";
import type { DriftEvent } from "../src/model/index.ts";
import { calls, changeRecord } from "../test/support/change-messages.ts";
import { startReceiver } from "../test/support/receiver.ts";
import { numbers } from "../test/support/storm.ts";
import { commonArguments } from "./watch-latency.ts";
import { startWatch } from "./watch-process.ts";
import { iamIn, letting, type WatchedRole } from "./watched-roles.ts";

export type Storm = { readonly roles: number; readonly events: number; readonly records: number };

const recordsOfFile = 400;
const begun = Date.UTC(2026, 10, 20);

/**
 * Writes the files and puts into moto what is true in the end: each role trusts one outsider after the other. A fifth of the records
 * stand twice, a tenth are malformed, and they are out of order within an hour.
 */
export async function setFinalTrusts(
  files: string,
  roles: readonly WatchedRole[],
  changes: number,
): Promise<Storm> {
  const random = numbers(1);
  const records: { readonly record: unknown; readonly key: number }[] = [];
  const finals: { readonly role: WatchedRole; readonly trust: string }[] = [];
  for (const [number, role] of roles.entries()) {
    let trust = role.trust;
    for (let change = 0; change < changes; change += 1) {
      trust = letting(role.trust, String(700_000_000_000 + number * 1000 + change));
      const at = begun + change * 600_000 + Math.floor(random() * 500) * 1000;
      const call = calls.updateTrust(role.name, trust);
      const record = changeRecord(call, { account: role.account, at });
      records.push({ record, key: at + random() * 3_600_000 });
      if (random() < 0.2) records.push({ record, key: at + random() * 3_600_000 });
      if (random() < 0.1) records.push({ record: malformed(record, random()), key: at });
    }
    finals.push({ role, trust });
  }
  records.sort((a, b) => a.key - b.key);
  writeFiles(
    files,
    records.map(({ record }) => record),
  );
  const limit = pLimit(8);
  await Promise.all(
    finals.map(({ role: { account, name }, trust }) =>
      limit(async () => {
        const client = await iamIn(account);
        await client.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: trust }));
      }),
    ),
  );
  return { roles: roles.length, events: roles.length * changes, records: records.length };
}

function malformed(record: Readonly<Record<string, unknown>>, which: number): unknown {
  const bare = { ...record, eventID: `${String(record.eventID).slice(0, -4)}bad0` };
  if (which < 0.3) return { ...bare, eventTime: "yesterday" };
  if (which < 0.6) return { ...bare, requestParameters: { roleName: { name: ["x"] } } };
  return which < 0.8 ? "a record" : { ...bare, eventName: "\u001b[2J<script>" };
}

function writeFiles(directory: string, records: readonly unknown[]): void {
  mkdirSync(directory, { recursive: true });
  for (let from = 0; from < records.length; from += recordsOfFile) {
    const time = new Date(begun + (from / recordsOfFile) * 300_000)
      .toISOString()
      .replaceAll(/[-:]|:\d\d\.\d+/g, "");
    const name = `123456789012_CloudTrail_us-east-1_${time.slice(0, 13)}Z_${from}.json.gz`;
    const text = JSON.stringify({ Records: records.slice(from, from + recordsOfFile) });
    writeFileSync(join(directory, name), gzipSync(text));
  }
}

export type StormFigures = {
  readonly wallSeconds: number;
  /** Until the last alert had arrived: with chains, they are looked at anew after that. */
  readonly toldSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly alerts: number;
  /** Outsiders of whom an alert says that they gained access: each was let in by one change. */
  readonly outsiders: number;
};

export type StormRun = {
  readonly folder: string;
  readonly files: string;
  readonly snapshot: string;
  readonly args: readonly string[];
};

export async function measureStorm({ folder, files, snapshot, args }: StormRun): Promise<StormFigures> {
  const receiver = await startReceiver();
  const started = performance.now();
  const watching = await startWatch([
    ...["--trail-files", files, "--until-empty", "--coalesce", "1"],
    ...commonArguments(folder, snapshot, receiver.url),
    ...args,
  ]);
  const told = await watching.ended;
  const wallSeconds = (performance.now() - started) / 1000;
  console.error(told.split("\n").slice(-4).join("\n"));
  const alerts = new Map<string, readonly DriftEvent[]>(
    receiver.received.map(({ body }) => [JSON.parse(body).data.id, JSON.parse(body).data.events]),
  );
  const toldAt = Math.max(...receiver.received.map(({ at }) => at));
  receiver.close();
  return {
    toldSeconds: (toldAt - started) / 1000,
    wallSeconds,
    cpuSeconds: watching.cpuSeconds(),
    peakMegabytes: watching.peakMegabytes(),
    alerts: alerts.size,
    outsiders: outsidersIn([...alerts.values()].flat()),
  };
}

function outsidersIn(events: readonly DriftEvent[]): number {
  const gained = events.flatMap(({ changes }) => changes.flatMap((change) => change.gained));
  return new Set(gained.flatMap(({ id }) => (/^7\d{11}$/.test(id) ? [id] : []))).size;
}
