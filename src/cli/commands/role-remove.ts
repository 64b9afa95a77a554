/** `accesslens role remove`: takes away what was made of a declaration, and nothing else. */
import { planRemoval } from "../../provision/roles/index.ts";
import {
  planLiveRoles,
  plannedAnswer,
  rememberUses,
  removeRoles,
  writeHubs,
} from "../../work/provision/roles/index.ts";
import { failed, type Outcome } from "../exit.ts";
import { masksExternalIds } from "../inputs.ts";
import { declaredRoles, heldAgainstTrail, openRoles } from "../role-settings.ts";
import { withJournal } from "../role-store.ts";
import type { Terminal } from "../terminal.ts";
import { writeOptions } from "../write-settings.ts";
import { canaryOf, type RoleApplyArguments, tellRoles } from "./role-apply.ts";

export type RoleRemoveArguments = RoleApplyArguments & { readonly apply?: boolean };

export function runRoleRemove(file: string, args: RoleRemoveArguments, terminal: Terminal): Promise<Outcome> {
  return withJournal(args.store, async (registry, store) => {
    const set = await declaredRoles(file, registry, args);
    if (!set.ok) return failed(set.error);
    const opened = await openRoles(set.value, null, args, terminal);
    if (!opened.ok) return failed(opened.error);
    const { live, close } = opened.value;
    try {
      const removal = planRemoval(await planLiveRoles(live), live.set);
      const held = await heldAgainstTrail(removal, { set: live.set, removes: true }, args, terminal);
      if (!held.ok) return failed(held.error);
      const { plan, seen } = held.value;
      const canary = canaryOf(args.canary, plan);
      if (!canary.ok) return failed(canary.error);
      const options = { ...writeOptions(store), canary: canary.value };
      const roles = args.apply === true ? await removeRoles(plan, live, options) : null;
      if (roles !== null) await rememberUses(roles, store);
      const results = roles === null ? null : { roles, hubs: await writeHubs(plan, live, options, roles) };
      const answer = plannedAnswer(plan, plan.snapshot.coverage, masksExternalIds(args), {
        ...{ results, seen, showsSeenIds: args.externalIds === "shown" },
      });
      const outcome = tellRoles({ ...answer, hubs: [] }, args, terminal);
      if (args.format === "table" && args.apply !== true)
        terminal.line("\nNothing was written: --apply does it.");
      return outcome;
    } finally {
      close();
    }
  });
}
