/** What can go wrong with the files where events lie: what Node throws for it, as a value. */
export type SpillFault = {
  readonly kind: "no-room" | "unusable";
  /** A sentence for people: what, where, and what to do. */
  readonly message: string;
};

/** A file that is not as it was written. */
export class Spoilt extends Error {}

/** Rethrows what is a bug. */
export function spillFault(error: unknown, directory: string): SpillFault {
  if (error instanceof Spoilt) {
    const message = `${directory}: ${error.message}: somebody else wrote to it, or the disk fails. Remove it and read the trail anew.`;
    return { kind: "unusable", message };
  }
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) throw error;
  if (error.code === "ENOSPC" || error.code === "EDQUOT") {
    const message = `${directory}: no room left for the trail's events, which lie there while they are put in order (about 100 bytes each). Make room, or set TMPDIR to a directory that has some.`;
    return { kind: "no-room", message };
  }
  return {
    kind: "unusable",
    message: `${directory}: ${error.message}. Set TMPDIR to a directory that can be written.`,
  };
}
