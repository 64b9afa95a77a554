/** Puts roles that came in any order into the order of their accounts, stably. */
import type { RoleColumns } from "./role-columns.ts";
import type { TextColumn } from "./text-column.ts";

/** `rank[a]` is the place that account number `a` of the columns gets. */
export function byAccountRank(columns: RoleColumns, rank: Uint32Array): RoleColumns {
  const order = roleOrder(columns.account, rank);
  const account = new Uint32Array(columns.count);
  for (let at = 0; at < account.length; at += 1)
    account[at] = rank[columns.account[order[at] ?? 0] ?? 0] ?? 0;
  if (order.every((from, at) => from === at)) return { ...columns, account };
  const inline = listOrder(columns.inlineStart, order);
  const attached = listOrder(columns.attachedStart, order);
  const tags = listOrder(columns.tagStart, order);
  const profiles = listOrder(columns.profileStart, order);
  return {
    count: columns.count,
    account,
    trustPolicy: gathered(columns.trustPolicy, order),
    createdAt: gathered(columns.createdAt, order),
    lastUsedAt: gathered(columns.lastUsedAt, order),
    maxSessionSeconds: gathered(columns.maxSessionSeconds, order),
    path: gathered(columns.path, order),
    permissionsBoundary: gathered(columns.permissionsBoundary, order),
    description: gathered(columns.description, order),
    inlineStart: inline.start,
    inlineName: gathered(columns.inlineName, inline.elements),
    inlineDocument: gathered(columns.inlineDocument, inline.elements),
    attachedStart: attached.start,
    attachedPolicy: gathered(columns.attachedPolicy, attached.elements),
    tagStart: tags.start,
    tagKey: gathered(columns.tagKey, tags.elements),
    tagValue: gathered(columns.tagValue, tags.elements),
    profileStart: profiles.start,
    profile: gathered(columns.profile, profiles.elements),
    names: gatheredTexts(columns.names, order),
    uniqueIds: gatheredTexts(columns.uniqueIds, order),
    texts: columns.texts,
  };
}

function roleOrder(account: Uint32Array, rank: Uint32Array): Uint32Array {
  const next = new Uint32Array(rank.length + 1);
  for (const number of account) {
    const place = (rank[number] ?? 0) + 1;
    next[place] = (next[place] ?? 0) + 1;
  }
  for (let at = 1; at < next.length; at += 1) next[at] = (next[at] ?? 0) + (next[at - 1] ?? 0);
  const order = new Uint32Array(account.length);
  account.forEach((number, from) => {
    const place = rank[number] ?? 0;
    const at = next[place] ?? 0;
    order[at] = from;
    next[place] = at + 1;
  });
  return order;
}

function listOrder(start: Uint32Array, order: Uint32Array) {
  const newStart = new Uint32Array(start.length);
  const elements = new Uint32Array(start[start.length - 1] ?? 0);
  let filled = 0;
  order.forEach((from, at) => {
    newStart[at] = filled;
    const end = start[from + 1] ?? 0;
    for (let element = start[from] ?? 0; element < end; element += 1) {
      elements[filled] = element;
      filled += 1;
    }
  });
  newStart[order.length] = filled;
  return { start: newStart, elements };
}

function gathered(values: Uint32Array, order: Uint32Array): Uint32Array {
  return order.map((from) => values[from] ?? 0);
}

function gatheredTexts(values: TextColumn, order: Uint32Array): TextColumn {
  return { length: order.length, at: (index) => values.at(order[index] ?? 0xffffffff) };
}
