import { farAway, nearestNodes, nearestWay } from "../../../graph/reach/index.ts";
import { type RoleIndex, splitArn } from "../../../model/index.ts";
import { type More, MoreThanOwn } from "../../more-than-own.ts";
import type { Outsider } from "../../outsiders.ts";
import type { ReachDraft, ReachRule, ReachView } from "../../rule.ts";
import { strangersOf } from "./strangers.ts";

export const vendorReachesFurther: ReachRule = {
  kind: "reach",
  id: "vendor-reaches-further",
  title: "Vendor comes further than the role meant for it",
  rationale:
    "A vendor is let in by a role of its own, whose permissions somebody has looked at. Where that role assumes others, or " +
    "passes them to code, the vendor has those too, and nobody has agreed to that. Told is what is more than the vendor's own role " +
    "may: something sensitive (docs/capabilities.md), more than looking, or another account; not what it may just as well itself, and " +
    "no role that lets the vendor in by itself, or any account. Counted are the principals' own policies, not what resources let them. A vendor that comes to administer an " +
    "account is told by `outsider-reaches-administrator`, and one whose own role administers by `external-access`.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
    "https://pathfinding.cloud/",
  ],
  severity: "medium",
  keepsEntrance: true,

  bySubject: true,

  *check(view): Iterable<ReachDraft> {
    const { context, graph } = view;
    const { any } = view.toAdministrators;
    const policies = new MoreThanOwn(graph.snapshot);
    for (const role of view.rolesWithOutsiders) {
      if (any[role] !== farAway || graph.forward.start[role] === graph.forward.start[role + 1]) continue;
      const grants = graph.assumptions.grantsOf(role);
      for (const stranger of strangersOf({ role, grants, context })) {
        const draft = isVendor(stranger) ? draftOf(role, stranger, { view, policies }) : null;
        if (draft !== null) yield draft;
      }
    }
  },

  advice: () =>
    "Take away what leads on from the vendor's role (the hops name the statements), or agree to it and accept the finding.",
};

type Search = { readonly view: ReachView; readonly policies: MoreThanOwn };

function isVendor({ standing: { kind } }: Outsider): boolean {
  return kind === "approved-vendor" || kind === "known-vendor";
}

function draftOf(role: RoleIndex, vendor: Outsider, { view, policies }: Search): ReachDraft | null {
  const { graph, context } = view;
  const { nodes, forward } = graph;
  const own = context.arnOf(role);
  const more = (node: number): More | null => {
    const arn = node < nodes.principals && node !== role ? nodes.arnOf(node) : null;
    return arn === null || isOpenTo(node, vendor, view) ? null : policies.more(arn, own);
  };
  const others = [...nearestNodes(role, forward)].filter((node) => more(node) !== null);
  const isKnown = (node: number): boolean => (more(node)?.kind ?? "unread") !== "unread";
  const isOther = others.some(isKnown) ? isKnown : (node: number): boolean => more(node) !== null;
  const everywhere = (): boolean => true;
  const steps =
    nearestWay(role, forward, isOther, everywhere, true) ??
    nearestWay(role, forward, isOther, everywhere, false);
  const entrance = vendor.grants[0];
  const end = steps?.at(-1)?.node;
  const beyond = end === undefined ? null : more(end);
  if (steps === null || entrance === undefined || end === undefined || beyond === null) return null;
  const isProven = beyond.kind !== "unread" && steps.every(({ by }) => by === null || by.proven);
  return {
    cause: vendor.cause,
    severity: isProven ? "medium" : "low",
    reasons: [
      moreReason(beyond, splitArn(nodes.arnOf(end) ?? "")?.resource ?? "", view),
      vendor.standing.kind === "approved-vendor"
        ? "accesslens.yaml declares the vendor, but for this role, not for what it leads to."
        : "It is a known vendor, and nobody has declared it in accesslens.yaml.",
      ...(isProven ? [] : ["It is not proven: the hops say what is not known."]),
    ],
    title: `${vendor.label} comes from its role to ${others.length} other ${others.length === 1 ? "principal" : "principals"} that may do more`,
    grants: vendor.grants,
    statements: [],
    subject: own,
    account: context.accountOf(role),
    way: { entrance, steps },
  };
}

/** It needs no role of its own to come there. */
function isOpenTo(node: number, vendor: Outsider, { graph, context }: ReachView): boolean {
  if (node >= graph.snapshot.roles.count) return false;
  const grants = graph.assumptions.grantsOf(node);
  return strangersOf({ role: node, grants, context }).some(
    ({ kind, key }) => kind === "any-account" || key === vendor.key,
  );
}

function moreReason(more: More, name: string, { context }: ReachView): string {
  switch (more.kind) {
    case "action":
      return more.capability === null
        ? `${name} may do more than look (${more.action}) where the vendor's own role may not.`
        : `${name} ${more.capability} (${more.action}) where the vendor's own role does not.`;
    case "account":
      return `${name} is in account ${more.account}${nameIn(more.account, context)}, into which the vendor was not let.`;
    case "unread":
      return `What ${name} may do was not read in full.`;
  }
}

function nameIn(account: string, context: ReachView["context"]): string {
  const name = context.nameOf(account);
  return name === null ? "" : ` (${name})`;
}
