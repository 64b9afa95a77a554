/**
 * State that outlives a run and that several processes share: what was read last, drift events, alerts on their way, findings' lives.
 *
 * In: settlements, each one whole or not at all; out: what was settled, in order. It is kept in a file (SQLite) or in PostgreSQL, by
 * the same statements. No clock here, no masking, no decision about what is told. Start reading at `state-store.ts`, the port;
 * `sql-state-store.ts` says where each method is.
 */
export { StateStoreError, type StateStoreFault, type StateStoreFaultKind } from "./fault.ts";
export { openStateStore } from "./open-state-store.ts";
export type * from "./state-store.ts";
export { parseStateUrl } from "./state-url.ts";
