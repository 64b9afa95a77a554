/** All calls that read or write a resource's data, with what its side grants: found out once for all questions about a snapshot. */
import type { Call } from "../../../authz/calls/index.ts";
import type { Resource } from "../../../model/index.ts";
import { KeptBySnapshot } from "../../kept-by-snapshot.ts";
import type { FoundResource } from "../../resources.ts";
import type { ReachScope } from "../reach-scope.ts";
import { dataActions, objectsOf } from "./data-access.ts";
import { grantsOnResource } from "./resource-side.ts";

const kept = new KeptBySnapshot<Resource, readonly Call[]>();

/** The same objects for each question. */
export function dataCalls(
  found: FoundResource & { readonly row: Resource },
  scope: Pick<ReachScope, "snapshot" | "organization">,
): readonly Call[] {
  const known = kept.of(scope.snapshot);
  let calls = known.get(found.row);
  if (calls === undefined) {
    const { arn } = found.row;
    calls = dataActions(arn).flatMap((action) =>
      objectsOf(scope.snapshot, arn, action, found).map((object) => {
        const grants = grantsOnResource(found, object, action, scope);
        return { action, target: { arn: object, account: found.id, tags: null }, context: [], grants };
      }),
    );
    known.set(found.row, calls);
  }
  return calls;
}
