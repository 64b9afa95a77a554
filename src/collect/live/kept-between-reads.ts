/** What many targeted reads share: sessions of accounts, and rows of AWS's own policies. */
import type { Connection } from "../../aws/index.ts";
import type { AccountId } from "../../model/index.ts";
import type { Access, Credentials } from "./access.ts";
import type { Remembered } from "./collector.ts";

const sessions = new WeakMap<Access, Map<AccountId, Credentials>>();

/** A session that AWS gave is renewed before it ends (`spokeSession`); one that it calls broken is to be dropped. */
export function heldCredentials(access: Access, account: AccountId): Credentials {
  let held = sessions.get(access);
  if (held === undefined) {
    held = new Map();
    sessions.set(access, held);
  }
  const known = held.get(account);
  if (known !== undefined) return known;
  const credentials = access.credentialsOf(account);
  held.set(account, credentials);
  return credentials;
}

/** The session is no good: the next read takes a new one. */
export function dropCredentials(access: Access, account: AccountId): void {
  sessions.get(access)?.delete(account);
}

/** AWS changes its policies now and then, and no event tells it: so many milliseconds they are taken to be the same. */
const rowsAreGoodFor = 60 * 60_000;

type Row = { readonly row: Promise<object | undefined>; readonly at: number };
const rows = new WeakMap<Connection, Map<string, Row>>();

export function rememberedRows(connection: Connection): Remembered {
  let known = rows.get(connection);
  if (known === undefined) {
    known = new Map();
    rows.set(connection, known);
  }
  return remembering(known, () => connection.gate.clock.now());
}

function remembering(known: Map<string, Row>, now: () => number): Remembered {
  return {
    async row(key, read) {
      const before = known.get(key);
      const isGood = before !== undefined && now() - before.at < rowsAreGoodFor;
      // Of two readers at once, the second waits for the first, but not for its failure.
      const row = isGood ? await before.row : undefined;
      if (row !== undefined) return row;
      const reading = read();
      known.set(key, { row: reading, at: now() });
      return reading;
    },
  };
}
