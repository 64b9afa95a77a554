/** Finds accounts, principals and outside parties of an organization by a piece of what they are called. */
import { type Arn, type DocumentIndex, fromTemplate, noDocument, type Snapshot } from "../model/index.ts";
import type { Overview } from "./overview.ts";
import { policyTexts } from "./policy-texts.ts";

export type SearchHit =
  | { readonly kind: "account"; readonly id: string; readonly name: string | null }
  | { readonly kind: "unit"; readonly id: string; readonly name: string }
  | { readonly kind: "role" | "user"; readonly arn: Arn; readonly account: string }
  /** A policy whose text holds it: of a role, user or group, or a managed one, of itself. */
  | {
      readonly kind: "statement";
      readonly arn: Arn;
      readonly account: string;
      readonly policy: string;
      readonly excerpt: string;
    }
  | { readonly kind: "outsider"; readonly what: string; readonly id: string; readonly name: string | null };

export type SearchAnswer = {
  /** Accounts and units first, then outside parties, then roles and users, then policies by their text. */
  readonly hits: readonly SearchHit[];
  /** Whether these are all. */
  readonly complete: boolean;
};

/** Without regard to case. `shown`: a policy's text as it may be told; what it leaves out is not found either. */
export function search(
  snapshot: Snapshot,
  outsiders: Overview["outsiders"],
  text: string,
  most: number,
  shown: (policy: string) => string = (policy) => policy,
): SearchAnswer {
  const hits: SearchHit[] = [];
  for (const hit of found(snapshot, outsiders, text.toLowerCase(), shown)) {
    if (hits.length >= most) return { hits, complete: false };
    hits.push(hit);
  }
  return { hits, complete: true };
}

/** So many letters say enough to look through every policy for. */
const leastInPolicies = 4;

function* found(
  snapshot: Snapshot,
  outsiders: Overview["outsiders"],
  wanted: string,
  shown: (policy: string) => string,
): Iterable<SearchHit> {
  const has = (...texts: readonly (string | null)[]): boolean =>
    texts.some((text) => text?.toLowerCase().includes(wanted) === true);
  for (const { id, name } of snapshot.accounts) if (has(id, name)) yield { kind: "account", id, name };
  for (const { id, name } of snapshot.organization?.units ?? [])
    if (has(id, name)) yield { kind: "unit", id, name };
  for (const { kind, id, name } of outsiders)
    if (has(id, name)) yield { kind: "outsider", what: kind, id, name };
  const { roles } = snapshot;
  const isArn = wanted.includes(":");
  const isPath = !isArn && wanted.includes("/");
  for (let role = 0; role < roles.count; role++) {
    // To put every ARN together takes ten times as long as to look at the names.
    const called = isArn
      ? roles.arn(role)
      : isPath
        ? `role${roles.path(role)}${roles.name(role)}`
        : roles.name(role);
    if (!has(called)) continue;
    yield {
      kind: "role",
      arn: roles.arn(role),
      account: snapshot.accounts[roles.account[role] ?? 0]?.id ?? "",
    };
  }
  for (const [index, { id }] of snapshot.accounts.entries()) {
    for (const { arn, name, path } of snapshot.accountData(index)?.users ?? [])
      if (has(isArn ? arn : isPath ? `user${path}${name}` : name)) yield { kind: "user", arn, account: id };
  }
  if (wanted.length >= leastInPolicies) yield* inPolicies(snapshot, wanted, shown);
}

/** Trust policies, inline policies and customer-managed ones. Each text is looked through once, however many have it. */
function* inPolicies(
  snapshot: Snapshot,
  wanted: string,
  shown: (policy: string) => string,
): Iterable<SearchHit> {
  const { roles, accounts } = snapshot;
  const excerptOf = excerpts(snapshot, wanted, shown);
  const { inlineStart, inlineDocument, inlineName, texts } = roles.columns;
  for (let role = 0; role < roles.count; role++) {
    const account = accounts[roles.account[role] ?? 0]?.id ?? "";
    const held = (document: number, policy: string): readonly SearchHit[] => {
      const excerpt = excerptOf(document, account);
      return excerpt === null ? [] : [{ kind: "statement", arn: roles.arn(role), account, policy, excerpt }];
    };
    yield* held(roles.trustPolicy[role] ?? noDocument, "trust policy");
    for (let at = inlineStart[role] ?? 0; at < (inlineStart[role + 1] ?? 0); at++)
      yield* held(inlineDocument[at] ?? noDocument, texts.at(inlineName[at] ?? 0));
  }
  for (const [index, { id: account }] of accounts.entries()) {
    const data = snapshot.accountData(index);
    for (const { arn, inlinePolicies } of [...(data?.users ?? []), ...(data?.groups ?? [])]) {
      for (const { name: policy, document } of inlinePolicies) {
        const excerpt = excerptOf(document, account);
        if (excerpt !== null) yield { kind: "statement", arn, account, policy, excerpt };
      }
    }
    for (const { arn, document } of data?.managedPolicies ?? []) {
      const excerpt = arn.includes(":iam::aws:") ? null : excerptOf(document, account);
      if (excerpt !== null) yield { kind: "statement", arn, account, policy: "managed policy", excerpt };
    }
  }
}

/** Where a document of an account holds the text, with what stands around; null: it does not, or it is not shown. */
function excerpts(
  snapshot: Snapshot,
  wanted: string,
  shown: (policy: string) => string,
): (document: number, account: string) => string | null {
  const { documents } = snapshot;
  const texts = policyTexts(snapshot);
  const anywhere = new Set<number>(texts.holding(wanted));
  // In its own policies an account's id stands as a token.
  const own = new Map(
    [...wanted.matchAll(/\d{12}/g)]
      .filter(([id]) => snapshot.accountIndex(id) !== null)
      .map(([id]) => [id, new Set<number>(texts.holding(wanted.replaceAll(id, "~a")))] as const),
  );
  return (document, account) => {
    if (!anywhere.has(document) && own.get(account)?.has(document) !== true) return null;
    // INVARIANT: whatever holds it is a document.
    const text = shown(fromTemplate(documents.template(document as DocumentIndex), account));
    const place = text.toLowerCase().indexOf(wanted);
    return place < 0 ? null : text.slice(Math.max(0, place - around), place + wanted.length + around);
  };
}

const around = 30;
