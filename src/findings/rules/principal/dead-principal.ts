import type { DeadEnd } from "../../../authz/types.ts";
import { statementsOf } from "../../guard-terms.ts";
import { accountOfParty, type Draft, type TrustRule, type TrustView } from "../../rule.ts";
import { sentence } from "../../sentence.ts";

export const deadPrincipal: TrustRule = {
  kind: "trust",
  id: "dead-principal",
  title: "Principal that no longer exists",
  rationale:
    "When a role or user is deleted, the trust policies that named it keep its unique id (AROA…, AIDA…), which no new " +
    "entity ever gets: nobody comes in by it, and nobody who reads it knows whom it meant. Trust in an account that is " +
    "closed or suspended is as dead. Such leftovers hide what a policy really says, and tempt whoever repairs the access " +
    "to widen it.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids",
    "Access Analyzer INVALID_ROLE_REFERENCE",
    "Access Analyzer INVALID_USER_REFERENCE",
  ],
  severity: "low",
  appliesTo: (facts) => facts.hasDeadEnd || facts.hasForeignAccount,

  *check(view): Iterable<Draft> {
    const seen = new Set<string>();
    for (const deadEnd of view.deadEnds) {
      const { principal } = deadEnd;
      if (principal === null || seen.has(principal) || !isDead(deadEnd, view)) continue;
      seen.add(principal);
      yield deadDraft(principal, deadEnd, view);
    }
    yield* ofClosedAccounts(view);
  },

  fix: (view, draft) => ({
    summary: "Take the principal out.",
    edits: draft.statements.flatMap((statement) =>
      entriesOf(view, statement)
        .filter((value) => value === draft.cause || draft.cause === closedCause(accountIn(value)))
        .map((value) => ({ kind: "remove-principal" as const, statement, value })),
    ),
  }),
};

function isDead(deadEnd: DeadEnd, view: TrustView): boolean {
  if (deadEnd.cause === "deleted-principal") return true;
  // By a condition's value it is a matter of names, which come back: a rule of its own.
  return (
    deadEnd.cause === "not-existing" &&
    deadEnd.principal !== null &&
    // Only AWS makes and removes these, as its services need them.
    !/:role\/aws-service-role\//.test(deadEnd.principal) &&
    entriesOf(view, deadEnd.statement).includes(deadEnd.principal)
  );
}

function deadDraft(principal: string, { cause, because }: DeadEnd, view: TrustView): Draft {
  const statements = view.deadEnds
    .filter((one) => one.principal === principal && isDead(one, view))
    .map((one) => one.statement);
  return {
    cause: principal,
    severity: "low",
    reasons: [
      sentence(cause === "deleted-principal" ? because : `${because}, or the data is older than it`),
      view.grants.length === 0 ? "Nobody at all can assume the role." : "Other ways into the role work.",
    ],
    title:
      cause === "deleted-principal"
        ? `The role trusts a deleted ${principal.startsWith("AIDA") ? "user" : "role"} (${principal})`
        : `The role trusts ${principal}, which does not exist`,
    grants: [],
    statements: [...new Set(statements)],
  };
}

/** Accounts of ours that nobody can sign in to any more. */
function* ofClosedAccounts(view: TrustView): Iterable<Draft> {
  if (!view.facts.hasForeignAccount) return;
  const { snapshot } = view.context;
  const found = new Map<string, number[]>();
  for (const [index, grant] of view.grants.entries()) {
    const account = accountOfParty(grant.party);
    if (account === null || account === view.owner) continue;
    const row = snapshot.accountIndex(account);
    const status = row === null ? undefined : snapshot.accounts[row]?.status;
    if (status === undefined || status === "ACTIVE" || status === "PENDING_ACTIVATION") continue;
    const known = found.get(account);
    if (known === undefined) found.set(account, [index]);
    else known.push(index);
  }
  for (const [account, grants] of found) {
    const name = view.context.nameOf(account);
    yield {
      cause: closedCause(account),
      severity: "low",
      reasons: ["Nobody can act in an account that is suspended or closed; it may be reopened for 90 days."],
      title: `The role trusts account ${account}${name === null ? "" : ` (${name})`}, which is suspended or closed`,
      grants,
      statements: statementsOf(grants, view.grants),
    };
  }
}

function closedCause(account: string | null): string {
  return `account:${account}`;
}

function accountIn(value: string): string | null {
  return /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::.*)?$/.exec(value)?.[1] ?? null;
}

function entriesOf(view: TrustView, statement: number): readonly string[] {
  const entries = view.document.statements[statement]?.principal?.entries ?? [];
  return entries.map(({ value }) => view.concrete(value));
}
