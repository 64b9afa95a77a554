/**
 * The tables as Kysely sees them. Columns named `…_lookup` hold `lookup` of a text and are there to be asked for; what is read back
 * stands beside them, as JSON or `packed`. Times are milliseconds since 1970.
 */
import type { AlertSeverity, ChangeState, DriftEvent, ExternalIdState } from "../../model/index.ts";
import { alertSeverities } from "../../model/index.ts";
import type { AlertDecision, Delivery, FindingState } from "./state-store.ts";

export type Tables = {
  readonly schema_versions: { readonly version: number };
  /** Rows that are locked by what must not happen at the same time. */
  readonly counters: { readonly name: Counter; readonly value: number };
  readonly leases: { readonly name_lookup: string; readonly holder: string; readonly until: number };
  readonly subject_states: {
    readonly key_lookup: string;
    /** Null: the lookup is the key. */
    readonly key: string | null;
    readonly version: number;
    readonly sequence: number;
    readonly state: string;
    readonly read_at: number;
  };
  readonly drift_events: {
    readonly sequence: number;
    readonly id_lookup: string;
    readonly kind: DriftEvent["kind"];
    readonly at: number;
    readonly settled_at: number;
    readonly severity: number;
    readonly subject_lookup: string;
    readonly account_lookup: string | null;
    readonly actors: string;
    readonly reverted_by: string | null;
    readonly event: string;
  };
  readonly decisions: {
    /** Of all that it says: the same decision is kept once. */
    readonly id: string;
    readonly sequence: number;
    readonly drift_event_lookup: string;
    readonly channel: string | null;
    readonly verdict: AlertDecision["verdict"];
    readonly why: string;
    readonly at: number;
  };
  readonly deliveries: {
    readonly id_lookup: string;
    readonly sequence: number;
    readonly channel_lookup: string;
    readonly status: Delivery["status"];
    readonly attempts: number;
    readonly last_error: string | null;
    readonly created_at: number;
    /** Of one that is being sent: when its hold ends. */
    readonly at: number;
    readonly holder: string | null;
    readonly planned: string;
  };
  readonly dealt_events: {
    readonly id_lookup: string;
    readonly at: number;
    readonly settled_at: number;
    readonly subjects: string;
    readonly event: string;
  };
  readonly approvals: {
    readonly id_lookup: string;
    readonly created_at: number;
    readonly withdrawn_at: number | null;
    readonly approval: string;
  };
  readonly findings: {
    readonly id_lookup: string;
    readonly subject_lookup: string;
    readonly state: FindingState;
    readonly severity: number;
    readonly first_seen: number;
    readonly last_seen: number;
    readonly changed_at: number;
    readonly accepted_until: number | null;
    readonly accepted_reason: string | null;
    readonly brief: string;
    readonly history: string;
  };
  readonly snapshots: {
    readonly id_lookup: string;
    readonly created_at: number;
    readonly recorded_at: number;
    readonly snapshot: string;
  };
  readonly applied_changes: {
    readonly id_lookup: string;
    readonly at: number;
    readonly state: ChangeState;
    readonly state_at: number;
    readonly target_lookup: string;
    readonly account_lookup: string;
    readonly note: string | null;
    readonly change: string;
  };
  readonly external_ids: {
    /** Of the external ID: whatever was issued once is never issued again. */
    readonly id_lookup: string;
    readonly relationship_lookup: string;
    readonly state: ExternalIdState;
    readonly issued_at: number;
    readonly changed_at: number;
    /** The whole of it but for what columns say. */
    readonly record: string;
  };
  readonly notes: { readonly name_lookup: string; readonly value: string };
};

/**
 * `settlement`: the last sequence that was given. `findings`: locked while findings are recorded. `external-ids`: locked while the
 * registry changes.
 */
export type Counter = "settlement" | "findings" | "external-ids";

/** As a column holds it: a worse one is greater. */
export function severityRank(severity: AlertSeverity): number {
  return alertSeverities.indexOf(severity);
}
