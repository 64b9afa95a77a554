/**
 * Whether a trust policy is what its declaration says, by the engine: whom it lets in under which guard, that none of its statements is
 * dead, and, by the evaluator that is written apart, that what is meant gets in and what comes closest does not.
 */
import { decideTrust } from "../../authz/concrete/index.ts";
import type { DeadEnd, GuardTerm, OrganizationView, TrustGrant } from "../../authz/types.ts";
import type { TrustOutcome } from "../../graph/index.ts";
import { partyId } from "../../graph/who.ts";
import type { PolicyDocument } from "../../policy/index.ts";
import type { DeclaredPrincipal } from "./declaration.ts";
import { callerOf, intendedProbes, refusedProbes } from "./intended-requests.ts";
import { type BoundTrust, trustStatement } from "./trust-text.ts";

export type TrustToProve = {
  readonly trust: readonly BoundTrust[];
  /** The policy as its owner has it, and what the engine says of it. */
  readonly document: PolicyDocument;
  readonly outcome: TrustOutcome;
  readonly role: { readonly arn: string; readonly account: string; readonly partition: string };
  readonly organization: OrganizationView;
};

/** Null: proven. Else why not, in one sentence. */
export function whyTrustIsNotProven(question: TrustToProve): string | null {
  return deadEndOf(question.outcome.deadEnds) ?? differenceOf(question) ?? failedProbe(question);
}

function deadEndOf(deadEnds: readonly DeadEnd[]): string | null {
  const [dead] = deadEnds;
  if (dead === undefined) return null;
  const [what, because] = [dead.principal ?? "a statement", dead.because];
  return dead.cause === "denied-by-rcp"
    ? `a resource control policy would keep ${what} out: ${because}`
    : `${what} could never get in: ${because}`;
}

/** The grants that the engine reads out of the text, against those that are declared. */
function differenceOf({ trust, outcome, role }: TrustToProve): string | null {
  const declared = trust.flatMap((one, index) =>
    one.principals.map((principal) => ({
      id: principal.kind === "account" ? principal.account : principal.arn,
      trust: one,
      guard: guardOf(one, index, role.partition),
    })),
  );
  for (const grant of outcome.grants) {
    const id = partyId(grant.party);
    if (
      !declared.some((one) => one.id === id && isGuardOf(grant, one.guard) && hasRights(grant, one.trust))
    ) {
      return `its trust policy would let in ${id} under other conditions than those that are declared`;
    }
    if (grant.certainty.kind === "may") {
      return `whether ${id} gets in can't be proven: ${grant.certainty.reasons.join("; ")}`;
    }
  }
  const missing = declared.find(
    ({ id, guard }) =>
      !outcome.grants.some((grant) => partyId(grant.party) === id && isGuardOf(grant, guard)),
  );
  return missing === undefined ? null : `its trust policy would not let in ${missing.id}`;
}

/** What the statement asks for, written out apart from what the engine reads. */
function guardOf(trust: BoundTrust, index: number, partition: string): ReadonlySet<string> {
  const { Condition = {} } = trustStatement(trust, index, partition);
  return new Set(
    Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => termText({ key, operator, values: [values].flat() })),
    ),
  );
}

/** Conditions on a known caller's organization are decided and no longer part of the guard; all others have to stand there. */
function isGuardOf({ guard }: TrustGrant, declared: ReadonlySet<string>): boolean {
  const terms = new Set(guard.map(termText));
  return (
    [...terms].every((term) => declared.has(term)) &&
    [...declared].every((term) => terms.has(term) || term.startsWith("aws:principalorg"))
  );
}

function termText({ key, operator, values }: Pick<GuardTerm, "key" | "operator" | "values">): string {
  return `${key.toLowerCase()} ${operator} ${JSON.stringify([...values].sort())}`;
}

function hasRights({ session }: TrustGrant, { sessionTags, sourceIdentity }: BoundTrust): boolean {
  return (
    session.tagSession === sessionTags.length > 0 &&
    session.setSourceIdentity === (sourceIdentity !== null) &&
    !session.setContext
  );
}

function failedProbe({ trust, document, role, organization }: TrustToProve): string | null {
  for (const one of trust) {
    for (const { request, what } of intendedProbes(one, role)) {
      const { decision } = decideTrust({ trust: document, request, organization });
      if (decision !== "Allowed") return `${what} would not get in`;
    }
    // Of several ways in, one may let in what another refuses.
    if (trust.length > 1 && overlaps(one, trust, role.partition)) continue;
    for (const { request, what } of refusedProbes(one, trust, role)) {
      const { decision } = decideTrust({ trust: document, request, organization });
      if (decision === "Allowed" || decision === "Unknown") return `${what} would get in, too`;
    }
  }
  return null;
}

function overlaps(one: BoundTrust, all: readonly BoundTrust[], partition: string): boolean {
  const callers = (trust: BoundTrust) => trust.principals.map((principal) => callerOf(principal, partition));
  const accounts = (principals: readonly DeclaredPrincipal[]) =>
    principals.flatMap((principal) => (principal.kind === "account" ? [principal.account] : []));
  return all.some(
    (other) =>
      other !== one &&
      (callers(other).some((caller) => callers(one).includes(caller)) ||
        other.principals.some(({ account }) => accounts(one.principals).includes(account)) ||
        one.principals.some(({ account }) => accounts(other.principals).includes(account))),
  );
}
