/** Customers that one external ID keeps apart from nobody: whoever is asked to work for one of them can be had to work for another. */
import type { RoleToCheck } from "./check-roles.ts";
import type { CheckedRole } from "./external-ids-shape.ts";

/**
 * `checked` in the order of `asked`. A role whose right external ID is that of a role in another account is not safe, unless both are
 * named as one relationship: no trust policy can tell the two customers apart.
 */
export function withoutShared(
  asked: readonly RoleToCheck[],
  checked: readonly CheckedRole[],
): readonly CheckedRole[] {
  const owners = new Map<string, Set<string>>();
  for (const one of asked) {
    for (const id of one.right) owners.set(id, (owners.get(id) ?? new Set()).add(ownerOf(one)));
  }
  return checked.map((role, at) => {
    const others = new Set(asked[at]?.right.flatMap((id) => [...(owners.get(id) ?? [])]));
    if (others.size < 2) return role;
    const reason = `Its external ID is the right one for ${others.size - 1} other customers or accounts as well: if they are others, each can have the caller act for another. Where they are one, name the same relationship for all.`;
    return {
      ...role,
      verdict: role.verdict === "safe" ? "unknown" : role.verdict,
      reasons: [...role.reasons, reason],
    };
  });
}

/** Accounts are of one customer where the same relationship is named. */
function ownerOf({ relationship, role }: RoleToCheck): string {
  return relationship === null ? `account ${role.account}` : `relationship ${relationship}`;
}
