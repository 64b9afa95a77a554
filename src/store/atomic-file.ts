/** Writes a file so that at every moment the path holds either the old file or the whole new one. */
import { randomBytes } from "node:crypto";
import { type FileHandle, open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * `write` fills a temporary file (readable by its owner only) in the same directory, which then takes the path's place.
 * `durable`: the new file survives a power cut that comes right after; costs a flush to disk.
 * Throws what the file system refuses, and {@link NotAFile}; the temporary file is removed then. Temporary files that
 * were left by writes that somebody killed go with the next write.
 */
export async function replaceFile(
  path: string,
  write: (file: FileHandle) => Promise<void>,
  { durable }: { readonly durable: boolean },
): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const present = await stat(target).catch(() => null);
  if (present !== null && !present.isFile()) throw new NotAFile();
  const suffix = randomBytes(6).toString("hex");
  const temporary = join(dirname(target), `${temporaryStart(target)}${process.pid}.${suffix}.tmp`);
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
  await removeAbandoned(target).catch(() => undefined);
}

/** A device, a pipe or a directory stands at the path: replacing it would destroy it. */
class NotAFile extends Error {
  readonly code = "ENOTFILE";

  constructor() {
    super("what is there is not a file");
  }
}

function temporaryStart(target: string): string {
  return `.${basename(target)}.`;
}

/** A write changes its file all the time: what is an hour old is nobody's any more. */
const abandonedAfterMs = 3_600_000;

async function removeAbandoned(target: string): Promise<void> {
  const start = temporaryStart(target);
  for (const name of await readdir(dirname(target))) {
    if (!name.startsWith(start) || !/^\d+\.[0-9a-f]{12}\.tmp$/.test(name.slice(start.length))) continue;
    const path = join(dirname(target), name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > abandonedAfterMs) await rm(path, { force: true });
  }
}

/** The rename itself is on disk only when its directory is. Some file systems can't; the file is complete all the same. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r").catch(() => null);
  if (directory === null) return;
  await directory.sync().catch(() => undefined);
  await directory.close();
}
