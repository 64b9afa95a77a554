/** What was decided about who uses a resource: questions about one graph ask for the same again and again. */
import type { Subject } from "../../../authz/calls/index.ts";
import type { CallerDecision } from "../../../authz/types.ts";
import type { ReachGraph } from "../reach-graph.ts";
import { asksOfSession } from "../sessions/session-needs.ts";

export type Certain =
  | "proven"
  /** Proven of a session that was made as it has to be. */
  | "by-session"
  | "may"
  | "none";

/** Of a decision about the subject. */
export function certainOf(decision: CallerDecision, subject: Subject): Certain {
  if (decision.kind === "denied") return "none";
  if (decision.certainty.kind !== "proven") return "may";
  const isRole = subject.party.kind === "role";
  const sure = decision.guards.slice(0, decision.sureGuards);
  return isRole && sure.length > 0 && sure.every((guard) => asksOfSession(guard, subject))
    ? "by-session"
    : "proven";
}

/** Past this number all are forgotten. */
const most = 2_000_000;

class DecisionsKept {
  readonly #known = new Map<object, Map<number, Certain>>();
  #count = 0;

  /** `about`: what the node would use, always the same object. */
  of(about: object, node: number, decide: () => Certain): Certain {
    let byNode = this.#known.get(about);
    const known = byNode?.get(node);
    if (known !== undefined) return known;
    const decided = decide();
    if (this.#count >= most) {
      this.#known.clear();
      this.#count = 0;
      byNode = undefined;
    }
    if (byNode === undefined) {
      byNode = new Map();
      this.#known.set(about, byNode);
    }
    byNode.set(node, decided);
    this.#count++;
    return decided;
  }
}

const kept = new WeakMap<ReachGraph, DecisionsKept>();

/** Of the graph's nodes, as long as somebody has the graph. */
export function decisionsKept(graph: ReachGraph): DecisionsKept {
  let decisions = kept.get(graph);
  if (decisions === undefined) {
    decisions = new DecisionsKept();
    kept.set(graph, decisions);
  }
  return decisions;
}
