/** What can be said of a file before it is written. */
import { statSync } from "node:fs";
import { dirname } from "node:path";

/** Told before hours of reading, not after. Null: nothing speaks against it so far. */
export function unwritableReason(path: string): string | null {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return `${path}: is a directory`;
  const directory = statSync(dirname(path), { throwIfNoEntry: false });
  return directory?.isDirectory() === true ? null : `${path}: there is no directory ${dirname(path)}`;
}
