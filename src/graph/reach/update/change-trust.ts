/** What can be reached once roles have other trust policies. */
import { shareControlLibraries } from "../../../authz/index.ts";
import { type EditFault, editedSnapshot, ok, type Result, type RoleIndex } from "../../../model/index.ts";
import { type TrustReader, trustReader } from "../../trust-pass.ts";
import { updateAssumeGraph } from "../../update-assumptions.ts";
import type { ReachGraph } from "../reach-graph.ts";
import { type ReachUpdate, updateReachGraph } from "./update-reach.ts";

/** `reader`: of a snapshot that differs from the graph's in the trust policies of `roles` alone. */
export function withChangedTrust(
  graph: ReachGraph,
  reader: TrustReader,
  roles: readonly RoleIndex[],
): ReachUpdate {
  const { snapshot, organization } = reader;
  const assumptions = updateAssumeGraph(graph.assumptions, reader, roles);
  return updateReachGraph(graph, { snapshot, organization, assumptions }, roles);
}

/** `text`: the trust policy as its owner writes it; one that can't be read counts as not known, as in any snapshot. */
export function changeTrust(
  graph: ReachGraph,
  role: RoleIndex,
  text: string,
): Result<ReachUpdate, EditFault> {
  const edited = editedSnapshot(graph.snapshot, [{ kind: "trust-policy", role, text }]);
  if (!edited.ok) return edited;
  shareControlLibraries(graph.snapshot, edited.value);
  return ok(withChangedTrust(graph, trustReader(edited.value, graph.organization), [role]));
}
