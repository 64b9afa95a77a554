/** Why the store could not be opened, or failed later: what, where, and what to do. Passwords are in none of it. */

export type StateStoreFaultKind =
  /** What was given is no URL of a store. */
  | "bad-url"
  /** Nobody answers there. */
  | "unreachable"
  /** It answers, and refuses: user, password, permissions. */
  | "refused"
  /** The file is no SQLite database. */
  | "not-a-database"
  /** A database, of some other program. */
  | "not-ours"
  /** Written by an AccessLens that is newer than this one. */
  | "newer-schema"
  /** The file or its directory can't be written. */
  | "read-only"
  | "disk-full"
  /** Somebody else was writing for longer than a write takes. */
  | "busy"
  | "damaged"
  | "failed";

export type StateStoreFault = {
  readonly kind: StateStoreFaultKind;
  /** What happened and where, one sentence. */
  readonly message: string;
  /** What to do, one sentence. */
  readonly advice: string;
};

/** What the store's methods reject with where the database fails. Whether a write that met it counts is not known. */
export class StateStoreError extends Error {
  readonly fault: StateStoreFault;

  constructor(fault: StateStoreFault, cause: unknown) {
    super(`${fault.message} ${fault.advice}`, { cause });
    this.name = "StateStoreError";
    this.fault = fault;
  }
}

/** Sentences end once. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
