/** Writes a file so that at every moment the path holds either the old file or the whole new one. */
import { randomBytes } from "node:crypto";
import { type FileHandle, open, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * `write` fills a temporary file (readable by its owner only) in the same directory, which then takes the path's place.
 * `durable`: the new file survives a power cut that comes right after; costs a flush to disk.
 * Throws what the file system refuses; the temporary file is removed then.
 */
export async function replaceFile(
  path: string,
  write: (file: FileHandle) => Promise<void>,
  { durable }: { readonly durable: boolean },
): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const suffix = randomBytes(6).toString("hex");
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.${suffix}.tmp`);
  const file = await open(temporary, "wx", 0o600);
  try {
    try {
      await write(file);
      if (durable) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
  if (durable) await syncDirectory(dirname(target));
}

/** The rename itself is on disk only when its directory is. Some file systems can't; the file is complete all the same. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r").catch(() => null);
  if (directory === null) return;
  await directory.sync().catch(() => undefined);
  await directory.close();
}
