import { edgeKind, farAway, firstTechnique, techniqueOfKind } from "../../../graph/reach/index.ts";
import { hopsText, wayFrom } from "../../reach-view.ts";
import type { ReachDraft, ReachRule, ReachView } from "../../rule.ts";
import { isActedByAws } from "./acted-by-aws.ts";
import { readOnlyReasons } from "./meant-read-only.ts";

export const principalEscalatesToAdministrator: ReachRule = {
  kind: "reach",
  id: "principal-escalates-to-administrator",
  title: "Principal can make itself administrator",
  rationale:
    "Some permissions turn into all others: to write policies that apply to oneself, to pass a role to code that one runs, to " +
    "make credentials for somebody else. Whoever has them is administrator of the account, only that nobody calls it so and " +
    "reviews pass it by. Those who may assume an administrator's role are administrators by name and not told here. " +
    "A principal that has to have such permissions should be guarded as the administrator that it is.",
  references: [
    "https://pathfinding.cloud/",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  ],
  severity: "high",
  leavesToOthers: true,

  bySubject: true,

  *check(view): Iterable<ReachDraft> {
    const { graph } = view;
    const within = (from: number, to: number): boolean => view.accountOf(from) === view.accountOf(to);
    const escalation = view.distancesTo(view.administrators, within);
    const assumption = view.distancesTo(
      view.administrators,
      (from, to, kind) => kind < firstTechnique && within(from, to),
    );
    for (let principal = 0; principal < graph.nodes.principals; principal++) {
      if (!view.isAsked(principal)) continue;
      if (escalation.any[principal] === farAway || assumption.proven[principal] !== farAway) continue;
      // By assumptions it may come there as well as by techniques that are no surer.
      if (escalation.proven[principal] === farAway && assumption.any[principal] !== farAway) continue;
      if (isActedByAws(principal, view)) continue;
      const draft = draftOf(principal, view, escalation);
      if (draft !== null) yield draft;
    }
  },

  advice: () =>
    "Narrow the permission that the first hop uses (its resources, or a condition such as iam:PassedToService), or set a permissions boundary that denies it.",
};

function draftOf(
  principal: number,
  view: ReachView,
  escalation: ReturnType<ReachView["distancesTo"]>,
): ReachDraft | null {
  const { graph, context } = view;
  const way = wayFrom(view, principal, escalation, null);
  const subject = graph.nodes.arnOf(principal);
  const account = context.snapshot.accounts[view.accountOf(principal)]?.id;
  if (way === null || subject === null || account === undefined) return null;
  const used = way.steps.flatMap(({ by }) =>
    by === null || by.kind === edgeKind.is || by.kind === edgeKind.assume
      ? []
      : (techniqueOfKind(by.kind) ?? []),
  );
  const [first] = used;
  return {
    cause: "administrator",
    severity: way.proven ? "high" : "medium",
    reasons: [
      way.proven
        ? "Every hop is proven, under the conditions that it names."
        : "Some hop is not proven: the hops say what is not known.",
      ...readOnlyReasons(principal, used, view),
    ],
    title: `It can come to administer its account in ${hopsText(way.hops)}${first === undefined ? "" : `: it ${first.title}`}`,
    grants: [],
    statements: [],
    subject,
    account,
    way: { entrance: null, steps: way.steps },
  };
}
