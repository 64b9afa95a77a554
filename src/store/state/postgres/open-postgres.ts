/** The database as PostgreSQL, for those who share state over machines. */
import { setTimeout as pause } from "node:timers/promises";
import { type Kysely as Db, Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import type { Pool } from "pg";
import { err, ok, type Result } from "../../../model/index.ts";
import type { StateDatabase } from "../database.ts";
import { StateStoreError, type StateStoreFault } from "../fault.ts";
import { type Migration, migrate, schemaVersion } from "../migrations.ts";
import { newerSchema } from "../newer-schema.ts";
import type { Tables } from "../tables.ts";
import { isLostRace, postgresFault } from "./faults.ts";

/** Everything is in a schema of this name. */
const schema = "accesslens";

/** Of the advisory lock under which the schema is changed; other programs may use such locks too. */
const migrationLock = 0x616c656e;

/** `shown`: the URL as it may be told. */
export async function openPostgres(
  url: string,
  shown: string,
  steps: readonly Migration[],
): Promise<Result<StateDatabase, StateStoreFault>> {
  try {
    const version = await withPool(url, 10_000, (db) => migrated(db, steps));
    if (typeof version !== "number") return err({ ...version, message: `${version.message} ${shown}.` });
    if (version > steps.length) return err(newerSchema(shown, version, steps.length));
    // Whoever waits for a connection here waits for work of this process, not for the network.
    return ok(databaseOf(await poolOf(url, 60_000), shown));
  } catch (cause) {
    const fault = postgresFault(cause, shown);
    if (fault === null) throw cause;
    return err(fault);
  }
}

async function withPool<T>(url: string, timeoutMs: number, work: (db: Db<Tables>) => Promise<T>): Promise<T> {
  const pool = await poolOf(url, timeoutMs);
  try {
    return await work(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }));
  } finally {
    await pool.end();
  }
}

async function poolOf(url: string, timeoutMs: number): Promise<Pool> {
  // Here, where it is needed: it stands outside the bundle.
  const { default: pg } = await import("pg");
  const bigint = 20;
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: timeoutMs,
    // A server that is gone without a word is noticed.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    fallback_application_name: "accesslens",
    // A forgotten store keeps no process from ending.
    allowExitOnIdle: true,
    types: {
      // All that is kept fits: milliseconds, sequences, counts.
      getTypeParser: (type: number, format?: "text" | "binary") =>
        type === bigint ? Number : pg.types.getTypeParser(type, format),
    },
    onConnect: async (client) => {
      await client.query(sessionSettings);
    },
  });
  // A connection that ends while nobody uses it is replaced by the next one; one that is used also rejects what was asked over it.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/**
 * A machine that dies within a transaction keeps others waiting for a minute at most; what is committed is on disk, whatever the
 * server's default is.
 */
const sessionSettings = `
  set idle_in_transaction_session_timeout = '60s';
  set lock_timeout = '60s';
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

/** The version that the database then has, or why it can't be used; the fault's message lacks where. */
async function migrated(db: Db<Tables>, steps: readonly Migration[]): Promise<number | StateStoreFault> {
  const encoding = (await sql<{ server_encoding: string }>`show server_encoding`.execute(db)).rows[0];
  if (encoding?.server_encoding !== "UTF8") {
    return {
      kind: "refused",
      message: `The encoding is ${encoding?.server_encoding}, which can't hold every text, of`,
      advice: "Make a database with: create database NAME encoding 'UTF8' template template0",
    };
  }
  const present = await versionOf(db);
  if (present >= steps.length) return present;
  return db
    .transaction()
    .setIsolationLevel("read committed")
    .execute(async (transaction) => {
      // For as long as somebody else's migration takes.
      await sql`set local lock_timeout = '10min'`.execute(transaction);
      await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(transaction);
      const version = await versionOf(transaction);
      if (version >= steps.length) return version;
      await makeSchema(transaction);
      await migrate(transaction.withSchema(schema), "postgres", version, steps);
      return steps.length;
    });
}

/** From the tables of PostgreSQL itself: what it remembers of names is not renewed while it waits for a lock. */
async function versionOf(db: Db<Tables>): Promise<number> {
  const { rows } = await sql`
    select 1 from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = ${sql.lit(schema)} and relname = 'schema_versions'`.execute(db);
  return rows.length === 0 ? 0 : schemaVersion(db.withSchema(schema));
}

/** `if not exists` would ask for the permission to make one where it is there. */
async function makeSchema(db: Transaction<Tables>): Promise<void> {
  const { rows } = await sql`select 1 from pg_namespace where nspname = ${sql.lit(schema)}`.execute(db);
  if (rows.length === 0) await db.schema.createSchema(schema).execute();
}

function databaseOf(pool: Pool, shown: string): StateDatabase {
  const root = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const db = root.withSchema(schema);
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      const fault = postgresFault(cause, shown);
      throw fault === null ? cause : new StateStoreError(fault, cause);
    }
  };
  return {
    kind: "postgres",
    read: (work) => told(() => work(db)),
    write: (work) =>
      told(() =>
        againAfterLostRace(() =>
          db
            .transaction()
            .setIsolationLevel("read committed")
            .execute((transaction) => work(transaction)),
        ),
      ),
    async close() {
      if (!pool.ending) await pool.end();
    },
  };
}

const attempts = 10;

/** Of two that wait for each other, PostgreSQL ends one, of which then nothing is written. */
async function againAfterLostRace<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (cause) {
      if (attempt === attempts || !isLostRace(cause)) throw cause;
      await pause(Math.random() * 20 * attempt);
    }
  }
}
