/** The graph of what can be reached after changes. */
import { buildAssumeGraph, type TrustReader } from "../../graph/index.ts";
import { buildReachGraph, type ReachGraph, withChangedTrust } from "../../graph/reach/index.ts";
import type { PlannedChanges } from "./changes.ts";

/** `reader`: of the snapshot after the changes. Where trust policies alone change, the rest of the graph is taken over. */
export function graphAfter(
  before: ReachGraph,
  reader: TrustReader,
  { edits }: Pick<PlannedChanges, "edits">,
): ReachGraph {
  const roles = edits.flatMap((edit) => (edit.kind === "trust-policy" ? [edit.role] : []));
  if (roles.length === edits.length) return withChangedTrust(before, reader, [...new Set(roles)]).graph;
  const { snapshot, organization } = reader;
  return buildReachGraph({ snapshot, organization, assumptions: buildAssumeGraph(reader) });
}
