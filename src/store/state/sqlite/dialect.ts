/**
 * Kysely over `node:sqlite`. The database is asked synchronously; one connection serves one asker at a time, so that transactions
 * of one process do not run into each other.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { whenNotBusy } from "./busy.ts";

/** Closes the database with Kysely's `destroy`. */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driverOf(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function driverOf(database: DatabaseSync): Driver {
  const connection = connectionOf(database);
  let lastInLine: Promise<void> = Promise.resolve();
  let giveBack: () => void = () => undefined;
  return {
    async init() {},
    async acquireConnection() {
      const before = lastInLine;
      const { promise, resolve } = Promise.withResolvers<void>();
      lastInLine = promise;
      await before;
      giveBack = resolve;
      return connection;
    },
    async releaseConnection() {
      giveBack();
    },
    // At once the only writer: a transaction that began by reading could be refused its first write.
    beginTransaction: () => whenNotBusy(() => database.exec("begin immediate")),
    commitTransaction: () => whenNotBusy(() => database.exec("commit")),
    async rollbackTransaction() {
      // A full disk has rolled it back already.
      if (database.isTransaction) database.exec("rollback");
    },
    async destroy() {
      await lastInLine;
      database.close();
    },
  };
}

function connectionOf(database: DatabaseSync): DatabaseConnection {
  const statementOf = preparedOnce(database);
  async function executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const values = parameters.map(inputValue);
    return whenNotBusy(() => {
      const statement = statementOf(sql);
      if (statement.columns().length > 0) {
        // Kysely's callers say what rows are: here nobody knows.
        const rows: unknown[] = statement.all(...values);
        return { rows: rows as R[] };
      }
      return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) };
    });
  }
  return {
    executeQuery,
    async *streamQuery<R>(query: CompiledQuery) {
      yield await executeQuery<R>(query);
    },
  };
}

const longestKept = 4_000;
const mostKept = 200;

/** Statements that are asked again and again are compiled once. */
function preparedOnce(database: DatabaseSync): (sql: string) => StatementSync {
  const kept = new Map<string, StatementSync>();
  return (sql) => {
    const known = kept.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    if (sql.length <= longestKept && kept.size < mostKept) kept.set(sql, statement);
    return statement;
  };
}

function inputValue(value: unknown): SQLInputValue {
  if (value === null || typeof value === "number" || typeof value === "string") return value;
  throw new Error(`a ${typeof value} can't be stored`);
}
