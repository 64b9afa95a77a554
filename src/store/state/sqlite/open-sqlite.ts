/** The database as a file on this machine. */
import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { err, ok, type Result } from "../../../model/index.ts";
import type { StateDatabase } from "../database.ts";
import { StateStoreError, type StateStoreFault } from "../fault.ts";
import { type Migration, migrate, schemaVersion } from "../migrations.ts";
import { newerSchema } from "../newer-schema.ts";
import type { Tables } from "../tables.ts";
import { blockedAtMostMs, whenNotBusy } from "./busy.ts";
import { nodeSqliteDialect } from "./dialect.ts";
import { sqliteFault } from "./faults.ts";

/** `alen`, in the file's header: whose database it is. */
const applicationId = 0x616c656e;

/** Makes directory and file where they are missing, for this user alone. */
export async function openSqlite(
  path: string,
  steps: readonly Migration[],
): Promise<Result<StateDatabase, StateStoreFault>> {
  const opened: DatabaseSync[] = [];
  const failed = (fault: StateStoreFault): Result<never, StateStoreFault> => {
    for (const database of opened) if (database.isOpen) database.close();
    return err(fault);
  };
  try {
    makeDirectory(dirname(resolve(path)));
    // SQLite gives what it writes beside the same permissions.
    closeSync(openSync(path, "a", 0o600));
    // Here, where it is needed: some releases of Node warn when it is loaded.
    const { DatabaseSync } = await import("node:sqlite");
    const writes = new DatabaseSync(path, { timeout: blockedAtMostMs });
    opened.push(writes);
    const notOurs = await whoseDatabase(writes, path);
    if (notOurs !== null) return failed(notOurs);
    await makeDurable(writes);
    const writer = new Kysely<Tables>({ dialect: nodeSqliteDialect(writes) });
    const version = await migrated(writes, writer, steps);
    if (version > steps.length) return failed(newerSchema(path, version, steps.length));
    // Reads don't wait for a write of this process: they see what was there before it.
    const reads = new DatabaseSync(path, { timeout: blockedAtMostMs });
    opened.push(reads);
    await whenNotBusy(() => reads.exec("pragma query_only = on"));
    const reader = new Kysely<Tables>({ dialect: nodeSqliteDialect(reads) });
    return ok(databaseOf(path, reader, writer));
  } catch (cause) {
    const fault = sqliteFault(cause, path);
    if (fault === null) throw cause;
    return failed(fault);
  }
}

/** One by one: Node's `recursive` tries for ever where a directory that is there takes no other, as /proc does. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeDirectory(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (cause) {
    // Somebody else has made it meanwhile.
    if (!existsSync(path)) throw cause;
  }
}

/** Null: ours, or empty. Nothing is written before that is known. */
async function whoseDatabase(database: DatabaseSync, path: string): Promise<StateStoreFault | null> {
  return whenNotBusy(() => {
    // One statement, one moment: somebody else may be making the tables.
    const found = database
      .prepare(
        "select (select application_id from pragma_application_id) as id, (select count(*) from sqlite_schema) as tables",
      )
      .get();
    if (found?.id === applicationId || found?.tables === 0) return null;
    return {
      kind: "not-ours",
      message: `This is the SQLite database of another program: ${path}.`,
      advice: "Name another path: it was not touched.",
    };
  });
}

/** What was committed survives a power cut; readers and a writer don't wait for each other. */
async function makeDurable(database: DatabaseSync): Promise<void> {
  await whenNotBusy(() => database.exec("pragma journal_mode = wal"));
  await whenNotBusy(() => database.exec("pragma synchronous = full"));
}

/** The version that the database then has. */
async function migrated(
  database: DatabaseSync,
  writer: Kysely<Tables>,
  steps: readonly Migration[],
): Promise<number> {
  const present = await versionOf(database, writer);
  if (present >= steps.length) return present;
  return writer.transaction().execute(async (db) => {
    // Somebody else may have been here while this process waited.
    const version = await versionOf(database, db);
    if (version >= steps.length) return version;
    await migrate(db, "sqlite", version, steps);
    database.exec(`pragma application_id = ${applicationId}`);
    return steps.length;
  });
}

async function versionOf(database: DatabaseSync, db: Kysely<Tables>): Promise<number> {
  const header = await whenNotBusy(() => database.prepare("pragma application_id").get());
  return header?.application_id === applicationId ? schemaVersion(db) : 0;
}

function databaseOf(path: string, reader: Kysely<Tables>, writer: Kysely<Tables>): StateDatabase {
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      const fault = sqliteFault(cause, path);
      throw fault === null ? cause : new StateStoreError(fault, cause);
    }
  };
  return {
    kind: "sqlite",
    read: (work) => told(() => work(reader)),
    write: (work) => told(() => writer.transaction().execute(work)),
    async close() {
      await told(async () => {
        await reader.destroy();
        await writer.destroy();
      });
    },
  };
}
