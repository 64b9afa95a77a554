/** Makes the organization: the plan and the truth at once, the accounts one at a time, so that size costs no memory. */
import type {
  AccountContents,
  GroupData,
  ManagedPolicyData,
  OidcProviderData,
  UserData,
} from "./account-data.ts";
import type { AccountPlan } from "./account-plan.ts";
import { backgroundRoles, peersOf, siteOf } from "./background/account-background.ts";
import { groups, managedPolicies, users } from "./background/people.ts";
import { accountSettings, resources, rolesAnywhere } from "./background/resources.ts";
import {
  bitbucket,
  companySaml,
  gitHub,
  gitLab,
  identityCenterProvider,
  providerArn,
  type Site,
  terraformCloud,
} from "./background/site.ts";
import { day, optionsProblem, type SynthOptions } from "./options.ts";
import { type OrganizationPlan, planOrganization } from "./organization-plan.ts";
import { inPartition } from "./partition.ts";
import { type Additions, type Plant, Planter } from "./planter.ts";
import { allPlants } from "./plants/index.ts";
import type { Random } from "./random.ts";
import { completeRole, uniqueId } from "./role-draft.ts";
import type { DeclaredIntent, Truth } from "./truth.ts";

/** Plan and contents are as in `aws`, whatever the partition: whoever hands them on tells them in its words (`inPartition`). */
export type Synthesis = {
  readonly options: SynthOptions;
  readonly plan: OrganizationPlan;
  readonly truth: Truth;
  /** The same contents every time, in whatever order accounts are asked for. */
  contents(account: AccountPlan): AccountContents;
  /** All accounts that can be read, by id. */
  accounts(): Generator<AccountContents>;
};

/** Options must be sound: see {@link optionsProblem}. `more`: plants what else is wanted, after everything else. */
export function synthesize(options: SynthOptions, more: Plant = () => {}): Synthesis {
  const problem = optionsProblem(options);
  if (problem !== null) throw new RangeError(problem);
  const plan = planOrganization(options);
  const planter = new Planter(plan, plan.random.fork("plants"));
  if (options.plants) plant(planter, options);
  more(planter);
  return synthesisOf(options, plan, planter);
}

/** The same for a plan and plants made otherwise (the demo's). */
export function synthesisOf(options: SynthOptions, plan: OrganizationPlan, planter: Planter): Synthesis {
  const peers = peersOf(plan);
  const contents = (account: AccountPlan): AccountContents =>
    accountContents(options, siteOf(plan, account, peers, options), planter.additions(account.id));
  return {
    options,
    plan,
    truth: inPartition(options.partition).value({
      seed: options.seed,
      accounts: options.accounts,
      roles: options.roles,
      mix: options.mix,
      now: options.now,
      organization: plan.id,
      declared: declaredIntent(plan),
      edges: planter.edges,
      findings: planter.findings,
      safe: planter.safe,
    }),
    contents,
    *accounts() {
      for (const account of plan.accounts) if (account.readable) yield contents(account);
    },
  };
}

function declaredIntent(plan: OrganizationPlan): DeclaredIntent {
  const tiers = (["prod", "nonprod", "sandbox"] as const).flatMap((name) =>
    plan.units.filter(({ key }) => key === name).map(({ path }) => ({ name, unit: `${plan.id}/${path}` })),
  );
  return { companyNames: [plan.company], standardSessionSeconds: 3600, tiers };
}

/** Plants everything once for every 4,000 roles, eight times at most, and never more than a third of the roles. */
function plant(planter: Planter, options: SynthOptions): void {
  if (!planter.hasRoom) return;
  const total = options.accounts * options.roles;
  const rounds = Math.min(8, Math.max(1, Math.floor(total / 4000)));
  for (let round = 0; round < rounds; round++)
    for (const one of allPlants) {
      if (planter.planted > total / 3) return;
      one(planter);
    }
}

/** However much is planted, so many roles of the landing zone stay in an account that is large enough for them. */
const landingZoneRoles = 20;

function accountContents(options: SynthOptions, site: Site, additions: Additions): AccountContents {
  const { account, organization } = site;
  const identity = organization.random.fork(`identity ${account.id}`);
  const { now } = options;
  const room = Math.max(account.roles - additions.roles.length, Math.min(account.roles, landingZoneRoles));
  const drafts = [...additions.roles, ...backgroundRoles(site, room, new Set(additions.names))].sort(
    (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  const roles = drafts.map((draft) => completeRole(draft, identity, now, account.region));
  const boundaryUses = roles.filter((role) => role.boundary !== null).length;
  return {
    id: account.id,
    roles,
    users: [...users(site, identity, now), ...plantedUsers(additions, identity, now)],
    groups: [...groups(identity, now), ...plantedGroups(additions, identity, now)],
    managedPolicies: [
      ...managedPolicies(site, identity, now, boundaryUses),
      ...plantedPolicies(account, additions, identity, now),
    ],
    oidcProviders: oidcProviders(site, additions),
    samlProviders: [
      ...new Set([identityCenterProvider(account), companySaml(account), ...additions.samlProviders]),
    ],
    resources: resources(site),
    settings: accountSettings(site),
    rolesAnywhere: rolesAnywhere(site),
  };
}

function plantedUsers(additions: Additions, identity: Random, now: number): UserData[] {
  return additions.users.map((draft) => ({
    name: draft.name,
    path: draft.path ?? "/",
    uniqueId: uniqueId("AIDA", identity),
    inline: draft.inline ?? [],
    attached: draft.attached ?? [],
    boundary: draft.boundary ?? null,
    groups: draft.groups ?? [],
    createdAt: now - identity.between(30 * day, 900 * day),
    tags: draft.tags ?? [],
  }));
}

function plantedGroups(additions: Additions, identity: Random, now: number): GroupData[] {
  return additions.groups.map((draft) => ({
    name: draft.name,
    path: "/",
    uniqueId: uniqueId("AGPA", identity),
    inline: draft.inline,
    attached: [],
    createdAt: now - 600 * day,
  }));
}

function plantedPolicies(
  account: AccountPlan,
  additions: Additions,
  identity: Random,
  now: number,
): ManagedPolicyData[] {
  return additions.policies.map((draft) => ({
    arn: `arn:aws:iam::${account.id}:policy/${draft.name}`,
    name: draft.name,
    path: "/",
    uniqueId: uniqueId("ANPA", identity),
    createdAt: now - 500 * day,
    versions: draft.versions,
    boundaryUses: 0,
  }));
}

const audiences: Readonly<Record<string, string>> = {
  [gitLab]: "https://gitlab.com",
  [terraformCloud]: "aws.workload.identity",
};

function oidcProviders(site: Site, additions: Additions): OidcProviderData[] {
  const { account, organization } = site;
  const workspace = bitbucket(organization.company);
  const urls = new Set([gitHub, gitLab, terraformCloud, workspace, ...site.clusters, ...additions.issuers]);
  return [...urls].map((url) => ({
    arn: providerArn(account.id, url),
    url,
    clientIds: [
      url === workspace
        ? `ari:cloud:bitbucket::workspace/${organization.company}`
        : (audiences[url] ?? "sts.amazonaws.com"),
    ],
  }));
}
