/** Finds accounts, principals and outside parties of an organization by a piece of what they are called. */
import { type Arn, type DocumentIndex, fromTemplate, noDocument, type Snapshot } from "../model/index.ts";
import type { Overview } from "./overview.ts";
import { policyTexts } from "./policy-texts.ts";

export type SearchHit =
  | { readonly kind: "account"; readonly id: string; readonly name: string | null }
  | { readonly kind: "role" | "user"; readonly arn: Arn; readonly account: string }
  /** A policy of the role whose text holds it. */
  | {
      readonly kind: "statement";
      readonly arn: Arn;
      readonly account: string;
      readonly policy: string;
      readonly excerpt: string;
    }
  | { readonly kind: "outsider"; readonly what: string; readonly id: string; readonly name: string | null };

export type SearchAnswer = {
  /** Accounts first, then outside parties, then roles and users, then policies by their text. */
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
  if (wanted.length >= leastInPolicies) yield* inPolicies(snapshot, wanted, shown);
}

/** Trust policies and inline policies of roles. Each text is looked at once, however many roles have it. */
function* inPolicies(
  snapshot: Snapshot,
  wanted: string,
  shown: (policy: string) => string,
): Iterable<SearchHit> {
  const { documents, roles, accounts } = snapshot;
  const holding = new Set<number>(policyTexts(snapshot).holding(wanted));
  if (holding.size === 0) return;
  // Null: what holds it is not shown.
  const excerpts = new Map<number, string | null>();
  const excerptIn = (at: number): string | null => {
    if (!holding.has(at)) return null;
    let excerpt = excerpts.get(at);
    if (excerpt === undefined) {
      // INVARIANT: whatever holds it is a document.
      const text = shown(documents.template(at as DocumentIndex));
      const place = text.toLowerCase().indexOf(wanted);
      excerpt = place < 0 ? null : excerptOf(text, place, wanted.length);
      excerpts.set(at, excerpt);
    }
    return excerpt;
  };
  const { inlineStart, inlineDocument, inlineName, texts } = roles.columns;
  for (let role = 0; role < roles.count; role++) {
    const account = accounts[roles.account[role] ?? 0]?.id ?? "";
    const hit = (policy: string, excerpt: string): SearchHit => ({
      kind: "statement",
      arn: roles.arn(role),
      account,
      policy,
      excerpt: fromTemplate(excerpt, account),
    });
    const trust = excerptIn(roles.trustPolicy[role] ?? noDocument);
    if (trust !== null) yield hit("trust policy", trust);
    for (let at = inlineStart[role] ?? 0; at < (inlineStart[role + 1] ?? 0); at++) {
      const excerpt = excerptIn(inlineDocument[at] ?? noDocument);
      if (excerpt !== null) yield hit(texts.at(inlineName[at] ?? 0), excerpt);
    }
  }
}

const around = 30;

/** No token of a template is cut in two. */
function excerptOf(text: string, place: number, length: number): string {
  const start = Math.max(0, place - around);
  const end = place + length + around;
  return text.slice(text[start - 1] === "~" ? start - 1 : start, text[end - 1] === "~" ? end + 1 : end);
}
