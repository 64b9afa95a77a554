/** A snapshot of a few of its principals: what can be done among them can be done in the whole. */
import type { CallerPrincipal } from "../../../authz/index.ts";
import {
  type AccountIndex,
  columnSnapshot,
  type DocumentIndex,
  type RoleColumns,
  type RoleIndex,
  type Snapshot,
  type TextColumn,
} from "../../../model/index.ts";

/** With the accounts, control policies and documents of the whole, and with all that is in the principals' accounts but others. */
export function partOfSnapshot(
  snapshot: Snapshot,
  principals: Iterable<CallerPrincipal>,
  more: Iterable<AccountIndex>,
): Snapshot {
  const roles = new Set<RoleIndex>();
  const users = new Map<AccountIndex, Set<number>>();
  const accounts = new Set<AccountIndex>(more);
  for (const principal of principals) {
    if (principal.kind === "role") {
      roles.add(principal.index);
      accounts.add(snapshot.roles.account[principal.index] ?? 0);
    } else {
      accounts.add(principal.account);
      const known = users.get(principal.account) ?? new Set();
      users.set(principal.account, known.add(principal.index));
    }
  }
  const { documents } = snapshot;
  return columnSnapshot({
    createdAt: snapshot.createdAt,
    source: snapshot.source,
    organization: snapshot.organization,
    accounts: snapshot.accounts,
    roles: columnsOf(
      snapshot.roles.columns,
      [...roles].sort((a, b) => a - b),
    ),
    templates: {
      length: documents.count,
      at: (index) => documents.template(index as DocumentIndex),
    },
    awsManagedPolicies: snapshot.awsManagedPolicies,
    accountData: (account) => {
      const data = accounts.has(account) ? snapshot.accountData(account) : null;
      const kept = users.get(account);
      return data === null ? null : { ...data, users: data.users.filter((_, at) => kept?.has(at) === true) };
    },
    identityCenter: snapshot.identityCenter,
    coverage: snapshot.coverage,
  });
}

/** `roles`: ascending. */
function columnsOf(columns: RoleColumns, roles: readonly RoleIndex[]): RoleColumns {
  const picked = (values: Uint32Array): Uint32Array => Uint32Array.from(roles, (role) => values[role] ?? 0);
  const started = (start: Uint32Array): Uint32Array => {
    const made = new Uint32Array(roles.length + 1);
    roles.forEach((role, at) => {
      made[at + 1] = (made[at] ?? 0) + (start[role + 1] ?? 0) - (start[role] ?? 0);
    });
    return made;
  };
  const listed = (values: Uint32Array, start: Uint32Array): Uint32Array =>
    Uint32Array.from(roles.flatMap((role) => [...values.subarray(start[role] ?? 0, start[role + 1] ?? 0)]));
  const texts = (column: TextColumn): TextColumn => ({
    length: roles.length,
    at: (index) => column.at(roles[index] ?? 0),
  });
  const { inlineStart, attachedStart, tagStart, profileStart } = columns;
  return {
    count: roles.length,
    account: picked(columns.account),
    trustPolicy: picked(columns.trustPolicy),
    createdAt: picked(columns.createdAt),
    lastUsedAt: picked(columns.lastUsedAt),
    maxSessionSeconds: picked(columns.maxSessionSeconds),
    path: picked(columns.path),
    permissionsBoundary: picked(columns.permissionsBoundary),
    description: picked(columns.description),
    inlineStart: started(inlineStart),
    inlineName: listed(columns.inlineName, inlineStart),
    inlineDocument: listed(columns.inlineDocument, inlineStart),
    attachedStart: started(attachedStart),
    attachedPolicy: listed(columns.attachedPolicy, attachedStart),
    tagStart: started(tagStart),
    tagKey: listed(columns.tagKey, tagStart),
    tagValue: listed(columns.tagValue, tagStart),
    profileStart: started(profileStart),
    profile: listed(columns.profile, profileStart),
    names: texts(columns.names),
    uniqueIds: texts(columns.uniqueIds),
    texts: columns.texts,
  };
}
