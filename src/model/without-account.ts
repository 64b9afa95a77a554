/** All roles but those of one account; the accounts after it move up by one. */
import type { RoleColumns } from "./role-columns.ts";

/** `account`: its place among the accounts. What the texts hold is not changed. */
export function columnsWithoutAccount(columns: RoleColumns, account: number): RoleColumns {
  const first = columns.account.indexOf(account);
  const renumbered = columns.account.map((number) => (number > account ? number - 1 : number));
  if (first === -1) return { ...columns, account: renumbered };
  // Roles are grouped by account.
  const end = columns.account.lastIndexOf(account) + 1;
  const cut = (values: Uint32Array, from = first, to = end): Uint32Array => {
    const left = new Uint32Array(values.length - (to - from));
    left.set(values.subarray(0, from));
    left.set(values.subarray(to), from);
    return left;
  };
  /** Of a list's start column, where the account's elements stand. */
  const span = (start: Uint32Array): readonly [number, number] => [start[first] ?? 0, start[end] ?? 0];
  const cutStart = (start: Uint32Array): Uint32Array => {
    const [from, to] = span(start);
    return cut(start).map((place, index) => (index >= first ? place - (to - from) : place));
  };
  const cutList = (values: Uint32Array, start: Uint32Array): Uint32Array => cut(values, ...span(start));
  const texts = (column: RoleColumns["names"]): RoleColumns["names"] => ({
    length: column.length - (end - first),
    at: (index) => column.at(index < first ? index : index + (end - first)),
  });
  return {
    count: columns.count - (end - first),
    account: cut(renumbered),
    trustPolicy: cut(columns.trustPolicy),
    createdAt: cut(columns.createdAt),
    lastUsedAt: cut(columns.lastUsedAt),
    maxSessionSeconds: cut(columns.maxSessionSeconds),
    path: cut(columns.path),
    permissionsBoundary: cut(columns.permissionsBoundary),
    description: cut(columns.description),
    inlineStart: cutStart(columns.inlineStart),
    inlineName: cutList(columns.inlineName, columns.inlineStart),
    inlineDocument: cutList(columns.inlineDocument, columns.inlineStart),
    attachedStart: cutStart(columns.attachedStart),
    attachedPolicy: cutList(columns.attachedPolicy, columns.attachedStart),
    tagStart: cutStart(columns.tagStart),
    tagKey: cutList(columns.tagKey, columns.tagStart),
    tagValue: cutList(columns.tagValue, columns.tagStart),
    profileStart: cutStart(columns.profileStart),
    profile: cutList(columns.profile, columns.profileStart),
    names: texts(columns.names),
    uniqueIds: texts(columns.uniqueIds),
    texts: columns.texts,
  };
}
