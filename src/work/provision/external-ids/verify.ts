/** Whether the roles of a relationship ask for exactly its external IDs in use: all of them, no other, and never none. */
import { externalIdPlaces } from "../../../policy/index.ts";
import type { Engine } from "../../engine.ts";
import { checkedRole, type Proofs, proofs, type RoleToCheck } from "./check-roles.ts";
import type { CheckedRole } from "./external-ids-shape.ts";
import { type KnownTrust, trustOfRole, trustsWithThirdParties } from "./known-trusts.ts";
import type { InUse } from "./registry.ts";
import { roleOf } from "./role-names.ts";

/** Where trust policies come from; `unread`: why a role is not among them, as a sentence, and null where that is not known. */
export type ReadTrusts = {
  readonly engine: Engine;
  readonly unread: (arn: string) => string | null;
};

/** The named roles, with what is known of each; without any, those that ask for one of the external IDs. */
export function trustsOf(
  { engine, unread }: ReadTrusts,
  named: readonly string[],
  externalIds: readonly string[],
): readonly KnownTrust[] {
  const found = new Map<string, KnownTrust>();
  for (const arn of named) {
    const account = roleOf(arn)?.account ?? "";
    const nothing = { role: { arn, account }, trust: null, thirdParties: [] };
    const whyNot = unread(arn);
    found.set(arn, trustOfRole(engine, arn) ?? { ...nothing, ...(whyNot === null ? {} : { whyNot }) });
  }
  for (const known of trustsWithThirdParties(engine)) {
    if (found.has(known.role.arn) || known.trust === null) continue;
    if (asksForOne(known.trust, externalIds)) found.set(known.role.arn, known);
  }
  return [...found.values()];
}

function asksForOne(trust: string, externalIds: readonly string[]): boolean {
  // Most policies hold none of them at all.
  if (!externalIds.some((id) => trust.includes(id))) return false;
  return externalIdPlaces(trust).some(({ value }) => externalIds.includes(value));
}

export function verifiedRoles(
  { current, retiring }: InUse,
  trusts: readonly KnownTrust[],
  caller: string | null,
): readonly CheckedRole[] {
  const right = [current, ...(retiring === null ? [] : [retiring])].map(({ externalId }) => externalId);
  const prove = proofs();
  return trusts.flatMap((known) => ofRole(known, current.relationship, right, caller, prove));
}

/** Of several third parties, those count that get in with this external ID: another one has another relationship. */
function ofRole(
  { role, trust, thirdParties, outsideOf = null, whyNot, denials = [] }: KnownTrust,
  relationship: string,
  right: readonly string[],
  caller: string | null,
  prove: Proofs,
): readonly CheckedRole[] {
  const asked = (one: string, label: string): RoleToCheck => ({
    role,
    relationship,
    caller: one,
    callerLabel: label,
    right,
    trust,
    denials,
    ...(whyNot === undefined ? {} : { whyNot }),
  });
  if (caller !== null) return [checkedRole(asked(caller, caller), prove, null)];
  if (thirdParties.length === 0) {
    const checked = checkedRole(asked(nobody, "nobody outside"), prove, null);
    const reason = "It lets in nobody outside the organization: name who calls with --caller.";
    return [trust === null ? checked : { ...checked, verdict: "unknown", reasons: [reason] }];
  }
  const all = thirdParties.map((party) => ({ ...asked(party.caller, party.label), outsideOf }));
  const theirs = all.filter(
    (one) => prove(one)?.right.some(({ verdict }) => verdict !== "refused") !== false,
  );
  return (theirs.length > 0 ? theirs : all).map((one) => checkedRole(one, prove, null));
}

const nobody = "000000000000";
