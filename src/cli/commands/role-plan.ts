/** `accesslens role plan`: what there is to do, by a snapshot or by the accounts themselves; or the same as templates. */
import { join } from "node:path";
import type { Snapshot } from "../../model/index.ts";
import { planRoles, type RolePlan, type RoleSet } from "../../provision/roles/index.ts";
import { jsonLine, plain } from "../../report/plain.ts";
import { openActionCatalogue } from "../../work/action-file.ts";
import {
  planLiveRoles,
  plannedAnswer,
  roleTemplates,
  type TemplateForm,
} from "../../work/provision/roles/index.ts";
import { done, exitCodes, failed, inputFailure, type Outcome } from "../exit.ts";
import { masksExternalIds } from "../inputs.ts";
import { openChosen } from "../open.ts";
import {
  declaredRoles,
  heldAgainstTrail,
  namedSnapshot,
  openRoles,
  type RoleArguments,
} from "../role-settings.ts";
import { withRegistry } from "../role-store.ts";
import { writeSetupFiles } from "../setup-files.ts";
import type { Terminal } from "../terminal.ts";
import { printRoles } from "../views/roles-table.ts";

export type RolePlanArguments = RoleArguments & {
  readonly live?: boolean;
  readonly as?: TemplateForm;
  readonly out: string;
  readonly force?: boolean;
  readonly limit: number;
};

export function runRolePlan(file: string, args: RolePlanArguments, terminal: Terminal): Promise<Outcome> {
  return withRegistry(args.store, async (registry) => {
    const set = await declaredRoles(file, registry, args);
    if (!set.ok) return failed(set.error);
    const isLive = args.live === true || args.roleName !== undefined || args.profile !== undefined;
    return isLive
      ? planLive(file, set.value, args, terminal)
      : planBySnapshot(file, set.value, args, terminal);
  });
}

async function planBySnapshot(
  file: string,
  set: RoleSet,
  args: RolePlanArguments,
  terminal: Terminal,
): Promise<Outcome> {
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const { snapshot } = opened.value.engine;
  const plan = planRoles({
    ...{ set, snapshot, catalogue: openActionCatalogue(), adopt: args.adopt === true },
    unread: ({ id, hasData }) =>
      hasData ? null : `the IAM data of account ${id} is not in the snapshot (--live reads its role)`,
  });
  return tell(file, set, { ...plan, snapshot }, args, terminal);
}

async function planLive(
  file: string,
  set: RoleSet,
  args: RolePlanArguments,
  terminal: Terminal,
): Promise<Outcome> {
  const snapshot = await namedSnapshot(args);
  if (!snapshot.ok) return failed(snapshot.error);
  const opened = await openRoles(set, snapshot.value, args, terminal);
  if (!opened.ok) return failed(opened.error);
  try {
    const plan = await planLiveRoles(opened.value.live);
    return await tell(file, set, plan, args, terminal);
  } finally {
    opened.value.close();
  }
}

async function tell(
  file: string,
  set: RoleSet,
  planned: RolePlan & { readonly snapshot: Snapshot },
  args: RolePlanArguments,
  terminal: Terminal,
): Promise<Outcome> {
  const held = await heldAgainstTrail(planned, { set, removes: false }, args, terminal);
  if (!held.ok) return failed(held.error);
  const { plan, seen } = held.value;
  const { snapshot } = plan;
  if (args.as !== undefined) return writeTemplates(args.as, set, plan, snapshot, args, terminal);
  const answer = plannedAnswer(plan, snapshot.coverage, masksExternalIds(args), {
    ...{ seen, showsSeenIds: args.externalIds === "shown" },
  });
  if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
  else {
    printRoles(answer, { limit: args.limit, differences: true }, terminal);
    const isToApply = [...answer.roles, ...answer.hubPolicies].some(
      ({ state }) => state === "create" || state === "update" || state === "remove",
    );
    if (isToApply) {
      terminal.line();
      terminal.line(plain(`next: accesslens role apply ${file}`));
    }
  }
  return [...answer.roles, ...answer.hubPolicies].some(({ state }) => state === "error")
    ? { kind: "done", exitCode: exitCodes.findings }
    : done;
}

async function writeTemplates(
  form: TemplateForm,
  set: RoleSet,
  plan: RolePlan,
  { organization }: Snapshot,
  args: RolePlanArguments,
  terminal: Terminal,
): Promise<Outcome> {
  const templates = roleTemplates(form, { set, planned: plan.roles, organization });
  if (!templates.ok) {
    return failed(
      inputFailure([templates.error], "Templates are made of what is proven: see accesslens role plan."),
    );
  }
  const hubs = plan.hubs.map(({ principal, policy }, index) => ({
    name: `hub-policy${index === 0 ? "" : `-${index + 1}`}.json`,
    text: `${JSON.stringify(JSON.parse(policy), null, 2)}\n`,
    what: `what ${principal} needs on its own side`,
  }));
  const files = [...templates.value, ...hubs];
  const refused = await writeSetupFiles(files, args);
  if (refused !== null) return refused;
  if (args.format === "json") {
    terminal.raw(
      `${jsonLine({ files: files.map(({ name, what }) => ({ file: join(args.out, name), what })) })}\n`,
    );
    return done;
  }
  for (const { name, what } of files) terminal.line(plain(`${join(args.out, name)}: ${what}`));
  return done;
}
