/** Finds accounts, principals and outside parties of an organization by a piece of what they are called. */
import type { Arn, Snapshot } from "../model/index.ts";
import type { Overview } from "./overview.ts";

export type SearchHit =
  | { readonly kind: "account"; readonly id: string; readonly name: string | null }
  | { readonly kind: "role" | "user"; readonly arn: Arn; readonly account: string }
  | { readonly kind: "outsider"; readonly what: string; readonly id: string; readonly name: string | null };

export type SearchAnswer = {
  /** Accounts first, then outside parties, then roles and users. */
  readonly hits: readonly SearchHit[];
  /** Whether these are all. */
  readonly complete: boolean;
};

/** Without regard to case. */
export function search(
  snapshot: Snapshot,
  outsiders: Overview["outsiders"],
  text: string,
  most: number,
): SearchAnswer {
  const hits: SearchHit[] = [];
  for (const hit of found(snapshot, outsiders, text.toLowerCase())) {
    if (hits.length >= most) return { hits, complete: false };
    hits.push(hit);
  }
  return { hits, complete: true };
}

function* found(snapshot: Snapshot, outsiders: Overview["outsiders"], wanted: string): Iterable<SearchHit> {
  const has = (...texts: readonly (string | null)[]): boolean =>
    texts.some((text) => text?.toLowerCase().includes(wanted) === true);
  for (const { id, name } of snapshot.accounts) if (has(id, name)) yield { kind: "account", id, name };
  for (const { kind, id, name } of outsiders)
    if (has(id, name)) yield { kind: "outsider", what: kind, id, name };
  const { roles } = snapshot;
  const isArn = wanted.includes(":");
  for (let role = 0; role < roles.count; role++) {
    // To put every ARN together takes ten times as long as to look at the names.
    if (!(isArn ? has(roles.arn(role)) : has(roles.name(role)))) continue;
    yield {
      kind: "role",
      arn: roles.arn(role),
      account: snapshot.accounts[roles.account[role] ?? 0]?.id ?? "",
    };
  }
  for (const [index, { id }] of snapshot.accounts.entries()) {
    for (const { arn, name } of snapshot.accountData(index)?.users ?? [])
      if (isArn ? has(arn) : has(name)) yield { kind: "user", arn, account: id };
  }
}
