/** How nodes are called that are nobody in particular. */
import type { ReachGraph } from "./reach-graph.ts";

/** Another account's administrator, and the organization, by ARN; null: the one who acts stays who it is. */
export function placeName({ nodes, snapshot }: ReachGraph, node: number, before: number): string | null {
  const found = nodes.at(node);
  const account = snapshot.accounts[nodes.accountOf(node)];
  if (account === undefined) return null;
  if (found.kind === "organization") {
    const id = snapshot.organization?.id ?? "";
    return `arn:${account.partition}:organizations::${account.id}:organization/${id}`;
  }
  if (found.kind !== "administrator" || nodes.accountOf(before) === found.account) return null;
  return `arn:${account.partition}:iam::${account.id}:root`;
}
