/** What can be reached once a role has another trust policy. */
import { type EditFault, editedSnapshot, ok, type Result, type RoleIndex } from "../../model/index.ts";
import { trustReader } from "../trust-pass.ts";
import { updateAssumeGraph } from "../update-assumptions.ts";
import type { ReachGraph } from "./reach-graph.ts";
import { type ReachUpdate, updateReachGraph } from "./update-reach.ts";

/** `text`: the trust policy as its owner writes it; one that can't be read counts as not known, as in any snapshot. */
export function changeTrust(
  graph: ReachGraph,
  role: RoleIndex,
  text: string,
): Result<ReachUpdate, EditFault> {
  const edited = editedSnapshot(graph.snapshot, [{ kind: "trust-policy", role, text }]);
  if (!edited.ok) return edited;
  const snapshot = edited.value;
  const { organization } = graph;
  const assumptions = updateAssumeGraph(graph.assumptions, trustReader(snapshot, organization), [role]);
  return ok(updateReachGraph(graph, { snapshot, organization, assumptions }, [role]));
}
