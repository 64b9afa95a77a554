/** What opening a store over SQLite makes, and what it says where it can't. */
import assert from "node:assert/strict";
import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { sql } from "kysely";
import { settlementOf, stateOf } from "../../../test/support/state-store/made-up.ts";
import { openStateStore, StateStoreError, type StateStoreFaultKind } from "./index.ts";
import { type Migration, migrations } from "./migrations.ts";
import { sqlStateStore } from "./sql-state-store.ts";
import { sqliteFault } from "./sqlite/faults.ts";
import { openSqlite } from "./sqlite/open-sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-opening-"));
after(() => rmSync(folder, { recursive: true }));

async function faultOf(
  url: string,
): Promise<{ readonly kind: StateStoreFaultKind; readonly message: string }> {
  const result = await openStateStore(url);
  if (!result.ok) return result.error;
  await result.value.close();
  return assert.fail("it opened");
}

test("directory and file are made, for this user alone, and what was written is there again", async () => {
  const path = join(folder, "a", "b", "state.db");
  const first = await openStateStore(`sqlite:${path}`);
  assert.ok(first.ok);
  await first.value.setNote("n", "v");
  for (const name of [path, `${path}-wal`, `${path}-shm`])
    assert.equal(statSync(name).mode & 0o777, 0o600, name);
  assert.equal(statSync(join(folder, "a")).mode & 0o777, 0o700);
  await first.value.close();
  const second = await openStateStore(`sqlite:${path}`);
  assert.ok(second.ok);
  assert.equal(await second.value.note("n"), "v");
  await second.value.close();
});

test("a directory that can't be made is told, also where one that is there takes no other", async () => {
  for (const path of ["/proc/accesslens", "/proc/accesslens/deeper/state.db"]) {
    const { message } = await faultOf(`sqlite:${path}`);
    assert.ok(message.includes(path), message);
  }
});

test("what is committed is on disk, and readers and a writer don't wait for each other", async () => {
  const opened = await openSqlite(join(folder, "durable.db"), migrations);
  assert.ok(opened.ok);
  const pragmas = await opened.value.write(async (db) => {
    const rows = await sql<{ mode: string; full: number }>`
      select (select journal_mode from pragma_journal_mode) as mode,
        (select synchronous from pragma_synchronous) as full`.execute(db);
    return rows.rows[0];
  });
  assert.deepEqual({ ...pragmas }, { mode: "wal", full: 2 });
  await opened.value.close();
});

test("a file that is no database, or another program's, is told and not touched", async () => {
  const text = join(folder, "text.db");
  writeFileSync(text, "this is not a database, however long it may be. ".repeat(50));
  const fault = await faultOf(`sqlite:${text}`);
  assert.equal(fault.kind, "not-a-database");
  assert.ok(fault.message.includes(text));
  assert.match(readFileSync(text, "utf8"), /^this is not a database/);

  const foreign = join(folder, "foreign.db");
  const other = new DatabaseSync(foreign);
  other.exec("create table theirs (a)");
  other.close();
  const before = readFileSync(foreign);
  assert.equal((await faultOf(`sqlite:${foreign}`)).kind, "not-ours");
  assert.deepEqual(readFileSync(foreign), before);
});

test("a schema that is newer than this program is told and not touched", async () => {
  const path = join(folder, "newer.db");
  const newer: Migration = async (db) => {
    await db.schema.createTable("from_later").addColumn("a", "text").execute();
  };
  const written = await openSqlite(path, [...migrations, newer]);
  assert.ok(written.ok);
  await written.value.close();
  const fault = await faultOf(`sqlite:${path}`);
  assert.equal(fault.kind, "newer-schema");
  const known = migrations.length;
  assert.ok(fault.message.includes(`version ${known + 1}, and this one knows ${known}`), fault.message);
});

test("an older schema is brought up to date by one of several at the same time, and keeps what is there", async () => {
  const path = join(folder, "older.db");
  const older = await openSqlite(path, migrations);
  assert.ok(older.ok);
  await sqlStateStore(older.value).setNote("n", "v");
  let runs = 0;
  const next: Migration = async (db) => {
    runs += 1;
    await db.schema.alterTable("notes").addColumn("changed_at", "integer").execute();
  };
  const opened = await Promise.all(Array.from({ length: 6 }, () => openSqlite(path, [...migrations, next])));
  assert.equal(runs, 1);
  for (const one of opened) {
    assert.ok(one.ok);
    assert.equal(await sqlStateStore(one.value).note("n"), "v");
    await one.value.close();
  }
  await older.value.close();
});

