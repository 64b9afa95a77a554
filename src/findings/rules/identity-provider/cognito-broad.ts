import type { TrustGrant } from "../../../authz/types.ts";
import { glob, patternMatches } from "../../../logic/index.ts";
import { demandedTexts, demandsOn, hasWildcards, statementsOf } from "../../guard-terms.ts";
import { cognitoIdentity } from "../../issuers.ts";
import { requireOfThem } from "../../require-of-them.ts";
import { type Draft, powerReason, type TrustRule, type TrustView } from "../../rule.ts";
import type { Severity } from "../../types.ts";

type Openness = "any-pool" | "guests" | "guests-too";

const audienceKey = new Set([`${cognitoIdentity}:aud`]);
const methodKey = new Set([`${cognitoIdentity}:amr`]);
const identityKey = new Set([`${cognitoIdentity}:sub`]);

export const cognitoBroad: TrustRule = {
  kind: "trust",
  id: "cognito-broad",
  title: "Cognito identities trusted too broadly",
  rationale:
    "All identity pools of all AWS customers share one provider, so a role that does not ask for its own pool's id " +
    "(aud) can be assumed through anybody's pool. Within one pool, guests are people who did not sign in at all: anyone " +
    "who knows the pool's id, which stands in the app. A role for guests is sometimes meant; then it should allow next " +
    "to nothing.",
  references: [
    "https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
  ],
  severity: "high",
  appliesTo: (facts) => facts.hasOidc,

  *check(view): Iterable<Draft> {
    const found = new Map<Openness, number[]>();
    for (const [index, grant] of view.grants.entries()) {
      const openness = opennessOf(grant);
      if (openness === null) continue;
      const known = found.get(openness);
      if (known === undefined) found.set(openness, [index]);
      else known.push(index);
    }
    for (const [openness, grants] of found) yield draftOf(openness, grants, view);
  },

  fix: (view, draft) =>
    draft.cause === "any-pool"
      ? {
          summary: `Ask for the identity pool's id in ${cognitoIdentity}:aud, and for signed-in people in ${cognitoIdentity}:amr.`,
          edits: [],
        }
      : {
          summary: "Let only people in who signed in, or leave guests next to nothing.",
          edits: requireOfThem(view, draft, {
            operator: "ForAnyValue:StringLike",
            key: `${cognitoIdentity}:amr`,
            values: ["authenticated"],
          }),
        },
};

function opennessOf(grant: TrustGrant): Openness | null {
  const { party } = grant;
  if (party.kind !== "federated" || party.provider.toLowerCase() !== cognitoIdentity) return null;
  const isOneIdentity = demandsOn(grant, identityKey).some((term) =>
    demandedTexts(term).every(({ open }) => !open),
  );
  if (isOneIdentity) return null;
  if (!asksForPool(grant)) return "any-pool";
  const methods = demandsOn(grant, methodKey);
  if (methods.length === 0) return "guests-too";
  const letsGuestsIn = methods.every((term) =>
    term.values.some((value) =>
      hasWildcards(term)
        ? patternMatches(glob(value), "unauthenticated")
        : value.toLowerCase() === "unauthenticated",
    ),
  );
  return letsGuestsIn ? "guests" : null;
}

/** The whole id of a pool is asked for. */
export function asksForPool(grant: TrustGrant): boolean {
  return demandsOn(grant, audienceKey).some((term) =>
    demandedTexts(term).every(({ fixed }) => /^[a-z0-9-]+:[0-9a-f-]{36}$/i.test(fixed)),
  );
}

function draftOf(openness: Openness, grants: readonly number[], view: TrustView): Draft {
  const power = view.context.powerOf(view.role);
  const powerful = powerReason(power);
  const { title, reason, severity } = wording[openness];
  const reasons = [reason];
  if (powerful !== null) reasons.push(powerful);
  if (power.kind === "none") reasons.push("The role has no permissions at present.");
  return {
    cause: openness,
    severity: power.kind === "none" ? "low" : powerful !== null ? "critical" : severity,
    reasons,
    title,
    grants,
    statements: statementsOf(grants, view.grants),
  };
}

const wording: Readonly<Record<Openness, { title: string; reason: string; severity: Severity }>> = {
  "any-pool": {
    title: "Identities of any Cognito identity pool, in any AWS account, are let in",
    reason: "Anybody can make an identity pool, and its tokens pass.",
    severity: "critical",
  },
  guests: {
    title: "Guests of the Cognito identity pool, who did not sign in, are let in",
    reason: "Anybody who knows the pool's id, which the app holds, is a guest.",
    severity: "medium",
  },
  "guests-too": {
    title: "Guests of the Cognito identity pool are let in as well as people who signed in",
    reason: "If the pool has guests, anybody who knows its id, which the app holds, gets in.",
    severity: "medium",
  },
};
