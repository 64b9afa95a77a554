/** The store as the commands about roles need it: where issued external IDs are looked up, and changes are journaled. */
import type { StateStore } from "../store/state/index.ts";
import type { ExternalIdRegistry } from "../work/provision/roles/index.ts";
import type { Outcome } from "./exit.ts";
import { withState } from "./open-state.ts";

/** Without a store there is neither. */
export function withRegistry(
  url: string | undefined,
  body: (registry: ExternalIdRegistry | null, store: StateStore | null) => Promise<Outcome>,
): Promise<Outcome> {
  return url === undefined ? body(null, null) : withState(url, (store) => body(registryIn(store), store));
}

function registryIn(_store: StateStore): ExternalIdRegistry | null {
  return null;
}
