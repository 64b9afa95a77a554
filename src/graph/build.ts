/** Builds the graph of all role assumptions; see `trust-pass.ts` for how each distinct policy is evaluated once. */

import { AssumeColumnsBuilder } from "./assume-columns.ts";
import { type AssumeGraph, assumeGraph } from "./assume-graph.ts";
import { passOverTrust, type TrustPass, type TrustReader } from "./trust-pass.ts";

/** `alongside`: others who want to see every trust policy in the same pass. */
export function buildAssumeGraph(reader: TrustReader, alongside: readonly TrustPass[] = []): AssumeGraph {
  const { snapshot } = reader;
  const columns = new AssumeColumnsBuilder(snapshot.roles.count);
  const collect: TrustPass = (template) =>
    // Without a slot, so that the graph's coverage tells it apart from a role that nobody can assume.
    template.unreadable === null
      ? (role, owner, outcome) => columns.add(role, owner, outcome.grants)
      : () => {};
  passOverTrust(reader, [collect, ...alongside]);
  return assumeGraph(snapshot, columns.build());
}
