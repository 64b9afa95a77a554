/** `accesslens role apply`: makes the declared roles so. */
import { type AccountId, err, isAccountId, ok, type Result } from "../../model/index.ts";
import { jsonLine } from "../../report/plain.ts";
import {
  applyRoles,
  type LivePlan,
  planLiveRoles,
  plannedAnswer,
  type RolesAnswer,
  rememberUses,
  writeHubs,
} from "../../work/provision/roles/index.ts";
import { done, exitCodes, type Failure, failed, type Outcome, usageFailure } from "../exit.ts";
import { masksExternalIds } from "../inputs.ts";
import {
  declaredRoles,
  heldAgainstTrail,
  namedSnapshot,
  openRoles,
  type RoleArguments,
} from "../role-settings.ts";
import { withJournal } from "../role-store.ts";
import type { Terminal } from "../terminal.ts";
import { printRoles } from "../views/roles-table.ts";
import { writeOptions } from "../write-settings.ts";

export type RoleApplyArguments = RoleArguments & { readonly canary?: string };

export function runRoleApply(file: string, args: RoleApplyArguments, terminal: Terminal): Promise<Outcome> {
  return withJournal(args.store, async (registry, store) => {
    const set = await declaredRoles(file, registry, args);
    if (!set.ok) return failed(set.error);
    const snapshot = await namedSnapshot(args);
    if (!snapshot.ok) return failed(snapshot.error);
    const opened = await openRoles(set.value, snapshot.value, args, terminal);
    if (!opened.ok) return failed(opened.error);
    const { live, close } = opened.value;
    try {
      const how = { set: set.value, removes: false };
      const held = await heldAgainstTrail(await planLiveRoles(live), how, args, terminal);
      if (!held.ok) return failed(held.error);
      const { plan, seen } = held.value;
      const canary = canaryOf(args.canary, plan);
      if (!canary.ok) return failed(canary.error);
      const options = { ...writeOptions(store), canary: canary.value };
      const roles = await applyRoles(plan, live, options);
      await rememberUses(roles, store);
      const hubs = await writeHubs(plan, live, options, roles);
      const answer = plannedAnswer(plan, plan.snapshot.coverage, masksExternalIds(args), {
        ...{ results: { roles, hubs }, seen, showsSeenIds: args.externalIds === "shown" },
      });
      return tellRoles(answer, args, terminal);
    } finally {
      close();
    }
  });
}

export function tellRoles(answer: RolesAnswer, args: RoleArguments, terminal: Terminal): Outcome {
  if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
  else printRoles(answer, { limit: 0, differences: false }, terminal);
  return [...answer.roles, ...answer.hubPolicies].some(({ state }) => state === "error")
    ? { kind: "done", exitCode: exitCodes.findings }
    : done;
}

/** One that is not among the targets would keep nothing from going wrong. */
export function canaryOf(canary: string | undefined, plan: LivePlan): Result<AccountId | null, Failure> {
  if (canary === undefined) return ok(null);
  const isTarget = plan.roles.some(({ accountId }) => accountId === canary);
  return isAccountId(canary) && isTarget
    ? ok(canary)
    : err(
        usageFailure(
          `--canary: ${canary} is none of the accounts that are meant`,
          "Name one of the targets by its id.",
        ),
      );
}
