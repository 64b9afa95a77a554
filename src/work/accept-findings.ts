/**
 * Accepting findings, and withdrawing it: the file of accepted findings is read, edited and replaced as a whole, by one writer at a time.
 * Those who write without asking for the lock (editors) are noticed: the file has to be, right before it is replaced, what was read.
 */
import { access, constants, readFile, realpath, stat } from "node:fs/promises";
import type { FindingList, FindingSummary } from "../findings/finding-list.ts";
import { err, ok, type Result } from "../model/index.ts";
import { replaceFile } from "../store/atomic-file.ts";
import { type FileLock, lockFile } from "../store/file-lock.ts";
import type { AcceptanceFault } from "./acceptance-fault.ts";
import { endOfDay, isDate } from "./intent-file.ts";
import {
  type Acceptance,
  type Edited,
  type FindingToAccept,
  shortList,
  withAcceptances,
  withoutAcceptances,
} from "./suppression-edit.ts";

/** Waiting for other writers: bulk actions of many people at once, each of milliseconds. */
const patienceMs = 10_000;
const maxReason = 2000;

/** What was asked for as it would be written, or what is wrong with it. `now`: seconds since 1970. */
export function checkedAcceptance(
  {
    reason,
    expires,
    owner,
  }: { readonly reason: string; readonly expires: string; readonly owner: string | null },
  now: number,
): Result<Acceptance, AcceptanceFault> {
  const refused = (message: string, advice: string) => err({ kind: "request" as const, message, advice });
  const trimmed = reason.trim();
  if (trimmed === "") return refused("a reason is missing", "Say why these findings can be lived with.");
  if (trimmed.length > maxReason || !isText(trimmed)) {
    return refused(
      `the reason is longer than ${maxReason} characters, or holds control characters`,
      "Write it in plain text; more can stand in a ticket that it names.",
    );
  }
  if (!isDate(expires)) {
    return refused(`${JSON.stringify(expires)} is no date`, "Write the last day as 2027-06-30.");
  }
  if (endOfDay(expires) <= now) {
    return refused(`${expires} is over, and so would be the acceptance`, "Name a day to come.");
  }
  const by = owner === null ? null : cleanName(owner);
  return ok({ reason: trimmed, expires, owner: by === "" ? null : by });
}

function isText(text: string): boolean {
  return text.isWellFormed() && !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/.test(text);
}

/** A person's name from elsewhere, for one line of a file. */
function cleanName(name: string): string {
  return name
    .toWellFormed()
    .replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ")
    .trim()
    .slice(0, 200);
}

/** `ids`: whole or abbreviated, as the scan's list finds them; each finding once. */
export function namedFindings(
  ids: readonly string[],
  findings: FindingList,
): Result<readonly FindingSummary[], AcceptanceFault> {
  const found = ids.map((id) => findings.find(id.toLowerCase()));
  const missing = ids.filter((_, index) => found[index] === null);
  return missing.length === 0
    ? ok([...new Set(found.filter((one) => one !== null))])
    : err({
        kind: "unknown-finding",
        message: `there is no finding ${shortList(missing)}, or several begin so`,
        advice: "accesslens scan --chains lists the findings with their ids.",
      });
}

/** The file at `path` is made where there is none. */
export function acceptFindings(
  path: string,
  findings: readonly FindingToAccept[],
  acceptance: Acceptance,
  { replaces, now }: { readonly replaces: boolean; readonly now: number },
): Promise<Result<Edited, AcceptanceFault>> {
  return editFile(path, (text) => withAcceptances(text, path, findings, acceptance, { replaces, now }));
}

export function withdrawAcceptances(
  path: string,
  ids: readonly string[],
): Promise<Result<Edited, AcceptanceFault>> {
  return editFile(path, (text) => withoutAcceptances(text, path, ids));
}

/** Exported for tests: `edit` may be kept waiting while others write. */
export async function editFile(
  path: string,
  edit: (text: string) => Result<Edited, AcceptanceFault> | Promise<Result<Edited, AcceptanceFault>>,
): Promise<Result<Edited, AcceptanceFault>> {
  // Of a link, the lock stands beside the file that it leads to: all ways to it meet there.
  const target = await realpath(path).catch(() => path);
  try {
    const locked = await lockFile(target, { patienceMs });
    if (!locked.ok) {
      return err({
        kind: "busy",
        message: `${path}: somebody else has been writing it for ${patienceMs / 1000} seconds`,
        advice: `Try again. If nobody is at work, remove ${locked.error.lockPath}.`,
      });
    }
    try {
      return await editLocked(path, target, locked.value, edit);
    } finally {
      await locked.value.release();
    }
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    return err({
      kind: "unwritable",
      message: `${path}: can't be written: ${cause.message}`,
      advice: "Nothing was changed. The file and its folder have to be writable, and the disk not full.",
    });
  }
}

async function editLocked(
  path: string,
  target: string,
  lock: FileLock,
  edit: (text: string) => Result<Edited, AcceptanceFault> | Promise<Result<Edited, AcceptanceFault>>,
): Promise<Result<Edited, AcceptanceFault>> {
  const before = await contentOf(target);
  const text = before === null ? "" : decoded(before);
  if (text === null) {
    return err({
      kind: "unreadable",
      message: `${path}: is no UTF-8 text`,
      advice: "Nothing was changed. Save it as UTF-8.",
    });
  }
  // Replacing would get around a file that somebody has made read-only.
  if (before !== null) await access(target, constants.W_OK);
  const edited = await edit(text);
  if (!edited.ok || edited.value.text === null) return edited;
  const written = edited.value.text;
  const mode = before === null ? 0o600 : (await stat(target)).mode & 0o777;
  let isChanged = false;
  try {
    await replaceFile(
      target,
      async (file) => {
        await file.writeFile(written);
        await file.chmod(mode);
        await file.sync();
        isChanged = !(await lock.isHeld()) || !isSame(before, await contentOf(target));
        // The way to have the file not replaced.
        if (isChanged) throw new Error("changed meanwhile");
      },
      { durable: true },
    );
  } catch (cause) {
    if (!isChanged) throw cause;
    return err({
      kind: "changed",
      message: `${path}: somebody else changed it meanwhile`,
      advice: "Nothing was changed by this. Look at what it says now, and try again.",
    });
  }
  return edited;
}

/** Null: there is no file. */
async function contentOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
    throw cause;
  }
}

function decoded(content: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return null;
  }
}

function isSame(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}
