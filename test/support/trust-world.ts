/** A small world for tables about trust policies: who stands where, and grants told in one line each. */
import assert from "node:assert/strict";
import {
  compileTrust,
  type OrganizationView,
  type Party,
  type TrustAnswer,
  type TrustGrant,
  trustGrants,
} from "../../src/authz/index.ts";
import { isAccountId, isArn, isOrganizationId, ownAccount, type Tag } from "../../src/model/index.ts";
import { parsePolicy } from "../../src/policy/index.ts";

export const own = "111111111111";
export const sister = "222222222222";
/** Ours, and where it stands in the organization is not known. */
export const placeless = "333333333333";
export const outsider = "999999999999";
export const ourOrganization = "o-ours1234567";
export const otherOrganization = "o-other123456";
export const ownPath = `${ourOrganization}/r-ab12/ou-ab12-workload/`;
export const sisterPath = `${ourOrganization}/r-ab12/ou-ab12-security/`;

const paths = new Map<string, string | null>([
  [own, ownPath],
  [sister, sisterPath],
  [placeless, null],
]);

export const ourView: OrganizationView = {
  organizationId: isOrganizationId(ourOrganization) ? ourOrganization : null,
  isOurs: (account) => paths.has(account),
  pathOf: (account) => paths.get(account) ?? null,
};

export const withoutOrganization: OrganizationView = {
  organizationId: null,
  isOurs: (account) => paths.has(account),
  pathOf: () => null,
};

export type WorldOptions = {
  readonly view?: OrganizationView;
  readonly tags?: readonly Tag[];
  readonly partition?: string;
  readonly gone?: readonly string[];
};

/** The answer for role `target` of the account {@link own}; the policy is a document or its statements. */
export function answerOf(policy: unknown, options: WorldOptions = {}): TrustAnswer {
  const document = Array.isArray(policy) ? { Version: "2012-10-17", Statement: policy } : policy;
  const parsed = parsePolicy(JSON.stringify(document).replaceAll(own, ownAccount), { kind: "trust" });
  assert.ok(parsed.ok, "the policy of the table must be readable");
  const arn = `arn:${options.partition ?? "aws"}:iam::${own}:role/target`;
  assert.ok(isArn(arn) && isAccountId(own));
  const gone = options.gone ?? [];
  return trustGrants(compileTrust(parsed.value), {
    owner: own,
    organization: options.view ?? ourView,
    role: { arn, tags: options.tags ?? [] },
    exists: (asked) => (gone.includes(asked) ? false : null),
  });
}

/** `account 999999999999 if StringEquals sts:ExternalId [a]`, sorted. */
export function grantsTold(policy: unknown, options: WorldOptions = {}): readonly string[] {
  return answerOf(policy, options).grants.map(tell).toSorted();
}

/** `0: contradiction`, sorted. */
export function deadEndsTold(policy: unknown, options: WorldOptions = {}): readonly string[] {
  return answerOf(policy, options)
    .deadEnds.map(({ statement, cause }) => `${statement}: ${cause}`)
    .toSorted();
}

export function tell(grant: TrustGrant): string {
  const guard = grant.guard.map(({ operator, key, values }) => `${operator} ${key} [${values.join(", ")}]`);
  const rights = Object.entries(grant.session).flatMap(([name, held]) => (held ? [name] : []));
  return [
    tellParty(grant.party),
    ...(guard.length === 0 ? [] : [`if ${guard.toSorted().join(" and ")}`]),
    ...(rights.length === 0 ? [] : [`with ${rights.join(", ")}`]),
    ...(grant.certainty.kind === "may" ? ["(may)"] : []),
  ].join(" ");
}

function tellParty(party: Party): string {
  switch (party.kind) {
    case "role":
    case "user":
      return `${party.kind} ${party.arn} ${party.named}`;
    case "session":
      return `session ${party.arn}`;
    case "account":
      return `account ${party.account}`;
    case "organization":
      return `organization ${party.id}`;
    case "organizational-unit":
      return `unit ${party.path}`;
    case "any-account":
      return "any account";
    case "federated":
      return `${party.protocol} ${party.provider}`;
    case "service":
      return `service ${party.service}`;
  }
}
