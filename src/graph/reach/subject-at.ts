/** Who makes calls at a node, with the permissions that it has there. */
import { type CallEngine, type Subject, withEverything } from "../../authz/calls/index.ts";
import type { ReachGraph } from "./reach-graph.ts";

/** `engine`: of the actions that are asked about. Null: nobody who makes calls, or a principal that does not exist. */
export function subjectAt(
  { nodes, snapshot }: ReachGraph,
  node: number,
  { subjects, actions }: CallEngine,
): Subject | null {
  const found = nodes.at(node);
  switch (found.kind) {
    case "organization":
      return null;
    case "administrator":
      return subjects.administratorOf(found.account);
    case "principal":
      return subjects.subjectOf(found.principal);
    case "changed": {
      const own = subjects.subjectOf(found.principal);
      return own === null ? null : withEverything(own, actions.all);
    }
    case "member": {
      const { principal, group } = found;
      const own = subjects.subjectOf(principal);
      const groups = principal.kind === "user" ? snapshot.accountData(principal.account)?.groups : [];
      const joined = groups?.[group];
      return own === null || joined === undefined ? null : subjects.asMember(own, joined);
    }
  }
}
