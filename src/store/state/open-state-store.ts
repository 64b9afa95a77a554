import type { Result } from "../../model/index.ts";
import type { StateStoreFault } from "./fault.ts";
import type { StateStore } from "./state-store.ts";
import { parseStateUrl } from "./state-url.ts";

/**
 * Opens the store at `sqlite:PATH` (made where it is missing) or `postgres://…`, and brings an older schema up to date. Several
 * processes may do so at the same time.
 */
export async function openStateStore(url: string): Promise<Result<StateStore, StateStoreFault>> {
  const parsed = parseStateUrl(url);
  if (!parsed.ok) return parsed;
  // Here, where it is needed: most commands keep no state.
  const { openDatabase } = await import("./open-database.ts");
  return openDatabase(parsed.value);
}
