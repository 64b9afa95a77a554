import type { TrustGrant } from "../../../authz/types.ts";
import { type Outsider, outsidersOf } from "../../outsiders.ts";
import { accountOfParty, type Draft, powerReason, type TrustRule, type TrustView } from "../../rule.ts";
import type { Severity } from "../../types.ts";
import { type ExternalIdDemand, externalIdDemand } from "./external-id-terms.ts";
import { whyGuessable } from "./guessable.ts";
import { requireExternalId } from "./require-external-id.ts";

type Weakness = {
  readonly cause: string;
  readonly severity: Severity;
  /** Ends the sentence "The external ID …". */
  readonly says: string;
  /** Why that protects nobody, or little; a sentence. */
  readonly reason: string;
};

export const externalIdWeak: TrustRule = {
  kind: "trust",
  id: "external-id-weak",
  title: "External ID that does not protect",
  rationale:
    "An external ID protects only if the third party's other customers can't guess it and if a request without it is " +
    "refused. Account ids, names, dates and short numbers are guessed; wildcards accept what the guesser made up; " +
    "IfExists, negated operators and ForAllValues are all true when the caller leaves the key out.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
    "Access Analyzer FORALLVALUES_WITH_SINGLE_VALUED_KEY",
  ],
  severity: "high",
  appliesTo: (facts) => (facts.hasExternalAccount || facts.hasAnyAccount) && facts.keys.has("sts:externalid"),

  *check(view): Iterable<Draft> {
    for (const outsider of outsidersOf(view)) {
      if (outsider.kind !== "account" && outsider.kind !== "any-account") continue;
      const byCause = new Map<string, { readonly weakness: Weakness; readonly grants: number[] }>();
      for (const index of outsider.grants) {
        const grant = view.grants[index];
        if (grant === undefined) continue;
        for (const weakness of weaknessesOf(externalIdDemand(grant), grant, outsider, view)) {
          const known = byCause.get(weakness.cause);
          if (known === undefined) byCause.set(weakness.cause, { weakness, grants: [index] });
          else known.grants.push(index);
        }
      }
      for (const { weakness, grants } of byCause.values()) yield draftOf(weakness, grants, outsider, view);
    }
  },

  fix: (view, draft) => {
    const left = strongValues(view, draft);
    return {
      summary:
        left.length === 0
          ? "Require one random external ID with StringEquals, and agree on it with the third party first."
          : "Take the weak value out; the others stay.",
      edits: requireExternalId(view, draft, left),
    };
  },

  impact: () => ["Another customer of the third party who guesses the id gets what this role can do."],
};

function draftOf(weakness: Weakness, grants: readonly number[], outsider: Outsider, view: TrustView): Draft {
  const power = view.context.powerOf(view.role);
  const reasons = [weakness.reason];
  const powerful = powerReason(power);
  if (powerful !== null) reasons.push(powerful);
  if (power.kind === "none") reasons.push("The role has no permissions at present.");
  return {
    cause: `${outsider.cause} ${weakness.cause}`,
    severity: power.kind === "none" ? "low" : weakness.severity,
    reasons,
    title: `The external ID for ${outsider.label} ${weakness.says}`,
    grants,
    statements: [...new Set(grants.flatMap((index) => view.grants[index]?.allowedBy ?? []))],
  };
}

function weaknessesOf(
  demand: ExternalIdDemand,
  grant: TrustGrant,
  outsider: Outsider,
  view: TrustView,
): readonly Weakness[] {
  switch (demand.kind) {
    case "none":
      return [];
    case "optional":
      return [
        {
          cause: "optional",
          severity: "high",
          says: `may be left out: ${demand.how}`,
          reason: "A request without an external ID is let through, as if none were asked for.",
        },
      ];
    case "any-value":
      return [
        {
          cause: "any value",
          severity: "high",
          says: demand.hasExceptions ? "may have any value but some" : "may have any value",
          reason: "Any external ID that the caller makes up is let through.",
        },
      ];
    case "values": {
      const facts = { accounts: accountsAround(grant, view), names: namesAround(outsider, view) };
      return demand.values.flatMap((text) => {
        const value = view.concrete(text);
        const variable = /\$\{[^}]*\}/.exec(value)?.[0];
        if (variable !== undefined && !demand.isLiteral)
          return [{ cause: `value ${value}`, ...ofVariable(variable) }];
        const weakness = demand.wildcards ? weakPattern(value, facts) : weakValue(value, facts);
        return weakness === null ? [] : [{ cause: `value ${value}`, ...weakness }];
      });
    }
  }
}

