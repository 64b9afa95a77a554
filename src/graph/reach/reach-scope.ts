/** What the graph of what can be reached is made of. */
import type { OrganizationView } from "../../authz/types.ts";
import type { Snapshot } from "../../model/index.ts";
import type { AssumeGraph } from "../assume-graph.ts";

export type ReachScope = {
  readonly snapshot: Snapshot;
  readonly organization: OrganizationView;
  readonly assumptions: AssumeGraph;
};
