import { type Edges, firstTechnique, nearestWay, type Step } from "../../../graph/reach/index.ts";
import { accountLabel } from "../../account-label.ts";
import type { ReachDraft, ReachRule, ReachView } from "../../rule.ts";
import { stronglyConnected } from "./strongly-connected.ts";

export const circularTrust: ReachRule = {
  kind: "reach",
  id: "circular-trust",
  title: "Roles of several accounts that assume each other in a circle",
  rationale:
    "Accounts are walls. Where a role of one account can assume a role of another and can be come back to from there, the two " +
    "are one: whoever has any role of the circle has all of them, and a session that is to end is renewed for ever by going " +
    "round once more. Trust should have a direction, from the account that works to the one that is worked on.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html#iam-term-role-chaining",
  ],
  severity: "low",

  // Whoever is on a circle reaches all of it.
  bySubject: true,

  *check(view): Iterable<ReachDraft> {
    const { forward } = view.graph;
    // A circle through several accounts leaves each of them.
    const starts = leaving(view, forward);
    const counts = (kind: number, to: number): boolean => kind < firstTechnique && view.isAsked(to);
    for (const circle of stronglyConnected(forward, starts, counts)) {
      const draft = draftOf(new Set(circle), view, forward);
      if (draft !== null) yield draft;
    }
  },

  advice: () =>
    "Take one of the trusts out, best the one that leads from the account that is worked on back.",
};

/** Whence something leads to another account, and goes on from there. */
function leaving(
  { accounts, graph, isAsked }: ReachView,
  { nodes, start, other, kind }: Edges,
): readonly number[] {
  const { start: startBack } = graph.backward;
  const found: number[] = [];
  // Every edge is looked at.
  for (let from = 0; from < nodes; from++) {
    // Nobody comes back to where nothing leads.
    if (startBack[from] === startBack[from + 1] || !isAsked(from)) continue;
    const end = start[from + 1] ?? 0;
    for (let edge = start[from] ?? 0; edge < end; edge++) {
      const to = other[edge] ?? 0;
      if (accounts[to] === accounts[from] || (kind[edge] ?? 0) >= firstTechnique) continue;
      if (start[to] === start[to + 1]) continue;
      found.push(from);
      break;
    }
  }
  return found;
}

function draftOf(circle: ReadonlySet<number>, view: ReachView, forward: Edges): ReachDraft | null {
  const { context, graph } = view;
  const roles = [...circle].filter((node) => node < graph.snapshot.roles.count);
  const accounts = new Set(roles.map((role) => view.accountOf(role)));
  if (accounts.size < 2) return null;
  const [start, ...others] = roles.toSorted((a, b) => (context.arnOf(a) < context.arnOf(b) ? -1 : 1));
  if (start === undefined) return null;
  const isElsewhere = (node: number): boolean =>
    node < graph.snapshot.roles.count && view.accountOf(node) !== view.accountOf(start);
  const there = wayWithin(start, isElsewhere, circle, forward);
  const far = there?.at(-1)?.node ?? start;
  const back = wayWithin(far, (node) => node === start, circle, forward);
  if (there === null || back === null) return null;
  const steps = [...there, ...back.slice(1)];
  const isProven = steps.every(({ by }) => by === null || by.proven);
  return {
    cause: "circle",
    severity: "low",
    reasons: [
      isProven
        ? "Every hop of the circle that is shown is proven, under the conditions that it names."
        : "Some hop of the circle that is shown is not proven: the hops say what is not known.",
      `The circle holds ${roles.length} roles of ${accounts.size} accounts, also ${named(others, view)}.`,
    ],
    title: `${roles.length} roles of ${accounts.size} accounts can assume each other in a circle`,
    grants: [],
    statements: [],
    subject: context.arnOf(start),
    account: context.accountOf(start),
    way: { entrance: null, steps },
  };
}

/** How many roles a reason spells out. */
const spelledOut = 5;

function named(roles: readonly number[], view: ReachView): string {
  const texts = roles
    .slice(0, spelledOut)
    .map(
      (role) =>
        `${view.graph.snapshot.roles.name(role)} of ${accountLabel(view.accountOf(role), view.context)}`,
    );
  const more = roles.length > spelledOut ? ` and ${roles.length - spelledOut} more` : "";
  return `${texts.join(", ")}${more}`;
}

/** By proven hops where there are such. */
function wayWithin(
  from: number,
  isEnd: (node: number) => boolean,
  circle: ReadonlySet<number>,
  forward: Edges,
): readonly Step[] | null {
  const passes = (node: number, kind: number): boolean => circle.has(node) && kind < firstTechnique;
  return nearestWay(from, forward, isEnd, passes, true) ?? nearestWay(from, forward, isEnd, passes, false);
}
