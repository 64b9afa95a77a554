/** Which accounts an import holds: the directories below `accounts/`, called after them. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type AccountId, isAccountId } from "../../model/index.ts";
import { type ImportContext, settleError } from "./import-context.ts";
import { wholeFile } from "./import-error.ts";

/**
 * The ids, ascending; null: there is no such directory. What is no account's directory is an error of its own. `below`: where
 * `accounts/` stands, relative to `root`, the directory that is imported.
 */
export async function accountDirectories(
  root: string,
  context: ImportContext,
  below = "",
): Promise<readonly AccountId[] | null> {
  const shown = join(below, "accounts");
  const base = join(root, shown);
  let names: string[];
  try {
    names = await readdir(base);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (code === "") throw cause;
    if (code !== "ENOENT") {
      const error = wholeFile(shown, `can't be read: ${code}`, "Check the directory and its permissions.");
      settleError(context, error, "file", null);
    }
    return null;
  }
  const ids: AccountId[] = [];
  for (const name of names.sort()) {
    if (isAccountId(name)) {
      const reason = await whyNoDirectory(join(base, name));
      if (reason === null) ids.push(name);
      else settleError(context, wholeFile(join(shown, name), reason, noDirectory), "account", name);
    } else if (!name.startsWith(".")) {
      const error = wholeFile(
        join(shown, name),
        "is not called after an account id",
        "Call it by the account's twelve digits, or move it out of accounts/.",
      );
      settleError(context, error, "file", null);
    }
  }
  return ids;
}

const noDirectory = "Put a directory with the account's files in its place, or remove it.";

/** Null: it is one. */
async function whyNoDirectory(path: string): Promise<string | null> {
  try {
    return (await stat(path)).isDirectory() ? null : "is not a directory";
  } catch (cause) {
    if (cause instanceof Error && "code" in cause) return `can't be read: ${cause.code}`;
    throw cause;
  }
}
