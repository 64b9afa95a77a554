/** Collections through a proxy, and their snapshots as text that can be compared. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { collectors } from "../../src/collect/live/index.ts";
import { writeSnapshot } from "../../src/store/index.ts";
import { type Collection, type CollectSettings, collectLive } from "../../src/work/collect/index.ts";
import { usualRole } from "./spoke-role.ts";

/** One of each protocol: query, EC2's own, both of JSON, REST with XML and with JSON. */
export const ofEachProtocol: readonly string[] = [
  "organization",
  "account-tags",
  "regions",
  "iam",
  "identity-providers",
  "s3",
  "kms",
  "sqs",
  "sns",
  "lambda",
  "ec2-instances",
];

export const usualSettings: CollectSettings = {
  role: usualRole,
  profiles: [],
  region: null,
  accounts: null,
  aggregator: null,
  regions: ["us-east-1", "eu-west-1"],
  collectors: collectors.filter(({ name }) => ofEachProtocol.includes(name)),
  fips: false,
  accountsAtOnce: 32,
  // moto has no limits.
  share: 100,
  pauses: [0, 0, 0],
  version: "test",
};

export type Run = { readonly collection: Collection; readonly snapshot: readonly string[] };

/** AWS is what the environment says; the journal is removed afterwards. */
export async function collectRun(changes: Partial<CollectSettings> = {}): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "accesslens-collect-"));
  const collection = await collectLive(
    { ...usualSettings, ...changes },
    { folder: join(folder, "journal"), how: "fresh" },
    () => undefined,
  );
  if (!collection.ok) throw new Error(JSON.stringify(collection.error));
  const path = join(folder, "x.alens");
  const written = await writeSnapshot(path, collection.value.snapshot);
  if (!written.ok) throw new Error(JSON.stringify(written.error));
  await collection.value.finished();
  const snapshot = snapshotLines(path);
  rmSync(folder, { recursive: true });
  return { collection: collection.value, snapshot };
}

/** The snapshot's lines, without the moment at which it was made, and without last uses: collecting is one. */
export function snapshotLines(path: string): readonly string[] {
  const text = zstdDecompressSync(readFileSync(path)).toString("utf8");
  return text
    .replace(/"createdAt":\d+/, '"createdAt":0')
    .replace(/"used":\d+/g, '"used":0')
    .split("\n");
}

/** Null: they are the same. Whole snapshots would fill pages. */
export function firstDifference(actual: readonly string[], expected: readonly string[]): string | null {
  const index = Array.from({ length: Math.max(actual.length, expected.length) }).findIndex(
    (_, line) => actual[line] !== expected[line],
  );
  if (index < 0) return null;
  const [is = "", should = ""] = [actual[index], expected[index]];
  const at = [...is].findIndex((character, place) => character !== should[place]);
  const around = (text: string): string => text.slice(Math.max(0, at - 100), at + 200);
  return `line ${index}: ${around(is)} instead of ${around(should)}`;
}
