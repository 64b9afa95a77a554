/** Digests and the files that they name in a bucket, where S3 keeps each digest's signature with it. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { refusalOf } from "../../../aws/index.ts";
import { type BucketPlaceOptions, bucketClient } from "../scan/bucket-place.ts";
import {
  type DigestPlace,
  type FileHash,
  type FoundDigest,
  hashStream,
  isLogFile,
  isSignFile,
  unpacked,
  unreadable,
} from "./digest-place.ts";

const isDigest = (key: string): boolean => /(?:^|\/)CloudTrail-Digest\/.*\.gz$/.test(key);
const isAsked = (key: string): boolean => isDigest(key) || isSignFile(key) || isLogFile(key);

/** Rejects with what S3 says when the bucket can't be listed, or a digest can't be read. */
export async function digestBucket(
  options: BucketPlaceOptions,
): Promise<{ readonly place: DigestPlace; close(): void }> {
  const { sdk, client } = await bucketClient(options);
  const { bucket, prefix } = options;
  const listed = async (signal: AbortSignal): Promise<readonly string[]> => {
    const found: string[] = [];
    const pages = sdk.paginateListObjectsV2(
      { client },
      { Bucket: bucket, Prefix: prefix },
      { abortSignal: signal },
    );
    for await (const { Contents: objects = [] } of pages) {
      for (const { Key: key } of objects) if (key !== undefined && isAsked(key)) found.push(key);
    }
    return found.sort();
  };
  // One listing for all that is asked of it, of one moment.
  let listing: Promise<readonly string[]> | null = null;
  const keys = async (
    isWanted: (key: string) => boolean,
    signal: AbortSignal,
  ): Promise<readonly string[]> => {
    listing ??= listed(signal);
    return (await listing).filter(isWanted);
  };
  const bytesOf = async (key: string, signal: AbortSignal) => {
    const object = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }), {
      abortSignal: signal,
    });
    return { bytes: (await object.Body?.transformToByteArray()) ?? null, metadata: object.Metadata };
  };
  const hashed = async (name: string, isUnpacked: boolean, signal: AbortSignal): Promise<FileHash> => {
    const hash = createHash("sha256");
    try {
      const { Body: body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: name }), {
        abortSignal: signal,
      });
      if (body === undefined) return { kind: "unreadable" };
      const source = body instanceof Readable ? body : Readable.fromWeb(body.transformToWebStream());
      await hashStream(source, hash, isUnpacked);
    } catch (cause) {
      signal.throwIfAborted();
      if (refusalOf(cause)?.kind === "absent") return { kind: "missing" };
      const refusal = refusalOf(cause);
      if (refusal !== null) return { kind: "refused", code: refusal.code };
      return unreadable(cause);
    }
    return { kind: "hash", hash: hash.digest("hex") };
  };
  const place: DigestPlace = {
    async digests(signal) {
      const found: FoundDigest[] = [];
      for (const key of await keys(isDigest, signal)) {
        const { bytes, metadata } = await bytesOf(key, signal);
        const contents = bytes === null ? null : unpacked(bytes);
        found.push({
          name: key,
          contents: async () => contents,
          signature: metadata?.signature ?? null,
        });
      }
      return found;
    },
    async signFiles(signal) {
      const names = await keys(isSignFile, signal);
      return names.map((name) => ({ name, contents: async () => (await bytesOf(name, signal)).bytes }));
    },
    logs: (signal) => keys(isLogFile, signal),
    nameOf: (key) => key,
    hashOf: (name, signal) => hashed(name, true, signal),
    packedHashOf: (name, signal) => hashed(name, false, signal),
  };
  return { place, close: () => client.destroy() };
}
