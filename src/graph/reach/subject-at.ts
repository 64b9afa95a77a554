/** Who makes calls at a node, with the permissions that it has there. */
import { type CallEngine, type Subject, withEverything, withoutBoundary } from "../../authz/calls/index.ts";
import type { CallerPrincipal } from "../../authz/index.ts";
import type { ReachGraph } from "./reach-graph.ts";

/** `engine`: of the actions that are asked about. Null: nobody who makes calls, or a principal that does not exist. */
export function subjectAt(
  { nodes, snapshot }: ReachGraph,
  node: number,
  { subjects, actions }: CallEngine,
): Subject | null {
  const found = nodes.at(node);
  const joined = (own: Subject, principal: CallerPrincipal, group: number): Subject | null => {
    const groups = principal.kind === "user" ? snapshot.accountData(principal.account)?.groups : [];
    const one = groups?.[group];
    return one === undefined ? null : subjects.asMember(own, one);
  };
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
      const own = subjects.subjectOf(found.principal);
      return own === null ? null : joined(own, found.principal, found.group);
    }
    case "freed": {
      const { principal, group, hasEverything } = found;
      const own = subjects.subjectOf(principal);
      const member = own === null || group === null ? own : joined(own, principal, group);
      if (member === null) return null;
      return withoutBoundary(hasEverything ? withEverything(member, actions.all) : member);
    }
  }
}
