/** Roles to rows and back; the way back goes straight into columns, as there are hundreds of thousands. */
import { noDocument, notKnown, type Role, type RoleColumnsBuilder } from "../model/index.ts";
import { filled, inlineRows, isUniqueIdText, tagRows } from "./account-rows.ts";
import { defaultMaxSessionSeconds } from "./format.ts";
import type { JsonRecord, Shape } from "./shape.ts";

export function roleRow(role: Role) {
  return {
    name: role.name,
    path: role.path === "/" ? undefined : role.path,
    id: role.uniqueId,
    trust: role.trustPolicy ?? undefined,
    inline: inlineRows(role.inlinePolicies),
    attached: filled(role.attachedPolicies),
    boundary: role.permissionsBoundary ?? undefined,
    created: role.createdAt ?? undefined,
    used: role.lastUsedAt ?? undefined,
    session: role.maxSessionSeconds === defaultMaxSessionSeconds ? undefined : role.maxSessionSeconds,
    description: role.description ?? undefined,
    tags: tagRows(role.tags),
    profiles: filled(role.instanceProfiles),
  };
}

/** Reads what {@link roleRow} wrote. After a fault in `shape` the columns are not to be used. */
export function readRoles(value: unknown, account: number, columns: RoleColumnsBuilder, shape: Shape): void {
  shape.rows(value, "roles", (row) => readRole(row, account, columns, shape));
}

/** Hot: no closures and no objects of its own; members that most roles lack cost one comparison. */
function readRole(row: JsonRecord, account: number, columns: RoleColumnsBuilder, shape: Shape): void {
  columns.add(
    account,
    shape.text(row.name, "name"),
    row.path === undefined ? "/" : shape.path(row.path, "path"),
    shape.known(row.id, isUniqueIdText, "id", "a unique id"),
  );
  columns.facts(
    row.trust === undefined ? noDocument : shape.document(row.trust, "trust"),
    shape.whole(row.created, "created", notKnown),
    row.used === "never" ? 0 : shape.whole(row.used, "used", notKnown),
    shape.whole(row.session, "session", defaultMaxSessionSeconds),
    row.boundary === undefined ? null : shape.arn(row.boundary, "boundary"),
    row.description === undefined ? null : shape.text(row.description, "description"),
  );
  if (row.inline !== undefined) {
    for (const pair of shape.list(row.inline, "inline")) {
      const [name, document] = shape.pair(pair, "inline");
      columns.inline(shape.text(name, "inline"), shape.document(document, "inline"));
    }
  }
  if (row.attached !== undefined) {
    for (const arn of shape.list(row.attached, "attached")) columns.attached(shape.arn(arn, "attached"));
  }
  if (row.tags !== undefined) {
    for (const pair of shape.list(row.tags, "tags")) {
      const [key, tag] = shape.pair(pair, "tags");
      columns.tag(shape.text(key, "tags"), shape.text(tag, "tags"));
    }
  }
  if (row.profiles !== undefined) {
    for (const arn of shape.list(row.profiles, "profiles")) {
      columns.instanceProfile(shape.arn(arn, "profiles"));
    }
  }
}
