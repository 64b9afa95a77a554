/** What a resource grants beyond its account, found out once for all questions about a snapshot. */
import type { Call } from "../../../authz/calls/index.ts";
import type { CallTarget, Party, TrustGrant } from "../../../authz/types.ts";
import type { AccountId, Resource } from "../../../model/index.ts";
import type { ExpansionScope } from "../../expand.ts";
import type { FoundResource } from "../../resources.ts";
import type { Who } from "../../who.ts";
import { grantsWithin, othersWhoCan } from "../../who-can.ts";
import { KeptBySnapshot } from "../kept-by-snapshot.ts";
import { dataActions, objectsOf } from "./data-access.ts";
import { mayBeOpenBeyond } from "./open-beyond.ts";

/** One grant to others than the resource's own account, and what to decide about whoever asks for it. */
export type OpenGrant = { readonly party: Party; readonly call: Call };

/** One action on the resource, or on one of a bucket's objects. */
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
  const { arn } = found.row;
  for (const action of dataActions(arn)) {
    for (const object of objectsOf(scope.snapshot, arn, action, found)) {
      const target: CallTarget = { arn: object, account: found.id, tags: null };
      const grants = grantsWithin(action, object, found, scope).flatMap((grant): OpenGrant[] =>
        isOwnAlone(grant, found.id)
          ? []
          : [{ party: grant.party, call: { action, target, context: [], grants: [grant] } }],
      );
      const others = new Map<boolean, readonly Who[]>();
      yield {
        grants,
        others(membersToo) {
          let who = others.get(membersToo);
          if (who === undefined) {
            who = othersWhoCan(action, object, found, scope, membersToo);
            others.set(membersToo, who);
          }
          return who;
        },
      };
    }
  }
}

function isOwnAlone({ party }: TrustGrant, owner: AccountId): boolean {
  return party.kind === "service" || ("account" in party && party.account === owner);
}
