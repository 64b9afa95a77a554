/** What the commands about spoke roles have in common: the declaration, the snapshot, the way into the accounts. */

import { noCalls, type SpokeRole } from "../aws/index.ts";
import { err, ok, type Result, type Snapshot } from "../model/index.ts";
import type { RolePlan, RoleSet } from "../provision/roles/index.ts";
import type { StateStore } from "../store/state/index.ts";
import { openActionCatalogue } from "../work/action-file.ts";
import { openConnected } from "../work/collect/index.ts";
import {
  type ExternalIdRegistry,
  type GuardedRoles,
  guardRoles,
  type LiveRoles,
  meantTrusts,
  type RolesGuard,
  type RoleWriteParts,
  readRoleSet,
} from "../work/provision/roles/index.ts";
import { failureOf, roleOf } from "./collect-settings.ts";
import type { Failure } from "./exit.ts";
import { faultsFailure, type InputOptions } from "./inputs.ts";
import { openChosen } from "./open.ts";
import type { Terminal } from "./terminal.ts";
import { guardingUses } from "./trail-inputs.ts";
import { type GuardArguments, trailFailure } from "./trail-reading.ts";
import { version } from "./version.ts";
import { writeOptions } from "./write-settings.ts";

export type RoleArguments = InputOptions & {
  readonly roleName?: string;
  readonly externalIdFile?: string;
  readonly sessionTag?: readonly string[];
  readonly profile?: readonly string[];
  readonly region?: string;
  readonly fips?: boolean;
  readonly accountsAtOnce: number;
  readonly rate: number;
  readonly adopt?: boolean;
  readonly store?: string;
} & GuardArguments;

/** AWS makes it in every account that an organization creates. */
const usualDeployRole = "OrganizationAccountAccessRole";

export async function declaredRoles(
  file: string,
  registry: ExternalIdRegistry | null,
  args: RoleArguments,
): Promise<Result<RoleSet, Failure>> {
  const wrong = trailFailure(args);
  if (wrong !== null) return err(wrong);
  const set = await readRoleSet(file, { registry, environment: process.env });
  return set.ok ? set : err(faultsFailure(set.error));
}

/** Null: none is named. */
export async function namedSnapshot(args: RoleArguments): Promise<Result<Snapshot | null, Failure>> {
  if (args.snapshot === undefined) return ok(null);
  const opened = await openChosen(args);
  return opened.ok ? ok(opened.value.engine.snapshot) : opened;
}

/** With `--events`: roles that would refuse who was seen are left as they stand. */
export async function heldAgainstTrail<Plan extends RolePlan & { readonly snapshot: Snapshot }>(
  plan: Plan,
  how: Pick<RolesGuard, "set" | "removes">,
  args: RoleArguments,
  terminal: Terminal,
): Promise<Result<GuardedRoles<Plan>, Failure>> {
  const { events, despiteTrail } = args;
  if (events === undefined) return ok({ plan, seen: new Map() });
  const wish = { snapshot: plan.snapshot, meant: meantTrusts(plan) };
  const facts = await guardingUses({ ...args, events }, wish, terminal);
  if (!facts.ok) return facts;
  terminal.progress("holding roles against the trail");
  return ok(guardRoles(plan, facts.value, { ...how, isForced: despiteTrail === true }));
}

export type OpenedRoles = { readonly live: LiveRoles; readonly close: () => void };

export async function openRoles(
  set: RoleSet,
  snapshot: Snapshot | null,
  args: RoleArguments,
  terminal: Terminal,
): Promise<Result<OpenedRoles, Failure>> {
  const role = await deployRole(args);
  if (!role.ok) return role;
  const opened = await openConnected({
    ...{ version, share: args.rate / 100, profiles: args.profile ?? [], fips: args.fips === true },
    ...{ role: role.value, region: args.region ?? null },
  });
  if (!opened.ok) return err(failureOf(opened.error));
  const { access, connection } = opened.value;
  const live: LiveRoles = {
    ...{ set, snapshot, access, connection, accountsAtOnce: args.accountsAtOnce },
    catalogue: openActionCatalogue(),
    adopt: args.adopt === true,
    now: () => Date.now(),
    progress: (done, of, account) =>
      terminal.progress(() => `${done} of ${of} (${account})`, { everySeconds: 30 }),
  };
  return ok({ live, close: () => connection.close() });
}

async function deployRole(args: RoleArguments): Promise<Result<SpokeRole | null, Failure>> {
  if (args.roleName === undefined && args.profile !== undefined) return ok(null);
  return roleOf({ ...args, roleName: args.roleName ?? usualDeployRole });
}

export function roleWriteParts(live: Pick<LiveRoles, "access" | "connection">, store: StateStore) {
  return {
    ...{ access: live.access, connection: live.connection, region: live.access.home.region },
    ...{ ...writeOptions(store), counts: noCalls(), now: () => Date.now() },
  } satisfies RoleWriteParts;
}
