import { ok, type Result } from "../../model/index.ts";
import type { StateStoreFault } from "./fault.ts";
import { migrations } from "./migrations.ts";
import { sqlStateStore } from "./sql-state-store.ts";
import { openSqlite } from "./sqlite/open-sqlite.ts";
import type { StateStore } from "./state-store.ts";
import type { StateUrl } from "./state-url.ts";

export async function openDatabase(url: StateUrl): Promise<Result<StateStore, StateStoreFault>> {
  if (url.kind !== "sqlite") throw new Error("PostgreSQL comes next");
  const opened = await openSqlite(url.path, migrations);
  return opened.ok ? ok(sqlStateStore(opened.value)) : opened;
}
