/**
 * What a question will scan, before it is asked. Athena does not tell it beforehand; what it reads is the files of the partitions that
 * the question leaves. Their sizes are listed for a sample of folders (account, region and day), and the rest is taken to be like them.
 */
import { guarded, refusalOf } from "../../aws/index.ts";
import type { AthenaTable, ReadTimes } from "./athena-table.ts";
import type { SqlAccess } from "./sql-access.ts";
import { listingCalls } from "./trail-calls.ts";
import { trailGuard } from "./trail-guard.ts";

export type ScanEstimate =
  /** `folders`: that the question reads; `listed`: of which sizes are known. */
  | { readonly kind: "estimate"; readonly bytes: number; readonly listed: number; readonly folders: number }
  /** `why`: as the end of "it can't be told beforehand, for …". */
  | { readonly kind: "unknown"; readonly why: string };

export type SampledFolders = {
  readonly bucket: string;
  readonly prefixes: readonly string[];
  readonly folders: number;
};

const sampleSize = 60;
const listedPagesAtMost = 200;

/** Folders spread evenly over accounts, regions and days; or why there is no telling. */
export function sampledFolders(
  { properties, partitions }: AthenaTable,
  times: ReadTimes,
  now: number,
  size = sampleSize,
): SampledFolders | string {
  const template = /^s3:\/\/([^/]+)\/(.+)$/.exec(properties["storage.location.template"] ?? "");
  if (template === null) return "the table does not say where its partitions lie";
  const [, bucket = "", path = ""] = template;
  const values: [name: string, values: readonly string[]][] = [];
  for (const { name } of partitions) {
    const found = valuesOf(name, properties, times, now);
    if (found === null) return `the values of the partition ${name} are not told by the table`;
    values.push([name, found]);
  }
  const folders = values.reduce((product, [, some]) => product * some.length, 1);
  const wanted = Math.min(size, folders);
  const prefixes = Array.from({ length: wanted }, (_, index) => {
    // The middle of the index-th of as many equal parts.
    let rest = Math.floor(((index + 0.5) * folders) / wanted);
    let prefix = path;
    for (const [name, some] of values) {
      prefix = prefix.replaceAll(`\${${name}}`, some[rest % some.length] ?? "");
      rest = Math.floor(rest / some.length);
    }
    return `${prefix.replace(/\/+$/, "")}/`;
  });
  return { bucket, prefixes, folders };
}

function valuesOf(
  name: string,
  properties: Readonly<Record<string, string>>,
  { readFrom, to }: ReadTimes,
  now: number,
): readonly string[] | null {
  const type = properties[`projection.${name}.type`];
  if (type === "enum")
    return (properties[`projection.${name}.values`] ?? "").split(",").filter((one) => one !== "");
  if (type !== "date" || properties[`projection.${name}.format`] !== "yyyy/MM/dd") return null;
  const begin = /^(\d{4})\/(\d\d)\/(\d\d),/.exec(properties[`projection.${name}.range`] ?? "");
  if (begin === null) return null;
  const day = 86_400_000;
  const since = Date.UTC(Number(begin[1]), Number(begin[2]) - 1, Number(begin[3]));
  const first = Math.max(since, readFrom === null ? since : Date.parse(readFrom));
  const last = Math.min(now, to === null ? now : Date.parse(to) + day);
  const days: string[] = [];
  for (let at = Math.floor(first / day) * day; at <= last && days.length < 10_000; at += day) {
    days.push(new Date(at).toISOString().slice(0, 10).replaceAll("-", "/"));
  }
  return days;
}

/** `region`: the table's; its files are looked for where their bucket is. */
export async function estimatedScan(
  table: AthenaTable,
  times: ReadTimes,
  region: string,
  { now, credentials, connection }: Pick<SqlAccess, "now" | "credentials" | "connection">,
  signal: AbortSignal,
): Promise<ScanEstimate> {
  const sample = sampledFolders(table, times, now);
  if (typeof sample === "string") return { kind: "unknown", why: sample };
  const sdk = await import("@aws-sdk/client-s3");
  const client = guarded(
    new sdk.S3Client({
      ...connection.configuration(region, credentials),
      followRegionRedirects: true,
      forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined,
    }),
    trailGuard("s3", listingCalls, region, connection),
  );
  try {
    let bytes = 0;
    let listed = 0;
    let pages = 0;
    for (const Prefix of sample.prefixes) {
      let token: string | undefined;
      do {
        const page = await client.send(
          new sdk.ListObjectsV2Command({
            Bucket: sample.bucket,
            Prefix,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        );
        for (const { Size = 0 } of page.Contents ?? []) bytes += Size;
        token = page.NextContinuationToken;
        pages++;
      } while (token !== undefined);
      listed++;
      if (pages >= listedPagesAtMost || signal.aborted) break;
    }
    const { folders } = sample;
    return {
      kind: "estimate",
      bytes: listed === 0 ? 0 : Math.round((bytes / listed) * folders),
      listed,
      folders,
    };
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal === null) throw cause;
    return { kind: "unknown", why: `the trail's files may not be listed (${refusal.code})` };
  } finally {
    client.destroy();
  }
}
