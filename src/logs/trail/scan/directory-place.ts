/** A trail's files in a directory, however deep. Links are not followed, so that nothing is read twice or without end. */
import { lstatSync, type Stats } from "node:fs";
import { lstat, readdir, realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { isOfNoEvents, type Listed, mayHold, type TrailPlace, type TrailSelection } from "./trail-place.ts";

/** `path`: a directory, or one file. */
export function directoryPlace(path: string): TrailPlace {
  return {
    async *files(selection, signal) {
      const root = await realpath(path);
      const facts = await lstat(root);
      if (facts.isDirectory()) yield* filesBelow(root, "", selection, signal);
      else yield fileAt(root, basename(root));
    },
    unreadable(cause) {
      if (!(cause instanceof Error) || !("code" in cause)) return null;
      const code = String(cause.code);
      if (code === "ENOENT")
        return `there is no directory or file ${path}: give the one that holds CloudTrail's files`;
      return `${path} can't be read (${code}): give a directory with CloudTrail's files that may be read`;
    },
    close() {},
  };
}

async function* filesBelow(
  root: string,
  below: string,
  selection: TrailSelection,
  signal: AbortSignal,
): AsyncGenerator<Listed> {
  const directory = join(root, below);
  let entries: Awaited<ReturnType<typeof entriesOf>>;
  try {
    entries = await entriesOf(directory);
  } catch (cause) {
    if (below === "" || !(cause instanceof Error) || !("code" in cause)) throw cause;
    yield passedOver(below, `can't be listed: ${String(cause.code)}`);
    return;
  }
  for (const entry of entries) {
    if (signal.aborted) return;
    const name = below === "" ? entry.name : `${below}/${entry.name}`;
    if (isOfNoEvents(name)) continue;
    if (entry.isDirectory()) {
      if (mayHold(name, selection)) yield* filesBelow(root, name, selection, signal);
    } else if (entry.isFile()) yield fileAt(join(root, name), name);
    else if (entry.isSymbolicLink()) yield passedOver(name, "is a link, which is not followed");
    else yield passedOver(name, "is neither a file nor a directory");
  }
}

async function entriesOf(directory: string) {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Asked for here and now: to wait for each file's facts would take twenty times as long as to get them. */
function fileAt(path: string, name: string): Listed {
  const facts = factsOf(path);
  if (typeof facts === "string") return passedOver(name, facts);
  const file = {
    name,
    version: `${facts.size} ${Math.round(facts.mtimeMs)}`,
    bytes: facts.size,
    open: async () => ({ input: { kind: "path", path } as const, close: async () => {} }),
  };
  return { kind: "file", file };
}

/** Or why there are none. */
function factsOf(path: string): Stats | string {
  try {
    return lstatSync(path);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    return cause.code === "ENOENT" ? "was removed while files were listed" : `can't be read: ${cause.code}`;
  }
}

function passedOver(name: string, why: string): Listed {
  return { kind: "passed-over", passedOver: { name, why } };
}
