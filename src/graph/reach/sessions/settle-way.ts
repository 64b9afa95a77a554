/** A way judged by the sessions that it makes: told as it can be gone, or not at all. */
import type { Guard } from "../../../authz/types.ts";
import { type Edges, edgeKind } from "../edge-table.ts";
import type { StartNode } from "../ends.ts";
import type { ReachGraph } from "../reach-graph.ts";
import type { Settle, Step } from "../search.ts";
import { isSessionBound } from "./session-bound.ts";
import { type SessionAnswer, SessionFacts } from "./session-facts.ts";

/**
 * `onlyProven`: ways that only may be possible are left out. `guardAt`: what is asked at the end of a way of whoever stands
 * there.
 */
export function settlerOf(
  graph: ReachGraph,
  starts: readonly StartNode[],
  onlyProven: boolean,
  guardAt: (node: number) => Guard = () => [],
): Settle {
  const facts = new SessionFacts(graph);
  const entrances = new Map(starts.map(({ node, entrance }) => [node, entrance]));
  return (way) => {
    const entrance = entrances.get(way[0]?.node ?? 0) ?? null;
    let steps = way;
    const answers: (Possible | null)[] = [];
    for (let at = 1; at < steps.length; at++) {
      const answer = facts.judge({ steps, entrance }, at);
      const isSure = answer.kind === "possible" && answer.doubts.length === 0;
      const instead = isSure ? null : otherStep(graph.forward, steps, at, onlyProven);
      const isBetter = instead !== null && (answer.kind === "no" || instead.by?.proven === true);
      if (isBetter) {
        steps = steps.with(at, instead);
        answers.push(null);
        continue;
      }
      if (answer.kind === "no" || (onlyProven && !isSure)) return null;
      answers.push(answer);
    }
    const last = steps.length - 1;
    const end = facts.judgeGuard({ steps, entrance }, last, guardAt(steps[last]?.node ?? 0));
    // Of what is asked at the end only one alternative is known.
    const atEnd = end.kind === "no" ? { kind: "possible" as const, doubts: [endDoubt], sets: [] } : end;
    if (onlyProven && atEnd.doubts.length > 0) return null;
    return told(steps, answers, atEnd);
  };
}

/**
 * A way that edges give, as its sessions let it be gone; null: they don't. `entrance`: the place among the first role's grants of
 * the one by which outsiders come in; null: the way starts with who is there.
 */
export function settleSteps(
  graph: ReachGraph,
  steps: readonly Step[],
  entrance: number | null,
): readonly Step[] | null {
  const isBound = isSessionBound(graph);
  const asks = steps.some(
    ({ node, by }, at) => by !== null && at > 0 && isBound(steps[at - 1]?.node ?? 0, node, by.kind),
  );
  return asks ? settlerOf(graph, [startOf(graph, steps[0]?.node ?? 0, entrance)], false)(steps) : steps;
}

/** `entrance` as of {@link settleSteps}. */
export function startOf(graph: ReachGraph, node: number, entrance: number | null): StartNode {
  const found = graph.entrances.find(({ role, index }) => role === node && index === entrance);
  return { node, entrance: entrance === null ? null : (found ?? null) };
}

type Possible = Extract<SessionAnswer, { kind: "possible" }>;

const endDoubt = "no session of this way was found to carry what is asked of it here";

function told(
  steps: readonly Step[],
  answers: readonly (Possible | null)[],
  atEnd: Possible,
): readonly Step[] {
  const sets = [...answers, atEnd].flatMap((answer) => answer?.sets ?? []);
  return steps.map((step, at) => {
    const doubts = answers[at - 1]?.doubts ?? [];
    const terms = sets.filter((one) => one.step === at).flatMap((one) => one.terms);
    const distinct = [...new Map(terms.map((term) => [JSON.stringify(term), term])).values()];
    const isLast = at === steps.length - 1 && atEnd.doubts.length > 0;
    return {
      node: step.node,
      by: step.by === null ? null : { ...step.by, proven: step.by.proven && doubts.length === 0 },
      ...(doubts.length === 0 && terms.length === 0 ? {} : { session: { doubts, sets: distinct } }),
      ...(isLast ? { endDoubts: atEnd.doubts } : {}),
    };
  });
}

/** By a technique to the same node: for that no session has to be made in a certain way. */
function otherStep(
  { start, other, kind, proven }: Edges,
  steps: readonly Step[],
  at: number,
  onlyProven: boolean,
): Step | null {
  const from = steps[at - 1]?.node ?? 0;
  const node = steps[at]?.node ?? 0;
  let best: Step | null = null;
  for (let edge = start[from] ?? 0; edge < (start[from + 1] ?? 0); edge++) {
    const by = { kind: kind[edge] ?? 0, proven: proven[edge] === 1 };
    if (other[edge] !== node || by.kind === edgeKind.assume || by.kind === edgeKind.is) continue;
    if (onlyProven && !by.proven) continue;
    if (best === null || (by.proven && best.by?.proven === false)) best = { node, by };
  }
  return best;
}
