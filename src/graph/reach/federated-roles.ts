/** Roles that let in whoever decides what an identity provider says. */
import type { Party, TrustGrant } from "../../authz/types.ts";
import type { Role } from "../../model/index.ts";
import type { TrustedProvider } from "../techniques/technique.ts";
import { type AccountPlace, isKeptByAws, type Target } from "./place.ts";

export type FederatedRole = {
  readonly role: Role;
  /** An ARN; Cognito's name for identity pools. */
  readonly provider: string;
  readonly doubts: readonly string[];
};

/** Each role once for every provider that it trusts. */
export function* federatedRoles(place: AccountPlace, wanted: TrustedProvider): Iterable<FederatedRole> {
  for (const [role, grants] of place.federated) {
    const best = new Map<string, FederatedRole>();
    for (const grant of grants) {
      const found = wayIn(place, role, grant, wanted);
      if (found === null) continue;
      const known = best.get(found.provider);
      if (known === undefined || found.doubts.length < known.doubts.length) best.set(found.provider, found);
    }
    yield* best.values();
  }
}

/** The grant as a way into the role; null where it is for others. */
export function wayIn(
  place: AccountPlace,
  role: Role,
  { party, certainty }: TrustGrant,
  wanted: TrustedProvider,
): FederatedRole | null {
  if (party.kind !== "federated") return null;
  const doubt = doubtAbout(place, party, wanted);
  if (doubt === "another") return null;
  const doubts = [
    ...(doubt === "none" ? [] : [doubt.text]),
    ...(certainty.kind === "may" ? certainty.reasons : []),
    ...(isKeptByAws(role)
      ? ["it is not documented whether an account may change the provider of Identity Center"]
      : []),
  ];
  return { role, provider: party.provider, doubts };
}

function doubtAbout(
  place: AccountPlace,
  { provider, protocol }: Extract<Party, { readonly kind: "federated" }>,
  wanted: TrustedProvider,
): "none" | "another" | { readonly text: string } {
  if (wanted === "cognito") return provider === "cognito-identity.amazonaws.com" ? "none" : "another";
  if ((wanted === "missing-oidc" ? "oidc" : "saml") !== protocol) return "another";
  // A provider without ARN is AWS's own, and "*" is told as an entrance for anyone.
  if (!provider.startsWith(`arn:${place.account.partition}:iam::${place.account.id}:${protocol}-provider/`))
    return "another";
  const known = protocol === "saml" ? place.samlProviders : place.oidcProviders;
  if (known === null) {
    return {
      text: `the snapshot does not hold the identity providers of account ${place.account.id}: collect them`,
    };
  }
  return known.some((arn) => arn === provider) === (wanted === "existing-saml") ? "none" : "another";
}

/** Why it is not known whether the target lets one of the services in; null: it surely does not. */
export function doubtsOfTrust(
  place: AccountPlace,
  target: Target,
  services: readonly string[] | undefined,
): readonly string[] | null {
  if (services === undefined) return [];
  if (target.kind === "user") return null;
  const trusting = services
    .flatMap((service) => place.rolesTrusting(service))
    .filter(({ role }) => role.index === target.role.index)
    .toSorted((a, b) => a.doubts.length - b.doubts.length);
  return trusting[0]?.doubts ?? null;
}
