/** The roles of an account: what every account has, then workloads until it is full. */

import type { AccountPlan } from "../account-plan.ts";
import { day, type SynthOptions } from "../options.ts";
import type { OrganizationPlan } from "../organization-plan.ts";
import type { RoleDraft } from "../role-draft.ts";
import { clustersOf, hubs, landingZone, serviceLinkedRoles, spokes } from "./baseline-roles.ts";
import {
  certificateHolder,
  offeredByName,
  offeredToAccounts,
  offeredToRole,
  offeredToUnit,
  vendorRole,
} from "./cross-account-roles.ts";
import {
  bitbucketPipeline,
  gitHubPipeline,
  gitLabPipeline,
  identityCenterRoles,
  samlPeople,
  serviceAccount,
  terraformWorkspace,
} from "./federated-roles.ts";
import type { Site } from "./site.ts";
import {
  clusterNode,
  delegatedInAccount,
  instance,
  lambdaWithResources,
  orchestrator,
  pinnedService,
  plainLambda,
  taskExecution,
  taskWithResources,
} from "./workload-roles.ts";

type Family = (site: Site) => RoleDraft;

/** How many of a thousand workload roles are of which family. */
const families: readonly (readonly [Family, number])[] = [
  [plainLambda, 150],
  [taskExecution, 70],
  [instance, 90],
  [clusterNode, 30],
  [delegatedInAccount, 60],
  [lambdaWithResources, 170],
  [taskWithResources, 120],
  [orchestrator, 90],
  [pinnedService, 30],
  [serviceAccount, 90],
  [gitHubPipeline, 40],
  [gitLabPipeline, 5],
  [bitbucketPipeline, 3],
  [terraformWorkspace, 6],
  [samlPeople, 8],
  [offeredToRole, 16],
  [offeredByName, 6],
  [offeredToAccounts, 4],
  [offeredToUnit, 4],
  [vendorRole, 5],
  [certificateHolder, 3],
];
const familyDeck: readonly Family[] = families.flatMap(([family, share]) =>
  new Array<Family>(share).fill(family),
);

/** An account with fewer roles is not offered to others: it may lack the roles that everyone expects. */
const smallestPeer = 30;

/** Enough for the hubs' roles, the spokes, and the role that calls other accounts. */
const fewestBaselineRoles = 9;

export function peersOf(plan: OrganizationPlan): readonly AccountPlan[] {
  const readable = plan.accounts.filter((one) => one.readable);
  const large = readable.filter((one) => one.roles >= smallestPeer);
  if (large.length > 0) return large;
  const complete = readable.filter((one) => one.roles >= fewestBaselineRoles);
  return complete.length > 0 ? complete : readable;
}

export function siteOf(
  plan: OrganizationPlan,
  account: AccountPlan,
  peers: readonly AccountPlan[],
  options: Pick<SynthOptions, "mix">,
): Site {
  const stamped = options.mix === "stamped";
  const shape = plan.random.fork(stamped ? "stamp" : `shape ${account.id}`);
  return {
    account: stamped
      ? { ...account, region: "us-east-1", environment: "prod", identityCenterHash: "0f1e2d3c4b5a6978" }
      : account,
    organization: plan,
    globalName: stamped ? `${plan.company}-${account.id}` : account.name,
    clusters: clustersOf(account.region, shape, account.roles > 1000 ? 6 : account.roles > 200 ? 3 : 1),
    peers,
    shape,
  };
}

/** `count` roles; names in `taken` (lower case) are not used, and those that are made are added to it. */
export function backgroundRoles(site: Site, count: number, taken: Set<string>): RoleDraft[] {
  const [runner, ...landing] = landingZone(site);
  const people = identityCenterRoles(site);
  const baseline = [
    ...hubs(site),
    ...spokes(site),
    ...(runner === undefined ? [] : [runner]),
    ...people.slice(0, 3),
    ...landing,
    ...people.slice(3),
    ...serviceLinkedRoles(site.account.kind),
  ];
  // A small account would have nothing else.
  const most = Math.max(fewestBaselineRoles, Math.floor(count * 0.6));
  const roles: RoleDraft[] = [];
  const take = (draft: RoleDraft): void => {
    let { name } = draft;
    for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${draft.name}-${i}`;
    if (name.length > 64) return;
    taken.add(name.toLowerCase());
    roles.push(name === draft.name ? draft : { ...draft, name });
  };
  // The landing zone makes its roles in one go, a few seconds apart.
  const ageDays = site.shape.between(200, 1400);
  for (const [place, draft] of baseline.entries())
    if (roles.length < Math.min(count, most)) take({ ...draft, createdDaysAgo: ageDays - (place * 3) / day });
  while (roles.length < count) take(site.shape.pick(familyDeck)(site));
  return roles;
}
