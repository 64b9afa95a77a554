/** What a resource grants beyond its account, found out once for all questions about a snapshot. */
import type { Call } from "../../../authz/calls/index.ts";
import type { Party, TrustGrant } from "../../../authz/types.ts";
import type { AccountId, Resource } from "../../../model/index.ts";
import type { ExpansionScope } from "../../expand.ts";
import { KeptBySnapshot } from "../../kept-by-snapshot.ts";
import type { FoundResource } from "../../resources.ts";
import type { Who } from "../../who.ts";
import { othersWhoCan } from "../../who-can.ts";
import { dataCalls } from "./data-calls.ts";
import { mayBeOpenBeyond } from "./open-beyond.ts";

/** One grant to others than the resource's own account, and what to decide about whoever asks for it. */
export type OpenGrant = { readonly party: Party; readonly call: Call };

/** One action on the resource, or on one of a bucket's objects, that lets in somebody else. */
export type OpenSide = {
  readonly grants: readonly OpenGrant[];
  /** Those whose own policies the snapshot does not hold; `membersToo` as {@link othersWhoCan} has it. */
  readonly others: (membersToo: boolean) => readonly Who[];
};

const kept = new KeptBySnapshot<Resource, readonly OpenSide[]>();

/** Whatever reads or writes the resource's data; empty where it lets in nobody beyond its account. */
export function openSides(
  found: FoundResource & { readonly row: Resource },
  scope: ExpansionScope,
): readonly OpenSide[] {
  const known = kept.of(scope.snapshot);
  let sides = known.get(found.row);
  if (sides === undefined) {
    sides = mayBeOpenBeyond(found.row, found.account, scope.snapshot) ? [...sidesOf(found, scope)] : [];
    known.set(found.row, sides);
  }
  return sides;
}

function* sidesOf(
  found: FoundResource & { readonly row: Resource },
  scope: ExpansionScope,
): Iterable<OpenSide> {
  for (const { action, target, grants: all } of dataCalls(found, scope)) {
    const asked = { action, resource: target.arn, grants: all ?? [] };
    const grants = asked.grants.flatMap((grant): OpenGrant[] =>
      isOwnAlone(grant, found.id)
        ? []
        : [{ party: grant.party, call: { action, target, context: [], grants: [grant] } }],
    );
    const outsiders = othersWhoCan(asked, found, scope, false);
    // Conditions and RCPs close most: members that were not read would be among the grants.
    if (grants.length === 0 && outsiders.length === 0) continue;
    let withMembers: readonly Who[] | null = null;
    yield {
      grants,
      others(membersToo) {
        if (!membersToo) return outsiders;
        withMembers ??= othersWhoCan(asked, found, scope, true);
        return withMembers;
      },
    };
  }
}

function isOwnAlone({ party }: TrustGrant, owner: AccountId): boolean {
  return party.kind === "service" || ("account" in party && party.account === owner);
}
