/** Plans of live accounts, and what they come to: many accounts at a time, each with a result of its own. */
import pLimit from "p-limit";
import type { ActionCatalogue } from "../../../authz/action-catalogue.ts";
import { type CallCounts, noCalls } from "../../../aws/index.ts";
import { type AccountId, err, ok, type Result, type Snapshot } from "../../../model/index.ts";
import {
  managedPolicyDenies,
  meantOver,
  type PlannedRole,
  planRoles,
  type RolePlan,
  type RoleSet,
  type RoleState,
  removalSteps,
  stepsBetween,
  targetedAccounts,
  whyNotOurs,
  whyNotRemoved,
  withRoleStates,
} from "../../../provision/roles/index.ts";
import type { WriteTiming } from "../write-timing.ts";
import { readCallers } from "./read-callers.ts";
import { type Live, readOrganization, readRoleState } from "./read-roles.ts";
import type { RoleToWrite, RoleWriteParts } from "./role-to-write.ts";
import { writeRole } from "./write-role.ts";

export type LiveRoles = Live & {
  readonly set: RoleSet;
  /** The organization and the callers, by a snapshot; null: the organization is read, and the callers are taken at the policy's word. */
  readonly snapshot: Snapshot | null;
  readonly catalogue: ActionCatalogue | null;
  readonly adopt: boolean;
  readonly accountsAtOnce: number;
  readonly now: () => number;
  /** How far it is, with the account that was dealt with last. */
  readonly progress: (done: number, of: number, account: string) => void;
};

export type LivePlan = RolePlan & {
  /** The snapshot with the roles as they were read. */
  readonly snapshot: Snapshot;
};

export async function planLiveRoles(live: LiveRoles): Promise<LivePlan> {
  const { set, now } = live;
  const named = set.roles.flatMap(({ targets }) => targets.accounts);
  const tags = set.roles.some(({ targets }) => targets.tags.length > 0);
  const base = live.snapshot ?? (await readOrganization(live, { tags, named }, Math.floor(now() / 1000)));
  const wanted = set.roles.flatMap((role) => {
    const targets = targetedAccounts(role.targets, base);
    const accounts = targets.ok ? targets.value.accounts : [];
    return accounts.map(({ id }) => ({ account: id, name: role.name }));
  });
  const [read, callers] = await Promise.all([readAll(wanted, live), readCallers(set, base, live)]);
  const states = wanted.flatMap(({ account, name }) => {
    const one = read.get(keyOf(account, name));
    return one?.ok === true ? [{ account, name, state: one.value }] : [];
  });
  const snapshot = withRoleStates(base, states);
  const plan = planRoles({
    ...{ set, snapshot, callers, catalogue: live.catalogue, adopt: live.adopt },
    unread: ({ id }, { name }) => {
      const one = read.get(keyOf(id, name));
      return one === undefined ? "it was not read" : one.ok ? null : one.error;
    },
  });
  return { ...plan, snapshot };
}

function keyOf(account: string, name: string): string {
  return `${account} ${name.toLowerCase()}`;
}

async function readAll(
  wanted: readonly { readonly account: AccountId; readonly name: string }[],
  live: LiveRoles,
): Promise<ReadonlyMap<string, Result<RoleState | null, string>>> {
  const several = pLimit(live.accountsAtOnce);
  const found = new Map<string, Result<RoleState | null, string>>();
  let done = 0;
  await Promise.all(
    wanted.map(({ account, name }) =>
      several(async () => {
        found.set(keyOf(account, name), await readRoleState(account, name, live));
        done += 1;
        live.progress(done, wanted.length, account);
      }),
    ),
  );
  return found;
}

/** What came of one plan. */
export type WriteResult<Planned extends { readonly state: string }> = {
  readonly planned: Planned;
  /** As planned, or `error`: `why` says what happened. */
  readonly state: Planned["state"];
  readonly why: string;
  readonly applied: boolean;
  readonly change: string | null;
};

export type RoleResult = WriteResult<PlannedRole>;

