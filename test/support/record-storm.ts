/** A storm as CloudTrail's files hold it: what happened, twice and out of order, among records that are none, or want harm. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { calls, changeRecord } from "./change-messages.ts";
import { numbers, trusting } from "./storm.ts";

export type RecordStorm = {
  readonly records: number;
  readonly duplicates: number;
  /** Neither events nor anything that could be one. */
  readonly malformed: number;
  /** Calls that failed, and that only read. */
  readonly ignored: number;
  /** Events that the list does not have. */
  readonly unknown: number;
  /** By `account role`: whom it trusted, one after the other; each trusted nowhere else. The last is what is true in the end. */
  readonly trusted: ReadonlyMap<string, readonly string[]>;
};

type Plan = {
  readonly accounts: readonly string[];
  readonly rolesOfEach: number;
  readonly changesOfEach: number;
  readonly seed: number;
};

type Kept = { readonly record: unknown; readonly when: number };

const begun = Date.UTC(2026, 9, 1);
const secondsBetween = 60;
/** Records arrive up to so much later than they happened. */
const disorderSeconds = 3600;
const recordsOfFile = 500;

/** Writes the files. */
export function recordStorm(directory: string, plan: Plan): RecordStorm {
  const random = numbers(plan.seed);
  const kept: Kept[] = [];
  const counts = { duplicates: 0, malformed: 0, ignored: 0, unknown: 0 };
  const trusted = new Map<string, string[]>();
  let outsider = 700_000_000_000;
  for (let change = 0; change < plan.changesOfEach; change += 1) {
    for (const account of plan.accounts) {
      for (let number = 0; number < plan.rolesOfEach; number += 1) {
        const role = `role-${number}`;
        const all = trusted.get(`${account} ${role}`) ?? [];
        trusted.set(`${account} ${role}`, all);
        const at = begun + change * secondsBetween * 1000;
        all.push(String(outsider));
        const record = changeRecord(calls.updateTrust(role, trusting(String(outsider))), { account, at });
        outsider += 1;
        const arrives = (one: unknown): void => {
          kept.push({ record: one, when: at + random() * disorderSeconds * 1000 });
        };
        arrives(record);
        if (random() < 0.2) {
          arrives(record);
          counts.duplicates += 1;
        }
        if (random() < 0.2) arrives(nuisance(record, Math.floor(random() * nuisances), counts));
      }
    }
  }
  kept.sort((a, b) => a.when - b.when);
  writeFiles(
    directory,
    kept.map(({ record }) => record),
  );
  return { records: kept.length, ...counts, trusted };
}

const nuisances = 8;

function nuisance(
  record: Readonly<Record<string, unknown>>,
  which: number,
  counts: { malformed: number; ignored: number; unknown: number },
): unknown {
  // Of its own: who can put another event under the id of a true one into the files could as well take records away.
  const bare = { ...record, eventID: `${String(record.eventID).slice(0, -4)}bad${which}` };
  const anybody = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*" }] });
  switch (which) {
    case 0:
      counts.malformed += 1;
      return { ...bare, eventTime: "yesterday" };
    case 1:
      counts.malformed += 1;
      return { ...bare, requestParameters: { roleName: { __proto__: { polluted: true }, name: ["x"] } } };
    case 2:
      counts.malformed += 1;
      return "a record";
    case 3:
      counts.malformed += 1;
      return { ...bare, recipientAccountId: "12345", userIdentity: { accountId: "12345" } };
    case 4:
      counts.malformed += 1;
      return { ...bare, eventName: "\u001b[2J<script>alert(1)</script>" };
    case 5:
      counts.unknown += 1;
      return { ...bare, eventName: "InventedCall", requestParameters: "[".repeat(1000) };
    case 6:
      counts.ignored += 1;
      // It would let anybody in, had AWS not refused it.
      return {
        ...bare,
        errorCode: "AccessDenied",
        requestParameters: { roleName: "role-0", policyDocument: anybody },
      };
    default:
      counts.ignored += 1;
      return { ...bare, readOnly: true, eventName: "GetRole" };
  }
}

function writeFiles(directory: string, records: readonly unknown[]): void {
  mkdirSync(directory, { recursive: true });
  for (let from = 0; from < records.length; from += recordsOfFile) {
    const time = new Date(begun + (from / recordsOfFile) * 300_000).toISOString().replaceAll(/[-:]/g, "");
    const name = `123456789012_CloudTrail_us-east-1_${time.slice(0, 13)}Z_${from}.json.gz`;
    const text = JSON.stringify({ Records: records.slice(from, from + recordsOfFile) });
    writeFileSync(join(directory, name), gzipSync(text));
  }
}
