import type { RoleIndex } from "../../../model/index.ts";
import { accountLabel } from "../../account-label.ts";
import { statementsOf } from "../../guard-terms.ts";
import { hopsText, wayFrom } from "../../reach-view.ts";
import type { ReachDraft, ReachRule, ReachView } from "../../rule.ts";
import { breadthReasons, broadPipelines } from "./broad-pipelines.ts";
import { leadsToAdministrator } from "./leads-to-administrator.ts";

export const ciReachesAdministrator: ReachRule = {
  kind: "reach",
  id: "ci-reaches-administrator",
  title: "CI with a broad subject comes to administer an account",
  rationale:
    "A role for pipelines may look harmless and still lead on to an administrator's. Where its trust policy fixes no branch or " +
    "environment, it is not the reviewed pipeline alone that comes so far: whoever opens a pull request, pushes a branch, or " +
    "makes a repository runs code of their own as it. The reasons say which subject is broad, and who can have one that " +
    "matches. A pipeline whose subject is one branch or environment of one repository is told by " +
    "`outsider-reaches-administrator`: no way in is told by both. A role that is an administrator itself is told by " +
    "`oidc-subject-broad` and `external-access`.",
  references: [
    "https://docs.github.com/en/actions/reference/security/oidc",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
    "https://pathfinding.cloud/",
  ],
  severity: "critical",

  bySubject: true,

  *check(view): Iterable<ReachDraft> {
    for (const role of view.rolesWithOutsiders) {
      if (!leadsToAdministrator(role, view)) continue;
      const draft = draftOf(role, view);
      if (draft !== null) yield draft;
    }
  },

  leavesToOthers: true,
  waysIn: (subject) => broadPipelines(subject).map(({ grant }) => grant),

  advice: () =>
    "Take the pipeline out of the role's trust policy, or list there the exact subjects that are meant, each a protected branch or environment of one repository; or take away what leads on from the role: the hops name the statements.",
};

function draftOf(role: RoleIndex, view: ReachView): ReachDraft | null {
  const { context, graph } = view;
  const grants = graph.assumptions.grantsOf(role);
  const broad = broadPipelines({ role, grants, context });
  const isSure = (index: number): boolean => grants[index]?.certainty.kind === "proven";
  const told = broad.find(({ grant }) => isSure(grant)) ?? broad[0];
  const way = told === undefined ? null : wayFrom(view, role, view.toAdministrators, told.grant);
  if (told === undefined || way === null) return null;
  const isProven = way.proven && isSure(told.grant);
  const all = broad.map(({ grant }) => grant);
  const { issuer, pattern } = told.binding;
  const subject = pattern === null ? "" : ` as "${pattern.text}"`;
  const administered = accountLabel(view.accountOf(way.steps.at(-1)?.node ?? 0), context);
  return {
    cause: "administrator",
    severity: isProven ? "critical" : "high",
    reasons: [
      isProven
        ? "Every hop is proven, under the conditions that it names."
        : "Some hop is not proven: the hops say what is not known.",
      ...new Set(broad.flatMap(breadthReasons)),
    ],
    title: `${issuer.name}${subject} can come to administer ${administered} in ${hopsText(way.hops + 1)}`,
    grants: all,
    statements: statementsOf(all, grants),
    subject: context.arnOf(role),
    account: context.accountOf(role),
    way: { entrance: told.grant, steps: way.steps },
  };
}
