import { farAway, nearestNodes, nearestWay } from "../../../graph/reach/index.ts";
import type { RoleIndex } from "../../../model/index.ts";
import type { Outsider } from "../../outsiders.ts";
import { rolesWithOutsiders } from "../../reach-view.ts";
import type { ReachDraft, ReachRule, ReachView } from "../../rule.ts";
import { strangersOf } from "./strangers.ts";

export const vendorReachesFurther: ReachRule = {
  kind: "reach",
  id: "vendor-reaches-further",
  title: "Vendor comes further than the role meant for it",
  rationale:
    "A vendor is let in by a role of its own, whose permissions somebody has looked at. Where that role assumes others, or " +
    "passes them to code, the vendor has those too, and nobody has agreed to that. A vendor that comes to administer an " +
    "account is told by `outsider-reaches-administrator`, and one whose own role administers by `external-access`.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
    "https://pathfinding.cloud/",
  ],
  severity: "medium",

  *check(view): Iterable<ReachDraft> {
    const { context, graph } = view;
    const { any } = view.toAdministrators;
    for (const role of rolesWithOutsiders(view)) {
      if (any[role] !== farAway || graph.forward.start[role] === graph.forward.start[role + 1]) continue;
      const grants = graph.assumptions.grantsOf(role);
      for (const stranger of strangersOf({ role, grants, context })) {
        const draft = isVendor(stranger) ? draftOf(role, stranger, view) : null;
        if (draft !== null) yield draft;
      }
    }
  },

  advice: () =>
    "Take away what leads on from the vendor's role (the hops name the statements), or agree to it and accept the finding.",
};

function isVendor({ standing: { kind } }: Outsider): boolean {
  return kind === "approved-vendor" || kind === "known-vendor";
}

function draftOf(role: RoleIndex, vendor: Outsider, view: ReachView): ReachDraft | null {
  const { graph, context } = view;
  const { nodes, forward } = graph;
  const isOther = (node: number): boolean => node < nodes.principals && node !== role;
  const everywhere = (): boolean => true;
  const steps =
    nearestWay(role, forward, isOther, everywhere, true) ??
    nearestWay(role, forward, isOther, everywhere, false);
  const entrance = vendor.grants[0];
  if (steps === null || entrance === undefined) return null;
  const others = [...nearestNodes(role, forward)].filter(isOther).length;
  const isProven = steps.every(({ by }) => by === null || by.proven);
  return {
    cause: vendor.cause,
    severity: isProven ? "medium" : "low",
    reasons: [
      vendor.standing.kind === "approved-vendor"
        ? "accesslens.yaml declares the vendor, but for this role, not for what it leads to."
        : "It is a known vendor, and nobody has declared it in accesslens.yaml.",
      ...(isProven ? [] : ["Some hop is not proven: the hops say what is not known."]),
    ],
    title: `${vendor.label} comes from its role to ${others} other ${others === 1 ? "principal" : "principals"}`,
    grants: vendor.grants,
    statements: [],
    subject: context.arnOf(role),
    account: context.accountOf(role),
    way: { entrance, steps },
  };
}
