/** The store over PostgreSQL: the suite of every database, and what only a server does. */
import assert from "node:assert/strict";
import { afterEach, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import {
  openStateStore,
  type StateStore,
  StateStoreError,
  type StateStoreFault,
} from "../../src/store/state/index.ts";
import { type Migration, migrations } from "../../src/store/state/migrations.ts";
import { openPostgres } from "../../src/store/state/postgres/open-postgres.ts";
import { missingPostgres, type Postgres, startPostgres } from "../support/postgres.ts";
import { stateStoreCases } from "../support/state-store/cases.ts";
import { driftEventOf, settlementOf, stateOf } from "../support/state-store/made-up.ts";

describe("State in PostgreSQL", { skip: missingPostgres() ?? false }, () => {
  let postgres: Postgres;
  before(async () => {
    postgres = await startPostgres();
  });

  const opened: StateStore[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
  });

  async function open(url: string): Promise<StateStore> {
    const result = await openStateStore(url);
    assert.ok(result.ok, JSON.stringify(result));
    opened.push(result.value);
    return result.value;
  }

  async function faultOf(url: string): Promise<StateStoreFault> {
    const result = await openStateStore(url);
    if (!result.ok) return result.error;
    await result.value.close();
    return assert.fail("it opened");
  }

  stateStoreCases(async () => {
    const url = await postgres.newDatabase();
    return { store: await open(url), again: () => open(url) };
  });

  test("many that open the same new database at the same time all come to have it", async () => {
    const url = await postgres.newDatabase();
    const stores = await Promise.all(Array.from({ length: 8 }, () => open(url)));
    await Promise.all(stores.map((store, n) => store.setNote(`n${n}`, "v")));
    for (let n = 0; n < 8; n += 1) assert.equal(await stores[0]?.note(`n${n}`), "v");
  });

  test("an older schema is brought up to date by one of several, and a newer one is told", async () => {
    const url = await postgres.newDatabase();
    await (await open(url)).setNote("n", "v");
    let runs = 0;
    const next: Migration = async (db) => {
      runs += 1;
      await pause(100);
      await db.schema.alterTable("notes").addColumn("changed_at", "bigint").execute();
    };
    const newer = await Promise.all(
      Array.from({ length: 5 }, () => openPostgres(url, "s", [...migrations, next])),
    );
    for (const one of newer) {
      assert.ok(one.ok);
      await one.value.close();
    }
    assert.equal(runs, 1);
    assert.equal((await faultOf(url)).kind, "newer-schema");
  });

  test("who is let in, and to what, is told without the password", async () => {
    await postgres.newRole("guest");
    const url = new URL(await postgres.newDatabase());
    const name = url.pathname.slice(1);
    const nobody = new URL(url);
    nobody.port = "1";
    const unknownHost = new URL(url);
    unknownHost.hostname = "no-such-host.invalid";
    const rows: readonly (readonly [string, StateStoreFault["kind"], RegExp])[] = [
      [nobody.href, "unreachable", /ECONNREFUSED/],
      [unknownHost.href, "unreachable", /no-such-host/],
      [postgres.urlOf(name, "guest", "s3cret"), "refused", /password authentication failed/],
      [postgres.urlOf("no_such_database"), "refused", /no_such_database/],
      [postgres.urlOf(name, "guest", "guest"), "refused", /permission denied/],
      [`${url.href}?sslmode=verify-full`, "refused", /SSL/],
      [`${url.href}?sslrootcert=/no/such/file`, "refused", /no such file/],
    ];
    for (const [given, kind, message] of rows) {
      const fault = await faultOf(given);
      assert.equal(fault.kind, kind, JSON.stringify(fault));
      assert.match(fault.message, message);
      assert.match(fault.message, /^PostgreSQL at postgres:\/\/\w+@/);
      assert.doesNotMatch(JSON.stringify(fault), /s3cret|p@ss|p%40ss|guest:guest/);
    }
  });

  test("a user with a database of its own needs no more", async () => {
    await postgres.newRole("owner_of_one");
    const name = new URL(await postgres.newDatabase("owner owner_of_one")).pathname.slice(1);
    const store = await open(postgres.urlOf(name, "owner_of_one", "owner_of_one"));
    assert.equal(await store.note("n"), null);
  });

  test("a user with a schema of its own needs no more", async () => {
    await postgres.newRole("tenant");
    const name = new URL(await postgres.newDatabase()).pathname.slice(1);
    await postgres.query(name, "create schema accesslens authorization tenant");
    const store = await open(postgres.urlOf(name, "tenant", "tenant"));
    await store.setNote("n", "v");
    assert.equal(await store.note("n"), "v");
  });

  test("a database that can't hold every text, or only read, is told", async () => {
    const latin = await postgres.newDatabase("encoding 'LATIN1' template template0");
    assert.match((await faultOf(latin)).message, /encoding is LATIN1/);
    const url = await postgres.newDatabase();
    const name = new URL(url).pathname.slice(1);
    await postgres.query("postgres", `alter database ${name} set default_transaction_read_only = on`);
    assert.equal((await faultOf(url)).kind, "read-only");
  });

  test("what is committed is on disk, whatever the server's default is", async () => {
    const url = await postgres.newDatabase();
    const name = new URL(url).pathname.slice(1);
    await postgres.query("postgres", `alter database ${name} set synchronous_commit = off`);
    const database = await openPostgres(url, "s", migrations);
    assert.ok(database.ok);
    const { sql } = await import("kysely");
    const { rows } = await database.value.write((db) =>
      sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(db),
    );
    assert.equal(rows[0]?.synchronous_commit, "on");
    await database.value.close();
  });

  test("a connection that is cut rejects what was asked over it, and the next question is answered", async () => {
    const url = await postgres.newDatabase();
    const name = new URL(url).pathname.slice(1);
    const store = await open(url);
    await store.settle(settlementOf({ states: [stateOf("a", 0)] }));
    const other = await openPostgres(url, "s", migrations);
    assert.ok(other.ok);
    // Somebody has the counter: the settlement waits, within its transaction.
    const { lockCounter } = await import("../../src/store/state/database.ts");
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = '${name}' and wait_event_type = 'Lock'`;
    await other.value.write(async (db) => {
      await lockCounter("postgres", db, "settlement");
      const waiting = store.settle(
        settlementOf({ states: [stateOf("a", 1)], driftEvents: [driftEventOf("d")] }),
      );
      const rejected = assert.rejects(waiting, (error) => {
        assert.ok(error instanceof StateStoreError);
        assert.equal(error.fault.kind, "unreachable");
        return true;
      });
      while ((await postgres.query("postgres", cut)).length === 0) await pause(10);
      await rejected;
    });
    await other.value.close();
    assert.equal((await store.subjectStates(["a"])).get("a")?.version, 1);
    assert.equal(await store.driftEvent("d"), null);
    await postgres.query(
      "postgres",
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    );
    // Connections that nobody used are noticed, at the latest by using them.
    await store.note("n").catch(() => null);
    await store.note("n").catch(() => null);
    assert.equal((await store.settle(settlementOf({ states: [stateOf("a", 1)] }))).kind, "settled");
  });
});
