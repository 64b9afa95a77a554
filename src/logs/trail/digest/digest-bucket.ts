/** Digests and the files that they name in a bucket, where S3 keeps each digest's signature with it. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { refusalOf } from "../../../aws/index.ts";
import { type BucketPlaceOptions, bucketClient } from "../scan/bucket-place.ts";
import { type DigestPlace, type FileHash, type FoundDigest, unpacked } from "./digest-place.ts";

/** Rejects with what S3 says when the bucket can't be listed, or a digest can't be read. */
export async function digestBucket(
  options: BucketPlaceOptions,
): Promise<{ readonly place: DigestPlace; close(): void }> {
  const { sdk, client } = await bucketClient(options);
  const { bucket, prefix } = options;
  const keys = async (
    isWanted: (key: string) => boolean,
    signal: AbortSignal,
  ): Promise<readonly string[]> => {
    const found: string[] = [];
    const pages = sdk.paginateListObjectsV2(
      { client },
      { Bucket: bucket, Prefix: prefix },
      { abortSignal: signal },
    );
    for await (const { Contents: objects = [] } of pages) {
      for (const { Key: key } of objects) if (key !== undefined && isWanted(key)) found.push(key);
    }
    return found.sort();
  };
  const place: DigestPlace = {
    async digests(signal) {
      const found: FoundDigest[] = [];
      for (const key of await keys((one) => /(?:^|\/)CloudTrail-Digest\/.*\.gz$/.test(one), signal)) {
        const object = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }), {
          abortSignal: signal,
        });
        const bytes = await object.Body?.transformToByteArray();
        const contents = bytes === undefined ? null : unpacked(bytes);
        found.push({
          name: key,
          contents: async () => contents,
          signature: object.Metadata?.signature ?? null,
        });
      }
      return found;
    },
    logs: (signal) => keys((key) => /(?:^|\/)CloudTrail\/.*\.gz$/.test(key), signal),
    nameOf: (key) => key,
    async hashOf(name, signal): Promise<FileHash> {
      const hash = createHash("sha256");
      try {
        const { Body: body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: name }), {
          abortSignal: signal,
        });
        if (body === undefined) return { kind: "unreadable" };
        const source = body instanceof Readable ? body : Readable.fromWeb(body.transformToWebStream());
        await pipeline(source, createGunzip(), async (chunks: AsyncIterable<Uint8Array>) => {
          for await (const chunk of chunks) hash.update(chunk);
        });
      } catch (cause) {
        signal.throwIfAborted();
        if (refusalOf(cause)?.kind === "absent") return { kind: "missing" };
        if (!(cause instanceof Error) || !("code" in cause || refusalOf(cause) !== null)) throw cause;
        return { kind: "unreadable" };
      }
      return { kind: "hash", hash: hash.digest("hex") };
    },
  };
  return { place, close: () => client.destroy() };
}
