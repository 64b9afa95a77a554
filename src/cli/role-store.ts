/** The store as the commands about roles need it: where issued external IDs are looked up, and changes are journaled. */
import { err, ok } from "../model/index.ts";
import { changesStore } from "../store/last-snapshot.ts";
import type { StateStore } from "../store/state/index.ts";
import { inUseOf } from "../work/provision/external-ids/registry.ts";
import type { ExternalIdRegistry } from "../work/provision/roles/index.ts";
import type { Outcome } from "./exit.ts";
import { withState } from "./open-state.ts";

/** For plans, which write nothing: without a store, no external ID is looked up. */
export function withRegistry(
  url: string | undefined,
  body: (registry: ExternalIdRegistry | null) => Promise<Outcome>,
): Promise<Outcome> {
  return url === undefined ? body(null) : withState(url, (store) => body(registryIn(store)));
}

/** The named store, or the file in the user's state folder: what is written is always journaled. */
export function withJournal(
  url: string | undefined,
  body: (registry: ExternalIdRegistry | null, store: StateStore) => Promise<Outcome>,
): Promise<Outcome> {
  return withState(url ?? changesStore(), (store) => body(registryIn(store), store));
}

/** While an external ID is being replaced, the old one is accepted, too. */
function registryIn(store: StateStore): ExternalIdRegistry {
  return {
    async accepted(relationship) {
      const used = await inUseOf(store, relationship);
      if (used === null) {
        return err(
          `no external ID is in use for ${relationship}: accesslens external-id issue --relationship ${relationship}`,
        );
      }
      const retiring = used.retiring === null ? [] : [used.retiring.externalId];
      return ok([used.current.externalId, ...retiring]);
    },
  };
}
