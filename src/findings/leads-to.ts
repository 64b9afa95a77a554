/** What a role leads on to, in a sentence: the accounts that whoever has it can come to administer, and the principals. */
import { nearestNodes, type ReachGraph } from "../graph/reach/index.ts";
import type { RoleIndex } from "../model/index.ts";
import { accountLabel } from "./account-label.ts";
import type { RuleContext } from "./rule.ts";

/** Accounts that a sentence spells out. */
const spelledOut = 3;

/** Empty: to nothing but itself. */
export function leadsTo(graph: ReachGraph, role: RoleIndex, context: RuleContext): readonly string[] {
  const { nodes } = graph;
  const principals = new Set<number>();
  const accounts = new Set<number>();
  let organization = false;
  for (const node of nearestNodes(role, graph.forward)) {
    const reached = nodes.at(node);
    if (reached.kind === "organization") organization = true;
    else if (reached.kind === "administrator") accounts.add(reached.account);
    else if (reached.kind !== "member") principals.add(nodes.ofPrincipal(reached.principal));
  }
  principals.delete(role);
  if (principals.size === 0 && accounts.size === 0 && !organization) return [];
  const named = [...accounts].slice(0, spelledOut).map((account) => accountLabel(account, context));
  const more = accounts.size > spelledOut ? ` and ${accounts.size - spelledOut} more` : "";
  const administers = accounts.size === 0 ? "" : ` and administers ${named.join(", ")}${more}`;
  const controls = organization ? " and controls the organization" : "";
  const count = `${principals.size} other ${principals.size === 1 ? "principal" : "principals"}`;
  return [
    `By further hops, some perhaps not proven, whoever has it comes to ${count}${administers}${controls}.`,
  ];
}