test("a migration that fails in its middle leaves nothing behind", async () => {
  const path = join(folder, "half.db");
  const fails: Migration = async (db) => {
    await db.schema.createTable("half").addColumn("a", "text").execute();
    throw new Error("a defect");
  };
  await assert.rejects(openSqlite(path, [...migrations, fails]), /a defect/);
  const again = await openSqlite(path, migrations);
  assert.ok(again.ok);
  const tables = await again.value.read((db) =>
    sql<{ name: string }>`select name from sqlite_schema where name = 'half'`.execute(db),
  );
  assert.deepEqual(tables.rows, []);
  await again.value.close();
});

test("a directory, a path through a file, and a directory that can't be written are told", async () => {
  mkdirSync(join(folder, "directory"));
  assert.match((await faultOf(`sqlite:${join(folder, "directory")}`)).message, /This is a directory/);
  writeFileSync(join(folder, "file"), "");
  assert.match((await faultOf(`sqlite:${join(folder, "file", "x.db")}`)).message, /not a directory/);
});

test("a directory that this user can't write is told", {
  skip: process.getuid?.() === 0 && "the superuser may write anywhere",
}, async () => {
  const locked = join(folder, "locked");
  mkdirSync(locked);
  chmodSync(locked, 0o500);
  assert.equal((await faultOf(`sqlite:${join(locked, "x.db")}`)).kind, "read-only");
  chmodSync(locked, 0o700);
});

test("a full disk is told, the settlement that met it counts nowhere, and the next one does", async () => {
  const opened = await openSqlite(join(folder, "full.db"), migrations);
  assert.ok(opened.ok);
  const store = sqlStateStore(opened.value);
  await store.setNote("n", "v");
  const pagesAtMost = (count: number) =>
    opened.value.write((db) => sql`pragma max_page_count = ${sql.raw(String(count))}`.execute(db));
  await pagesAtMost(60);
  const large = settlementOf({ states: [stateOf("small", 0), stateOf("large", 0, "x".repeat(1_000_000))] });
  await assert.rejects(store.settle(large), (error) => {
    assert.ok(error instanceof StateStoreError);
    assert.equal(error.fault.kind, "disk-full");
    assert.match(error.message, /full\.db/);
    return true;
  });
  assert.equal((await store.subjectStates(["small", "large"])).size, 0);
  await pagesAtMost(10_000);
  assert.deepEqual(await store.settle(large), { kind: "settled", before: 0, sequence: 2 });
  await store.close();
});

test("each thing that SQLite and the file system refuse has its kind and its words", () => {
  const errors: readonly (readonly [object, StateStoreFaultKind])[] = [
    [{ errcode: 5 }, "busy"],
    [{ errcode: 8 | (6 << 8) }, "read-only"],
    [{ errcode: 14 }, "read-only"],
    [{ errcode: 10 | (3 << 8) }, "failed"],
    [{ errcode: 11 }, "damaged"],
    [{ errcode: 13 }, "disk-full"],
    [{ errcode: 26 }, "not-a-database"],
    [{ errcode: 999 }, "failed"],
    [{ code: "EACCES", syscall: "open" }, "read-only"],
    [{ code: "EROFS", syscall: "open" }, "read-only"],
    [{ code: "ENOSPC", syscall: "open" }, "disk-full"],
    [{ code: "EIO", syscall: "open" }, "failed"],
  ];
  for (const [parts, kind] of errors) {
    const fault = sqliteFault(Object.assign(new Error("said"), parts), "/state.db");
    assert.equal(fault?.kind, kind, JSON.stringify(parts));
    assert.match(fault?.message ?? "", /\/state\.db\.$/);
    assert.match(fault?.advice ?? "", /\.$/);
  }
  assert.equal(sqliteFault(new Error("a defect"), "/state.db"), null);
});

test("many processes that open the same new file at the same time all come to have it", async () => {
  const url = `sqlite:${join(folder, "raced", "new.db")}`;
  const opener = new URL("fixtures/open-and-note.ts", import.meta.url);
  const children = Array.from({ length: 4 }, (_, n) => fork(opener, [url, String(n)], { execArgv: [] }));
  const codes = await Promise.all(children.map(async (child) => (await once(child, "exit"))[0]));
  assert.deepEqual(codes, [0, 0, 0, 0]);
  const store = await openStateStore(url);
  assert.ok(store.ok);
  for (let n = 0; n < 4; n += 1) assert.equal(await store.value.note(`note ${n}`), String(n));
  await store.value.close();
});

test("SQLite is asked for when a store is opened, not before", () => {
  const loaded = execFileSync(process.execPath, [
    "--input-type=module",
    "-e",
    `import ${JSON.stringify(new URL("index.ts", import.meta.url).href)};
     console.log(process.moduleLoadList.some((name) => name.endsWith("sqlite")));`,
  ]);
  assert.equal(String(loaded).trim(), "false");
});
