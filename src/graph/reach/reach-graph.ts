/** What can be reached from where: nodes, edges both ways, and who comes in from outside of what was read. */
import { type CallEngine, callEngine } from "../../authz/calls/index.ts";
import type { OrganizationView } from "../../authz/types.ts";
import type { AccountIndex, Snapshot } from "../../model/index.ts";
import type { AssumeGraph } from "../assume-graph.ts";
import { type Edges, turned } from "./edge-table.ts";
import type { Entrance } from "./entrance.ts";
import type { ReachNodes } from "./nodes.ts";
import type { ReachScope } from "./reach-scope.ts";

/** Each holds what it has read of an organization's policies. */
const mostEngines = 8;

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
  readonly #engines = new Map<string, CallEngine>();
  #backward: Edges | null = null;

  constructor(
    scope: ReachScope,
    engine: CallEngine,
    nodes: ReachNodes,
    forward: Edges,
    found: {
      readonly entrances: readonly Entrance[];
      readonly administered: Iterable<AccountIndex>;
      readonly limited: readonly number[];
      /** What {@link turned} would make of `forward`, where that is at hand. */
      readonly backward?: Edges;
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
    this.forward = forward;
    this.#backward = found.backward ?? null;
  }

  /** Reads policies for other actions than those of techniques; what it has read is kept for the next question. */
  engineFor(actions: readonly string[]): CallEngine {
    const key = actions.join(" ");
    let engine = this.#engines.get(key);
    if (engine === undefined) {
      engine = callEngine(this.snapshot, this.organization, actions);
      if (this.#engines.size >= mostEngines) this.#engines.clear();
      this.#engines.set(key, engine);
    }
    return engine;
  }

  /** Null: nobody has asked for it yet. */
  get madeBackward(): Edges | null {
    return this.#backward;
  }

  get backward(): Edges {
    this.#backward ??= turned(this.forward);
    return this.#backward;
  }
}
