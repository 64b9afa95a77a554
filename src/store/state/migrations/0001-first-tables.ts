/** Version 1: everything. */
import type { Transaction } from "kysely";
import type { DatabaseKind } from "../database.ts";
import type { Tables } from "../tables.ts";
import { createTables, type Index, type TableColumns } from "./create-tables.ts";

const columns = {
  schema_versions: { version: "whole" },
  counters: { name: "text", value: "whole" },
  leases: { name_lookup: "text", holder: "text", until: "whole" },
  subject_states: {
    key_lookup: "text",
    key: "text?",
    version: "whole",
    sequence: "whole",
    read_at: "whole",
    state: "text",
  },
  drift_events: {
    sequence: "whole",
    id_lookup: "text",
    kind: "text",
    at: "whole",
    settled_at: "whole",
    severity: "whole",
    subject_lookup: "text",
    account_lookup: "text?",
    actors: "text",
    reverted_by: "text?",
    event: "text",
  },
  decisions: {
    id: "text",
    sequence: "whole",
    drift_event_lookup: "text",
    channel: "text?",
    verdict: "text",
    why: "text",
    at: "whole",
  },
  deliveries: {
    id_lookup: "text",
    sequence: "whole",
    channel_lookup: "text",
    status: "text",
    attempts: "whole",
    last_error: "text?",
    created_at: "whole",
    at: "whole",
    holder: "text?",
    planned: "text",
  },
  dealt_events: { id_lookup: "text", at: "whole", settled_at: "whole", subjects: "text", event: "text" },
  approvals: { id_lookup: "text", created_at: "whole", withdrawn_at: "whole?", approval: "text" },
  findings: {
    id_lookup: "text",
    subject_lookup: "text",
    state: "text",
    severity: "whole",
    first_seen: "whole",
    last_seen: "whole",
    changed_at: "whole",
    accepted_until: "whole?",
    accepted_reason: "text?",
    brief: "text",
    history: "text",
  },
  snapshots: { id_lookup: "text", created_at: "whole", recorded_at: "whole", snapshot: "text" },
  notes: { name_lookup: "text", value: "text" },
} as const satisfies Partial<TableColumns>;

const indexes: readonly Index[] = [
  { name: "subject_states_by_sequence", table: "subject_states", columns: ["sequence"], unique: true },
  { name: "drift_events_by_id", table: "drift_events", columns: ["id_lookup"], unique: true },
  { name: "drift_events_by_subject", table: "drift_events", columns: ["subject_lookup", "sequence"] },
  { name: "drift_events_by_account", table: "drift_events", columns: ["account_lookup", "sequence"] },
  { name: "decisions_by_drift_event", table: "decisions", columns: ["drift_event_lookup", "sequence"] },
  { name: "deliveries_by_due", table: "deliveries", columns: ["status", "at", "sequence"] },
  { name: "deliveries_by_channel", table: "deliveries", columns: ["channel_lookup", "status", "at"] },
  { name: "dealt_events_by_time", table: "dealt_events", columns: ["at"] },
  { name: "findings_by_subject", table: "findings", columns: ["subject_lookup"] },
  { name: "findings_by_change", table: "findings", columns: ["changed_at"] },
];

export async function firstTables(db: Transaction<Tables>, kind: DatabaseKind): Promise<void> {
  await createTables(db, kind, columns, indexes);
  await db
    .insertInto("counters")
    .values([
      { name: "settlement", value: 0 },
      { name: "findings", value: 0 },
    ])
    .execute();
}