type Facts = Parameters<typeof whyGuessable>[1];

function ofVariable(variable: string): Omit<Weakness, "cause"> {
  return {
    severity: "high",
    says: `is made of the policy variable ${variable}`,
    reason: "The variable is filled from the caller's own session, so that every caller knows the value.",
  };
}

function weakValue(value: string, facts: Facts): Omit<Weakness, "cause"> | null {
  const why = whyGuessable(value, facts);
  if (why === null) return null;
  return /ID\b/.test(why)
    ? {
        severity: "high",
        says: why,
        reason: "Such IDs are no secret: policies, ARNs and support tickets show them.",
      }
    : {
        severity: "medium",
        says: why,
        reason: "Another customer of the third party can guess it, and nothing locks out whoever tries.",
      };
}

/** A pattern is as strong as what it fixes: what the wildcards stand for can be made up. */
function weakPattern(pattern: string, facts: Facts): Omit<Weakness, "cause"> | null {
  if (!/[*?]/.test(pattern)) return weakValue(pattern, facts);
  const fixed = pattern.replaceAll(/[*?]/g, "");
  if (fixed === "")
    return {
      severity: "high",
      says: "may have any value",
      reason: "Any external ID that the caller makes up is let through.",
    };
  return whyGuessable(fixed, facts) === null
    ? {
        severity: "low",
        says: "is a pattern with wildcards",
        reason: "The fixed part is hard to guess, but many values pass where one is meant.",
      }
    : {
        severity: "high",
        says: "is a pattern with wildcards whose fixed part is guessable",
        reason: "Whoever guesses the fixed part makes up the rest.",
      };
}

/** What the statements let through besides, and nobody can guess. */
function strongValues(view: TrustView, draft: Draft): readonly string[] {
  const strong = new Set<string>();
  for (const outsider of outsidersOf(view)) {
    for (const index of outsider.grants) {
      const grant = view.grants[index];
      if (grant === undefined || !draft.grants.includes(index)) continue;
      const demand = externalIdDemand(grant);
      if (demand.kind !== "values" || demand.wildcards) return [];
      const weak = new Set(weaknessesOf(demand, grant, outsider, view).map(({ cause }) => cause));
      for (const text of demand.values) {
        const value = view.concrete(text);
        if (!weak.has(`value ${value}`)) strong.add(value);
      }
    }
  }
  return [...strong];
}

/** Why another customer of the outsider could guess it: a clause that follows "the external ID". Null: not by these means. */
export function whyExternalIdIsWeak(
  value: string,
  grant: TrustGrant,
  outsider: Outsider,
  view: TrustView,
): string | null {
  return whyGuessable(value, { accounts: accountsAround(grant, view), names: namesAround(outsider, view) });
}

function accountsAround(grant: TrustGrant, view: TrustView): readonly string[] {
  const theirs = accountOfParty(grant.party);
  const { organizationId } = view.context.organization;
  return [
    view.owner,
    ...(theirs === null ? [] : [theirs]),
    ...(organizationId === null ? [] : [organizationId]),
  ];
}

function namesAround(outsider: Outsider, view: TrustView): readonly string[] {
  const { context } = view;
  const names = [context.snapshot.roles.name(view.role), ...context.companyNames];
  const own = context.nameOf(view.owner);
  if (own !== null) names.push(own);
  if ("name" in outsider.standing) names.push(outsider.standing.name);
  return names;
}
