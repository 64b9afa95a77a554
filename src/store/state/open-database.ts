import { ok, type Result } from "../../model/index.ts";
import type { StateStoreFault } from "./fault.ts";
import { migrations } from "./migrations.ts";
import { openPostgres } from "./postgres/open-postgres.ts";
import { sqlStateStore } from "./sql-state-store.ts";
import { openSqlite } from "./sqlite/open-sqlite.ts";
import type { StateStore } from "./state-store.ts";
import type { StateUrl } from "./state-url.ts";

/** Over the newest schema; an older one is brought to it. */
export async function openDatabase(url: StateUrl): Promise<Result<StateStore, StateStoreFault>> {
  const opened =
    url.kind === "sqlite"
      ? await openSqlite(url.path, migrations)
      : await openPostgres(url.url, url.shown, migrations);
  return opened.ok ? ok(sqlStateStore(opened.value)) : opened;
}
