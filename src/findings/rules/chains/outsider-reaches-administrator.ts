import type { TrustGrant } from "../../../authz/types.ts";
import type { RoleIndex } from "../../../model/index.ts";
import { accountLabel } from "../../account-label.ts";
import { statementsOf } from "../../guard-terms.ts";
import { bindingOf } from "../../issuer-subjects.ts";
import type { Outsider } from "../../outsiders.ts";
import { hopsText, wayFrom } from "../../reach-view.ts";
import type { ReachDraft, ReachRule, ReachView, TrustView } from "../../rule.ts";
import { capitalized } from "../../sentence.ts";
import { broadPipelines } from "./broad-pipelines.ts";
import { leadsToAdministrator } from "./leads-to-administrator.ts";
import { strangersOf } from "./strangers.ts";

export const outsiderReachesAdministrator: ReachRule = {
  kind: "reach",
  id: "outsider-reaches-administrator",
  title: "Outsider comes to administer an account",
  rationale:
    "The role that an outsider can assume may look harmless, and still lead on: it assumes a role that assumes another, or " +
    "passes a role to code of its own. Whoever breaks into the vendor, the partner or the pipeline is administrator of an " +
    "account then. A role that is an administrator itself is told by `external-access` and not again here, and a pipeline " +
    "whose subject is broad by `ci-reaches-administrator`. What conditions ask for on the way stands in the finding's hops.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
    "https://pathfinding.cloud/",
  ],
  severity: "critical",
  leavesToOthers: true,

  bySubject: true,

  *check(view): Iterable<ReachDraft> {
    for (const role of view.rolesWithOutsiders) {
      if (!leadsToAdministrator(role, view)) continue;
      const draft = draftOf(role, view);
      if (draft !== null) yield draft;
    }
  },

  waysIn: (subject) => tellableStrangers(subject).flatMap(({ grants }) => grants),

  advice: () =>
    "Take the outsider out of the role's trust policy, or take away what leads on from the role: the hops name the statements.",
};

/** Without what `ci-reaches-administrator` tells. */
function tellableStrangers(view: Pick<TrustView, "role" | "grants" | "context">): readonly Outsider[] {
  const broad = new Set(broadPipelines(view).map(({ grant }) => grant));
  return strangersOf(view).flatMap((stranger) => {
    const grants = stranger.grants.filter((index) => !broad.has(index));
    return grants.length === 0 ? [] : [{ ...stranger, grants }];
  });
}

function draftOf(role: RoleIndex, view: ReachView): ReachDraft | null {
  const { context, graph } = view;
  const grants = graph.assumptions.grantsOf(role);
  const isSure = (index: number) => grants[index]?.certainty.kind === "proven";
  const strangers = tellableStrangers({ role, grants, context });
  const found = firstThatComes(role, strangers, isSure, view);
  if (found === null) return null;
  const { surest, entrance, way } = found;
  const isProven = way.proven && isSure(entrance);
  const administered = accountLabel(view.accountOf(way.steps.at(-1)?.node ?? 0), context);
  const more = strangers.length > 1 ? ` and ${strangers.length - 1} more` : "";
  const all = strangers.flatMap((one) => one.grants);
  return {
    cause: "administrator",
    severity: isProven ? "critical" : "high",
    reasons: [
      isProven
        ? "Every hop is proven, under the conditions that it names."
        : "Some hop is not proven: the hops say what is not known.",
      ...strangers.flatMap((one) => standingReason(one)),
      ...strangers.flatMap((one) => broadReason(one, grants)),
    ],
    title: `${capitalized(nameOf(surest, grants))}${more} can come to administer ${administered} in ${hopsText(way.hops + 1)}`,
    grants: all,
    statements: statementsOf(all, grants),
    subject: context.arnOf(role),
    account: context.accountOf(role),
    way: { entrance, steps: way.steps },
  };
}

/** Sessions decide how far each comes: the surest is asked first. */
function firstThatComes(
  role: RoleIndex,
  strangers: readonly Outsider[],
  isSure: (grant: number) => boolean,
  view: ReachView,
) {
  const bySureness = strangers.toSorted(
    (a, b) => Number(b.grants.some(isSure)) - Number(a.grants.some(isSure)),
  );
  for (const surest of bySureness) {
    const entrance = surest.grants.find(isSure) ?? surest.grants[0] ?? 0;
    const way = wayFrom(view, role, view.toAdministrators, entrance);
    if (way !== null) return { surest, entrance, way };
  }
  return null;
}

/** A provider by its issuer's name, where we know it. */
function nameOf({ label, grants: own }: Outsider, grants: readonly TrustGrant[]): string {
  const first = grants[own[0] ?? -1];
  const binding = first === undefined ? null : bindingOf(first);
  return binding === null || binding.issuer.name === binding.host
    ? label
    : `${binding.issuer.name} (${label})`;
}

function standingReason({ standing }: Outsider): readonly string[] {
  switch (standing.kind) {
    case "approved-vendor":
      return [
        `${standing.name} is declared in accesslens.yaml, but for this role, not for what it leads to.`,
      ];
    case "known-vendor":
      return [
        `${standing.name} is a known vendor. ${standing.lapsed ?? "It is not declared in accesslens.yaml."}`,
      ];
    default:
      return [];
  }
}

/** As the rules about identity providers judge it. */
function broadReason({ kind, grants: own }: Outsider, grants: readonly TrustGrant[]): readonly string[] {
  if (kind !== "oidc") return [];
  const reaches = own.flatMap((index) => {
    const grant = grants[index];
    const binding = grant === undefined ? null : bindingOf(grant);
    return binding === null ? [] : [binding];
  });
  const open = reaches.find(({ reach }) => reach === "anyone");
  if (open !== undefined) return [`Anyone can get a token from ${open.issuer.name} that passes.`];
  const tenant = reaches.find(({ reach }) => reach === "tenant");
  if (tenant !== undefined)
    return [
      `Whatever runs at one ${tenant.issuer.tenantWord} of ${tenant.issuer.name} is let in, not one ${tenant.issuer.projectWord} alone.`,
    ];
  return [];
}
