/** What can be reached from where: nodes, edges both ways, and who comes in from outside of what was read. */
import type { CallEngine } from "../../authz/calls/index.ts";
import type { OrganizationView, TrustGrant } from "../../authz/types.ts";
import type { AccountIndex, RoleIndex, Snapshot } from "../../model/index.ts";
import type { AssumeGraph } from "../assume-graph.ts";
import type { Edges, EdgeTable } from "./edge-table.ts";
import type { ReachNodes } from "./nodes.ts";

/** A role's way in for a party whose principals are not nodes. */
export type Entrance = {
  readonly role: RoleIndex;
  readonly grant: TrustGrant;
  /** Outside of the organization. */
  readonly external: boolean;
};

type Scope = {
  readonly snapshot: Snapshot;
  readonly organization: OrganizationView;
  readonly assumptions: AssumeGraph;
};

export class ReachGraph {
  readonly snapshot: Snapshot;
  readonly organization: OrganizationView;
  readonly assumptions: AssumeGraph;
  readonly engine: CallEngine;
  readonly nodes: ReachNodes;
  readonly entrances: readonly Entrance[];
  readonly forward: Edges;
  /** Accounts whose administrator somebody is or can become. */
  readonly administered: readonly AccountIndex[];
  /** Nodes of principals that were given more than they have, and are no administrators by that. */
  readonly limited: readonly number[];
  readonly #table: EdgeTable;
  #backward: Edges | null = null;

  constructor(
    scope: Scope,
    engine: CallEngine,
    nodes: ReachNodes,
    table: EdgeTable,
    found: {
      readonly entrances: readonly Entrance[];
      readonly administered: Iterable<AccountIndex>;
      readonly limited: readonly number[];
    },
  ) {
    this.snapshot = scope.snapshot;
    this.organization = scope.organization;
    this.assumptions = scope.assumptions;
    this.engine = engine;
    this.nodes = nodes;
    this.entrances = found.entrances;
    this.administered = [...found.administered];
    this.limited = found.limited;
    this.forward = table.forward(nodes.count);
    this.#table = table;
  }

  get backward(): Edges {
    this.#backward ??= this.#table.backward(this.nodes.count);
    return this.#backward;
  }
}
