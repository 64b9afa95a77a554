/** Writes a snapshot file, atomically: a killed write leaves the old file as it was. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress } from "node:zlib";
import { err, ok, type Result, type Snapshot } from "../model/index.ts";
import { replaceFile } from "./atomic-file.ts";
import { snapshotLines } from "./encode-snapshot.ts";
import type { SnapshotFileError } from "./format.ts";
import { isSystemError, reasonOf } from "./read-snapshot.ts";

const batchUnits = 2 ** 20;

export async function writeSnapshot(
  path: string,
  snapshot: Snapshot,
): Promise<Result<void, SnapshotFileError>> {
  try {
    await replaceFile(
      path,
      async (file) => {
        // The compressor works on a thread of its own while the next lines are made.
        await pipeline(Readable.from(batches(snapshot)), compressor(), async (compressed) => {
          // Unlike `write`, it goes on until all of the chunk is written, or says why not.
          for await (const chunk of compressed) await file.writeFile(chunk);
        });
      },
      { durable: true },
    );
    return ok(undefined);
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    return err({
      kind: "unwritable",
      path,
      line: null,
      member: null,
      message: `can't be written: ${reasonOf(cause)}`,
      advice: "Check that the directory exists, that it may be written to, and that the disk has room.",
    });
  }
}

function compressor() {
  return createZstdCompress({
    chunkSize: 2 ** 18,
    params: {
      // Reading costs the same at every level; writing 1,000 accounts takes half a second more than at level 3, on a thread of its own.
      [constants.ZSTD_c_compressionLevel]: 9,
      // Accounts repeat each other at a distance of many megabytes.
      [constants.ZSTD_c_windowLog]: 24,
      [constants.ZSTD_c_checksumFlag]: 1,
    },
  });
}

function* batches(snapshot: Snapshot): Generator<Buffer> {
  let batch = "";
  for (const line of snapshotLines(snapshot)) {
    batch += `${line}\n`;
    if (batch.length >= batchUnits) {
      yield Buffer.from(batch);
      batch = "";
    }
  }
  if (batch !== "") yield Buffer.from(batch);
}
