/**
 * Which directories iam-collect wrote. Its storage is `aws/PARTITION/` with `accounts/`, `organizations/` and `indexes/` in it;
 * any of the three levels may be named as the import's input.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isAccountId } from "../../../model/index.ts";

const partitionName = /^aws(-[a-z]+)*$/;

/**
 * The partitions' directories below `root`, as paths relative to it, ascending; `""` where it is one itself. Null: this is
 * not what iam-collect writes.
 */
export async function iamCollectPartitions(root: string): Promise<readonly string[] | null> {
  const top = await directoriesIn(root);
  if (await isPartition(root, top)) return [""];
  for (const level of ["", "aws"]) {
    const here = join(root, level);
    const found: string[] = [];
    for (const name of level === "" ? top : await directoriesIn(here)) {
      if (!partitionName.test(name)) continue;
      if (await isPartition(join(here, name), await directoriesIn(join(here, name)))) {
        found.push(level === "" ? name : `${level}/${name}`);
      }
    }
    if (found.length > 0) return found;
  }
  return null;
}

/** A directory of AWS CLI output has `accounts/` as well, but neither of the others beside it, nor folders of services in it. */
async function isPartition(path: string, names: readonly string[]): Promise<boolean> {
  const entries = await entriesOf(path);
  if (entries.some(({ name, isDirectory }) => name === "organization.json" && !isDirectory)) return false;
  if (names.includes("organizations")) return true;
  if (!names.includes("accounts")) return false;
  if (names.includes("indexes")) return true;
  for (const account of await directoriesIn(join(path, "accounts"))) {
    if (isAccountId(account) && (await directoriesIn(join(path, "accounts", account))).includes("iam"))
      return true;
  }
  return false;
}

async function directoriesIn(path: string): Promise<readonly string[]> {
  return (await entriesOf(path)).filter(({ isDirectory }) => isDirectory).map(({ name }) => name);
}

export type Entry = { readonly name: string; readonly isDirectory: boolean };

/** What is in a directory, ascending; nothing where there is none. `refused` is told the code of any other failure. */
export async function entriesOf(path: string, refused: (code: string) => void = () => {}): Promise<Entry[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const all = entries.map(async (entry) => ({
      name: entry.name,
      isDirectory: entry.isSymbolicLink() ? await isDirectory(join(path, entry.name)) : entry.isDirectory(),
    }));
    return (await Promise.all(all)).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    if (cause.code !== "ENOENT") refused(String(cause.code));
    return [];
  }
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}
