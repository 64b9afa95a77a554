/** What holds for a trust policy as a whole, so that rules can dismiss it without looking. */
import type { TrustGrant } from "../authz/types.ts";
import type { TrustOutcome } from "../graph/index.ts";
import type { AccountId } from "../model/index.ts";
import type { PolicyDocument } from "../policy/ast.ts";
import type { TrustFacts } from "./rule.ts";

type DocumentFacts = Pick<
  TrustFacts,
  "hasConditions" | "hasDeny" | "hasNotPrincipal" | "hasBroadAction" | "hasIssue" | "keys"
>;

/** The part that the text alone decides. */
export function documentFacts(document: PolicyDocument): DocumentFacts {
  const keys = new Set<string>();
  let hasConditions = false;
  let hasDeny = false;
  let hasNotPrincipal = false;
  let hasBroadAction = false;
  for (const statement of document.statements) {
    hasDeny ||= statement.effect === "Deny";
    hasNotPrincipal ||= statement.principal?.negated ?? false;
    hasBroadAction ||=
      statement.action.negated || statement.action.patterns.some((pattern) => /[*?]/.test(pattern.text));
    for (const condition of statement.conditions) {
      hasConditions = true;
      if (condition.kind === "test") keys.add(condition.key.toLowerCase());
    }
  }
  const hasIssue = document.issues.length > 0;
  return { hasConditions, hasDeny, hasNotPrincipal, hasBroadAction, hasIssue, keys };
}

/** The whole, for one owner. `isOurs`: the account belongs to the organization or is declared ours. */
export function trustFacts(
  document: DocumentFacts,
  outcome: TrustOutcome,
  owner: AccountId,
  isOurs: (account: string) => boolean,
): TrustFacts {
  const facts = {
    ...document,
    hasAnyAccount: false,
    hasForeignAccount: false,
    hasExternalAccount: false,
    hasWholeAccount: false,
    hasOrganization: false,
    hasOidc: false,
    hasSaml: false,
    hasService: false,
    hasNamedPrincipal: false,
    hasByName: false,
    hasDeadEnd: outcome.deadEnds.length > 0,
  };
  for (const grant of outcome.grants) {
    const { party } = grant;
    switch (party.kind) {
      case "role":
      case "user":
        facts.hasNamedPrincipal = true;
        facts.hasByName ||= party.named === "by-name";
        break;
      case "session":
        facts.hasNamedPrincipal = true;
        break;
      case "account":
        facts.hasWholeAccount = true;
        break;
      case "organization":
      case "organizational-unit":
        facts.hasOrganization = true;
        break;
      case "any-account":
        facts.hasAnyAccount = true;
        break;
      case "federated":
        if (party.protocol === "oidc") facts.hasOidc = true;
        else facts.hasSaml = true;
        break;
      case "service":
        facts.hasService = true;
        break;
    }
    const account = foreignAccount(grant, owner);
    if (account !== null) {
      facts.hasForeignAccount = true;
      facts.hasExternalAccount ||= !isOurs(account);
    }
  }
  return facts;
}

function foreignAccount({ party }: TrustGrant, owner: AccountId): string | null {
  return "account" in party && party.account !== owner ? party.account : null;
}
