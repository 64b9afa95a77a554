/** Callers' own policies written as planned, by the way of every policy: read, journaled, looked at again, written, read back. */
import type { PlannedHub } from "../../../provision/roles/index.ts";
import { type ApplyParts, applyPolicy, whyNot } from "../apply-policy.ts";
import { usualTiming } from "../write-timing.ts";
import { hubChange, journaledHub } from "./journaled-hub.ts";
import type { LivePlan, LiveRoles, RoleResult, WriteOptions, WriteResult } from "./live-roles.ts";
import { openHubPolicy } from "./open-hub.ts";
import { supersedeCutOff } from "./write-role.ts";

export type HubResult = WriteResult<PlannedHub>;

/** After the roles, of which `written` tells: where none could be written, or one that was to go is still there, they stay as they are. */
export async function writeHubs(
  { hubPolicies }: LivePlan,
  live: LiveRoles,
  options: WriteOptions,
  written: readonly RoleResult[],
): Promise<readonly HubResult[]> {
  const results: HubResult[] = [];
  for (const planned of hubPolicies) {
    results.push(await writeHub(planned, live, options, whyUnwritten(planned, written)));
  }
  return results;
}

function whyUnwritten({ state }: PlannedHub, written: readonly RoleResult[]): string | null {
  const failed = written.filter((one) => one.state === "error" && one.planned.state !== "error").length;
  if (failed === 0) return null;
  if (state === "remove") return "it stays, as not all roles could be taken away";
  return failed === written.length ? "not tried, as none of the roles could be written" : null;
}

async function writeHub(
  planned: PlannedHub,
  live: LiveRoles,
  { store, holder, pause, newId, timing = usualTiming }: WriteOptions,
  unwritten: string | null,
): Promise<HubResult> {
  const { state, why } = planned;
  const told = (more: Partial<HubResult>): HubResult => ({
    ...{ planned, state, why, applied: false, change: null },
    ...more,
  });
  if (state !== "create" && state !== "update" && state !== "remove") return told({});
  if (unwritten !== null || store === null) {
    return told({ state: "error", why: unwritten ?? "there is no store to journal it in" });
  }
  const parts: ApplyParts = { store, holder, timing, pause, now: live.now, random: Math.random };
  const id = newId();
  const policy = await openPolicy(planned, live);
  const end = await applyPolicy(policy, changeOf(planned, id, live), parts);
  switch (end.kind) {
    case "same":
      return told({ state: "same", why: "it stands there already" });
    case "applied":
      await supersedeCutOff(id, policy.target, { store, now: live.now });
      return told({ applied: true, change: id });
    default:
      return told({ state: "error", why: whyNot(end) });
  }
}

function openPolicy({ principal: arn, hub: { policy }, account }: PlannedHub, live: LiveRoles) {
  return openHubPolicy({ arn, policy, account }, { ...live.access, connection: live.connection });
}

function changeOf(planned: PlannedHub, id: string, { access, set }: LiveRoles) {
  const { principal: arn, hub, merge, state } = planned;
  return {
    ...{ id, merge, kind: hubChange, by: access.home.caller.arn, undoes: null, sids: new Set<string>() },
    title: `${state} inline policy ${hub.policy} of ${arn}, for the roles of ${set.name}`,
    inverse: (before: string | null) => journaledHub({ arn, policy: hub.policy, text: before }),
  };
}