export type WriteOptions = Pick<RoleWriteParts, "store" | "holder" | "pause" | "newId"> & {
  /** Goes first; the others are left alone when it fails. */
  readonly canary: AccountId | null;
  readonly counts?: CallCounts;
  /** Of callers' policies. */
  readonly timing?: WriteTiming;
};

export function applyRoles(
  plan: LivePlan,
  live: LiveRoles,
  options: WriteOptions,
): Promise<readonly RoleResult[]> {
  const { set, adopt } = live;
  return writeAll(plan, live, options, (planned) => {
    const { desired, account, role } = planned;
    if (desired === null || account === null || planned.state === "error") return null;
    const denies = managedPolicyDenies(plan.snapshot, account.id);
    return {
      ...{ account: account.id, arn: planned.arn, name: desired.name, desired, undoes: null },
      title: `${planned.state} ${planned.arn} as ${set.name} declares it`,
      stepsFrom: (current) => {
        const notOurs = current === null ? null : whyNotOurs(current.tags, set.name, adopt);
        if (notOurs !== null) return err(notOurs);
        if (current !== null && current.path !== desired.path)
          return err(`the role has path ${current.path} now`);
        return ok(stepsBetween(current, meantOver(current, desired, role), { denies }));
      },
    };
  });
}

/** Takes away what a plan to remove says. */
export function removeRoles(
  plan: LivePlan,
  live: LiveRoles,
  options: WriteOptions,
): Promise<readonly RoleResult[]> {
  return writeAll(plan, live, options, ({ current, account, arn, state }) => {
    if (current === null || account === null || state !== "remove") return null;
    const denies = managedPolicyDenies(plan.snapshot, account.id);
    return {
      ...{ account: account.id, arn, name: current.name, desired: null, undoes: null },
      title: `remove ${arn} of ${live.set.name}`,
      stepsFrom: (now) => {
        const why = now === null ? null : whyNotRemoved(now, live.set);
        return why !== null ? err(why) : ok(now === null ? [] : removalSteps(now, { denies }));
      },
    };
  });
}

async function writeAll(
  { roles }: RolePlan,
  live: LiveRoles,
  options: WriteOptions,
  writeOf: (planned: PlannedRole) => RoleToWrite | null,
): Promise<readonly RoleResult[]> {
  const parts: RoleWriteParts = {
    ...{ access: live.access, connection: live.connection, region: live.access.home.region, now: live.now },
    ...{ store: options.store, holder: options.holder, pause: options.pause, newId: options.newId },
    counts: options.counts ?? noCalls(),
  };
  const results = new Map<PlannedRole, RoleResult>();
  let done = 0;
  const one = async (planned: PlannedRole): Promise<void> => {
    results.set(planned, await resultOf(planned, writeOf(planned), parts));
    done += 1;
    live.progress(done, roles.length, planned.accountId);
  };
  const first = roles.filter(({ accountId }) => accountId === options.canary);
  for (const planned of first) await one(planned);
  const failed = first.find((planned) => results.get(planned)?.state === "error");
  const others = roles.filter((planned) => !first.includes(planned));
  if (failed !== undefined) {
    const why = `not tried, because ${failed.accountId} went first and failed`;
    for (const planned of others) results.set(planned, notWritten(planned, why));
  } else {
    const several = pLimit(live.accountsAtOnce);
    await Promise.all(others.map((planned) => several(() => one(planned))));
  }
  return roles.map((planned) => results.get(planned) ?? notWritten(planned, "not tried"));
}

function notWritten(planned: PlannedRole, why: string): RoleResult {
  return { planned, state: "error", why, applied: false, change: null };
}

async function resultOf(
  planned: PlannedRole,
  role: RoleToWrite | null,
  parts: RoleWriteParts,
): Promise<RoleResult> {
  const { state, why } = planned;
  if (role === null || state === "same") {
    return { planned, state, why, applied: false, change: null };
  }
  const written = await writeRole(role, parts);
  if (written.ok) {
    const { writes, change } = written.value;
    return { planned, state, why, applied: writes > 0, change };
  }
  const { writes, change, why: because } = written.error;
  const left =
    writes === 0 ? "" : `; ${writes} calls were made, which leave it narrower at most: run it again`;
  return { planned, state: "error", why: `${because}${left}`, applied: false, change };
}
