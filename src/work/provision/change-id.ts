import { randomBytes } from "node:crypto";

/** The name of a change in the journal: later ones sort after earlier ones, and no two are alike. Starts with `c-`. */
export function newChangeId(): string {
  return `c-${Date.now().toString(36)}${randomBytes(4).toString("hex")}`;
}
