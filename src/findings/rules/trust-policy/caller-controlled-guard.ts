import type { GuardTerm, TrustGrant } from "../../../authz/types.ts";
import { admitsAbsence, isAnyNetwork, pinsPrincipal, statementsOf } from "../../guard-terms.ts";
import { type Outsider, outsidersOf } from "../../outsiders.ts";
import { type Draft, powerReason, type TrustRule, type TrustView } from "../../rule.ts";
import { capitalized } from "../../sentence.ts";
import type { Severity } from "../../types.ts";
import { externalIdDemand } from "../external-id/external-id-terms.ts";

/** Beside what the request itself carries: what an outsider sets up at home (IAM-SEMANTICS 55). */
const setAtHome = /^aws:(?:principaltag\/|sourceidentity$|username$|userid$)/;

export const callerControlledGuard: TrustRule = {
  kind: "trust",
  id: "caller-controlled-guard",
  title: "Condition that the caller controls",
  rationale:
    "The caller writes the session's name, its tags, its source identity and the user agent; an outsider's administrator " +
    "also writes the tags of their own principals. A condition on nothing but these keeps nobody out who knows the value. " +
    "An external ID is of the same kind: it protects a third party that keeps it from being misled by its other customers, " +
    "and is no password for any account at all. Name the account, the role, the organization or a network instead.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
  ],
  severity: "medium",
  appliesTo: (facts) => facts.hasConditions && (facts.hasAnyAccount || facts.hasExternalAccount),

  *check(view): Iterable<Draft> {
    for (const outsider of outsidersOf(view)) {
      if (outsider.kind !== "any-account" && outsider.kind !== "account") continue;
      const grants = outsider.grants.filter((index) => {
        const grant = view.grants[index];
        return grant !== undefined && isOpenButForChoice(grant);
      });
      if (grants.length > 0) yield draftOf(outsider, grants, view);
    }
  },

  fix: () => ({
    summary:
      "Ask for something that the outsider can't choose: the exact account or role, the organization, a network.",
    edits: [],
  }),
};

/** The guard asks for something, and for nothing that somebody else decides. */
function isOpenButForChoice(grant: TrustGrant): boolean {
  const { party, guard } = grant;
  if (party.kind !== "any-account" && party.kind !== "account") return false;
  if (party.kind === "account" && externalIdDemand(grant).kind === "values") return false;
  const asked = guard.filter((term) => !admitsAbsence(term) && term.operator.toLowerCase() !== "null");
  const isChoice = (term: GuardTerm) => isChosen(term, party.kind === "any-account");
  return asked.some(isChoice) && asked.every((term) => isChoice(term) || !narrowsCallers(term));
}

/** All calls of STS are encrypted and have a region: who asks for these means no protection by them. */
const heldByAll: ReadonlySet<string> = new Set(["aws:securetransport", "aws:requestedregion"]);

function isChosen(term: GuardTerm, isAnyAccount: boolean): boolean {
  const { key, controlledBy } = term;
  const name = key.toLowerCase();
  if (heldByAll.has(name) || pinsPrincipal(term)) return false;
  // For one account that keeps it, an external ID is what it should be; other rules judge it.
  if (name === "sts:externalid") return isAnyAccount;
  return controlledBy === "caller" || setAtHome.test(name);
}

function narrowsCallers(term: GuardTerm): boolean {
  const { controlledBy } = term;
  if (controlledBy === "network") return !term.values.some(isAnyNetwork);
  return controlledBy === "principal" || controlledBy === "session" || controlledBy === "unknown";
}

function draftOf(outsider: Outsider, grants: readonly number[], view: TrustView): Draft {
  const powerful = powerReason(view.context.powerOf(view.role));
  const isAnybody = outsider.kind === "any-account";
  const keys = new Set(
    grants.flatMap((index) =>
      (view.grants[index]?.guard ?? []).filter((term) => isChosen(term, isAnybody)).map(({ key }) => key),
    ),
  );
  const list = [...keys].join(", ");
  const severity: Severity = isAnybody ? "high" : powerful === null ? "low" : "medium";
  return {
    cause: outsider.cause,
    severity,
    reasons: [
      `The caller chooses the ${keys.size === 1 ? "value" : "values"} of ${list}.`,
      ...(isAnybody ? ["Nothing else keeps any AWS account out."] : []),
      ...(powerful === null ? [] : [powerful]),
    ],
    title: `${capitalized(outsider.label)} is kept out only by ${list}, which the caller chooses`,
    grants,
    statements: statementsOf(grants, view.grants),
  };
}
