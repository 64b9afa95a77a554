/**
 * The vocabulary of AccessLens: identifiers, the organization, and the snapshot that every question is asked of.
 * Types, parsers of identifiers and the snapshot in memory; no behaviour beyond them. Start reading at `snapshot.ts`;
 * `snapshot-builder.ts` makes one.
 */
export * from "./alerts.ts";
export * from "./applied-change.ts";
export * from "./change-event.ts";
export * from "./column-snapshot.ts";
export * from "./coverage.ts";
export * from "./documents.ts";
export * from "./drift.ts";
export * from "./edited-snapshot.ts";
export * from "./external-ids.ts";
export * from "./identifiers.ts";
export * from "./network-of.ts";
export * from "./observed-use.ts";
export * from "./organization.ts";
export * from "./organization-path.ts";
export * from "./own-text.ts";
export * from "./policy-encoding.ts";
export * from "./result.ts";
export * from "./role-columns.ts";
export * from "./snapshot.ts";
export * from "./snapshot-builder.ts";
export * from "./text-column.ts";
export * from "./trail-event.ts";
export * from "./trail-groups.ts";
export * from "./trail-order.ts";
export * from "./unread-policy.ts";
export * from "./with-documents.ts";
export * from "./with-subjects.ts";
