/** What the parts of the store ask of a database: the same over SQLite and PostgreSQL. */
import { type ExpressionWrapper, type Kysely, type SqlBool, sql, type Transaction } from "kysely";
import type { Counter, Tables } from "./tables.ts";

export type DatabaseKind = "sqlite" | "postgres";

/** Both reject with `StateStoreError` where the database fails. */
export type StateDatabase = {
  readonly kind: DatabaseKind;
  read<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /**
   * One transaction, on disk when it resolves. On SQLite it is the only writer from its begin to its end; on PostgreSQL it sees what
   * others commit meanwhile (READ COMMITTED): what must not, locks a counter. `work` may be run again where PostgreSQL ended it for a
   * deadlock.
   */
  write<T>(work: (db: Transaction<Tables>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** The counter's value, which is nobody else's to change until this transaction ends. */
export async function lockCounter(
  kind: DatabaseKind,
  db: Transaction<Tables>,
  name: Counter,
): Promise<number> {
  const row = await db
    .selectFrom("counters")
    .select("value")
    .where("name", "=", name)
    // SQLite has one writer at a time.
    .$if(kind === "postgres", (query) => query.forUpdate())
    .executeTakeFirstOrThrow();
  return row.value;
}

/** Whether a column holds the text somewhere, letter for letter: no pattern. */
export function contains(
  kind: DatabaseKind,
  column: ExpressionWrapper<Tables, keyof Tables, string>,
  part: string,
): ReturnType<typeof sql<SqlBool>> {
  return kind === "sqlite"
    ? sql<SqlBool>`instr(${column}, ${part}) > 0`
    : sql<SqlBool>`strpos(${column}, ${part}) > 0`;
}

const rowsAtOnce = 500;
const charactersAtOnce = 8_000_000;

/** In pieces that one statement can carry; `size` in characters, where rows may be large. */
export function* batches<T>(rows: readonly T[], size: (row: T) => number = () => 0): Generator<readonly T[]> {
  let batch: T[] = [];
  let characters = 0;
  for (const row of rows) {
    const more = size(row);
    if (batch.length === rowsAtOnce || (batch.length > 0 && characters + more > charactersAtOnce)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(row);
    characters += more;
  }
  if (batch.length > 0) yield batch;
}
