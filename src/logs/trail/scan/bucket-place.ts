/**
 * A trail's files in an S3 bucket. Keys are listed directory by directory down to `CloudTrail/REGION/`, where what account and
 * region tell is pruned; below, one listing that begins at the first day that is asked for and ends behind the last one.
 */
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { S3Client } from "@aws-sdk/client-s3";
import { type Connection, guarded, noCalls, refusalOf } from "../../../aws/index.ts";
import {
  isOfNoEvents,
  type Listed,
  mayHold,
  type OpenedFile,
  type TrailPlace,
  type TrailSelection,
} from "./trail-place.ts";

type Sdk = typeof import("@aws-sdk/client-s3");

export type BucketPlaceOptions = {
  readonly bucket: string;
  /** What keys begin with; empty: all keys. */
  readonly prefix: string;
  readonly region: string;
  readonly credentials: Parameters<Connection["configuration"]>[1];
  readonly connection: Connection;
};

/** The calls that are made, each with what it is for; no other is ever sent. */
export const bucketCalls = [
  { call: "ListObjectsV2", action: "s3:ListBucket", why: "lists the trail's files" },
  { call: "GetObject", action: "s3:GetObject", why: "reads the trail's files" },
] as const;

/** Larger objects go through a temporary file: they may have to be read twice. */
const inMemoryBytes = 1 << 24;

export async function bucketPlace(options: BucketPlaceOptions): Promise<TrailPlace> {
  const sdk = await import("@aws-sdk/client-s3");
  const { connection, region, credentials } = options;
  const client = guarded(
    new sdk.S3Client({
      ...connection.configuration(region, credentials),
      followRegionRedirects: true,
      // Stand-ins for S3 know no host names of buckets.
      forcePathStyle:
        process.env.AWS_ENDPOINT_URL !== undefined || process.env.AWS_ENDPOINT_URL_S3 !== undefined,
    }),
    {
      service: "s3",
      account: `bucket ${options.bucket}`,
      region,
      allowed: new Set(bucketCalls.map(({ call }) => call)),
      gate: connection.gate,
      counts: noCalls(),
    },
  );
  return new BucketPlace(sdk, client, options);
}

class BucketPlace implements TrailPlace {
  readonly #sdk: Sdk;
  readonly #client: S3Client;
  readonly #options: BucketPlaceOptions;

  constructor(sdk: Sdk, client: S3Client, options: BucketPlaceOptions) {
    this.#sdk = sdk;
    this.#client = client;
    this.#options = options;
  }

  files(selection: TrailSelection, signal: AbortSignal): AsyncIterable<Listed> {
    return this.#below(this.#options.prefix, selection, signal);
  }

  unreadable(cause: unknown): string | null {
    if (!(cause instanceof Error)) return null;
    const refusal = refusalOf(cause);
    if (refusal === null) return null;
    const { code, message } = refusal;
    const { bucket, prefix } = this.#options;
    return `s3://${bucket}/${prefix} can't be listed (${code}: ${message}): it takes s3:ListBucket on the bucket, and s3:GetObject on its files`;
  }

  close(): void {
    this.#client.destroy();
  }

  async *#below(prefix: string, selection: TrailSelection, signal: AbortSignal): AsyncGenerator<Listed> {
    const isOfRegion = /(?:^|\/)\d{12}\/CloudTrail\/[a-z0-9-]+\/$/.test(prefix);
    if (isOfRegion || /(?:^|\/)\d{12}\/CloudTrail\/[a-z0-9-]+\/\d/.test(prefix)) {
      yield* this.#days(prefix, isOfRegion ? startOf(prefix, selection) : null, selection, signal);
      return;
    }
    let token: string | undefined;
    do {
      const page = await this.#client.send(
        new this.#sdk.ListObjectsV2Command({
          Bucket: this.#options.bucket,
          Prefix: prefix,
          Delimiter: "/",
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
        { abortSignal: signal },
      );
      for (const object of page.Contents ?? []) yield* this.#listed(object, selection);
      for (const { Prefix: below } of page.CommonPrefixes ?? []) {
        if (below === undefined || isOfNoEvents(below) || !mayHold(below, selection)) continue;
        yield* this.#below(below, selection, signal);
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  /** Keys of one region come in order of their days. */
  async *#days(
    prefix: string,
    startAfter: string | null,
    selection: TrailSelection,
    signal: AbortSignal,
  ): AsyncGenerator<Listed> {
    let token: string | undefined;
    do {
      const page = await this.#client.send(
        new this.#sdk.ListObjectsV2Command({
          Bucket: this.#options.bucket,
          Prefix: prefix,
          ...(startAfter === null ? {} : { StartAfter: startAfter }),
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
        { abortSignal: signal },
      );
      for (const object of page.Contents ?? []) yield* this.#listed(object, selection);
      const last = page.Contents?.at(-1)?.Key;
      const isBehind =
        last !== undefined && selection.to !== null && !mayHold(last, { ...selection, from: null });
      token = isBehind ? undefined : page.NextContinuationToken;
    } while (token !== undefined);
  }

  *#listed(
    object: {
      readonly Key?: string | undefined;
      readonly Size?: number | undefined;
      readonly ETag?: string | undefined;
    },
    selection: TrailSelection,
  ): Generator<Listed> {
    const { Key: key, Size: bytes = 0, ETag: tag = "" } = object;
    // What ends in a slash is a directory of the console's.
    if (key === undefined || key.endsWith("/") || isOfNoEvents(key) || !mayHold(key, selection)) return;
    const file = {
      name: key,
      version: tag,
      bytes,
      open: (signal: AbortSignal) => this.#open(key, tag, bytes, signal),
    };
    yield { kind: "file", file };
  }

  async #open(key: string, tag: string, bytes: number, signal: AbortSignal): Promise<OpenedFile> {
    const { Body: body } = await this.#client.send(
      new this.#sdk.GetObjectCommand({
        Bucket: this.#options.bucket,
        Key: key,
        ...(tag === "" ? {} : { IfMatch: tag }),
      }),
      { abortSignal: signal },
    );
    if (body === undefined)
      return { input: { kind: "bytes", bytes: new Uint8Array(0) }, close: async () => {} };
    if (bytes <= inMemoryBytes) {
      return { input: { kind: "bytes", bytes: await body.transformToByteArray() }, close: async () => {} };
    }
    const path = join(tmpdir(), `accesslens-trail-${randomUUID()}`);
    const close = (): Promise<void> => rm(path, { force: true });
    try {
      const source = body instanceof Readable ? body : Readable.fromWeb(body.transformToWebStream());
      await pipeline(source, createWriteStream(path, { mode: 0o600, flags: "wx" }), { signal });
    } catch (cause) {
      await close();
      throw cause;
    }
    return { input: { kind: "path", path }, close };
  }
}

/** Where the listing of a region begins: before the first day whose files may hold what is asked for. */
function startOf(prefix: string, { from }: TrailSelection): string | null {
  if (from === null) return null;
  return prefix + new Date(from).toISOString().slice(0, 10).replaceAll("-", "/");
}
