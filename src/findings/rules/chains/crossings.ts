/** Edges by which somebody comes into accounts from others, gathered by whom they are at first there. */
import {
  edgeKind,
  farAway,
  nearestWay,
  reversed,
  type Step,
  settleSteps,
} from "../../../graph/reach/index.ts";
import type { AccountIndex, Arn } from "../../../model/index.ts";
import { hopsOf, wayFrom } from "../../reach-view.ts";
import type { Distances, DraftWay, ReachView } from "../../rule.ts";

export type Crossing = {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
  readonly proven: boolean;
};

/** All crossings into one principal, or from one principal where nobody in particular is come to. */
export type Arrival = {
  readonly subject: Arn;
  readonly account: AccountIndex;
  /** Of a role into which assumptions alone lead; null otherwise. */
  readonly onlyTrusted: number | null;
  /** Accounts from which a crossing starts. */
  readonly accounts: ReadonlySet<AccountIndex>;
  readonly hops: number;
  readonly proven: boolean;
  readonly way: DraftWay;
  /** The account where the way starts. */
  readonly startsIn: AccountIndex;
};

/** Edges that `crosses` says yes to, and from whose end the target can be come to. */
export function crossingsTo(
  { graph: { backward } }: ReachView,
  { any }: Distances,
  crosses: (crossing: Crossing) => boolean,
): readonly Crossing[] {
  const { nodes, start, other, kind, proven } = backward;
  const found: Crossing[] = [];
  for (let to = 0; to < nodes; to++) {
    // Most lead nowhere near.
    if (any[to] === farAway) continue;
    for (let edge = start[to] ?? 0; edge < (start[to + 1] ?? 0); edge++) {
      const from = other[edge] ?? 0;
      const crossing = { from, to, kind: kind[edge] ?? 0, proven: proven[edge] === 1 };
      if (crosses(crossing)) found.push(crossing);
    }
  }
  return found;
}

/**
 * `crossings`: edges that lead in. `isStart`: principals from whom a way may start. `passes`: where it may come by before it
 * crosses.
 */
export function arrivals(
  view: ReachView,
  toTarget: Distances,
  crossings: readonly Crossing[],
  isStart: (principal: number) => boolean,
  passes: (node: number) => boolean,
): readonly Arrival[] {
  return [...bySubject(view, crossings)].flatMap(([node, ofSubject]) => {
    const arrival = arrivalOf(view, node, ofSubject, toTarget, isStart, passes);
    return arrival ?? [];
  });
}

/** Nobody in particular: an administrator, or the organization. */
const nobody = -1;

function bySubject(
  { graph: { nodes } }: ReachView,
  crossings: readonly Crossing[],
): ReadonlyMap<number, readonly Crossing[]> {
  return Map.groupBy(crossings, ({ from, to }) => {
    const reached = nodes.at(to);
    // Those who come to nobody in particular are told by where they come from.
    return "principal" in reached ? nodes.ofPrincipal(reached.principal) : nobody - 1 - from;
  });
}

function arrivalOf(
  view: ReachView,
  node: number,
  crossings: readonly Crossing[],
  toTarget: Distances,
  isStart: (principal: number) => boolean,
  passes: (node: number) => boolean,
): Arrival | null {
  const { nodes, snapshot } = view.graph;
  const isProven = ({ proven, to }: Crossing) => proven && toTarget.proven[to] !== farAway;
  const distanceOf = (one: Crossing) => (isProven(one) ? toTarget.proven : toTarget.any)[one.to] ?? farAway;
  const ranked = crossings.toSorted(
    (a, b) =>
      Number(isProven(b)) - Number(isProven(a)) ||
      distanceOf(a) - distanceOf(b) ||
      a.from - b.from ||
      a.to - b.to ||
      a.kind - b.kind,
  );
  for (const crossing of ranked) {
    const before = wayTo(view, crossing.from, isStart, passes);
    const after = wayFrom(view, crossing.to, toTarget, null);
    if (before === null || after === null) continue;
    const { kind, proven } = crossing;
    const steps = settleSteps(
      view.graph,
      [...before, { node: crossing.to, by: { kind, proven } }, ...after.steps.slice(1)],
      null,
    );
    if (steps === null) continue;
    const first = before[0]?.node ?? 0;
    const principal = node <= nobody ? first : node;
    const subject = nodes.arnOf(principal);
    if (subject === null) continue;
    const isTrusted =
      node >= 0 && node < snapshot.roles.count && crossings.every((one) => one.kind === edgeKind.assume);
    return {
      subject,
      account: view.accountOf(principal),
      onlyTrusted: isTrusted ? node : null,
      accounts: new Set(crossings.map(({ from }) => view.accountOf(from))),
      hops: hopsOf(steps),
      proven: steps.every(({ by }) => by === null || by.proven),
      way: { entrance: null, steps },
      startsIn: view.accountOf(first),
    };
  }
  return null;
}

/** From a principal to the node, which may itself be nobody in particular; by proven hops where there are such. */
function wayTo(
  view: ReachView,
  node: number,
  isStart: (principal: number) => boolean,
  passes: (node: number) => boolean,
): readonly Step[] | null {
  const { nodes, backward } = view.graph;
  const isEnd = (one: number) => one < nodes.principals && isStart(one);
  const found =
    nearestWay(node, backward, isEnd, passes, true) ?? nearestWay(node, backward, isEnd, passes, false);
  return found === null ? null : reversed(found);
}
