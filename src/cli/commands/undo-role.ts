/** `accesslens undo` of a change to a role. */
import type { AppliedChange } from "../../model/index.ts";
import { jsonLine, plain } from "../../report/plain.ts";
import type { StateStore } from "../../store/state/index.ts";
import { type Access, maskStored, type UndoAnswer } from "../../work/provision/index.ts";
import { carryOutRoleUndo, planRoleUndo } from "../../work/provision/roles/index.ts";
import { exitCodes, type Outcome } from "../exit.ts";
import { roleWriteParts } from "../role-settings.ts";
import type { Terminal } from "../terminal.ts";
import { printLineDifference } from "../views/policy-difference.ts";
import type { UndoArguments } from "../write-settings.ts";

export async function undoRole(
  change: AppliedChange,
  store: StateStore,
  access: Access,
  args: UndoArguments,
  terminal: Terminal,
): Promise<Outcome> {
  const live = { access, connection: access.connection };
  const plan = await planRoleUndo(change, live);
  const end = args.apply === true ? await carryOutRoleUndo(change, plan, roleWriteParts(live, store)) : null;
  const why =
    plan.kind === "refused" ? `${plan.why}. ${plan.advice}` : end === null || end.ok ? null : end.error.why;
  const told = args.externalIds === "shown" ? (text: string | null) => text : maskStored;
  const texts =
    plan.kind === "refused"
      ? { before: null, after: null }
      : { before: told(plan.before), after: told(plan.after) };
  const answer: UndoAnswer = {
    ...{ change: change.id, target: change.target, outcome: plan.kind, why, ...texts },
    applied: end?.ok === true,
  };
  if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
  else {
    terminal.line(terminal.style("bold", plain(`${change.id}: ${change.title}`)));
    if (why !== null) terminal.line(terminal.style("red", plain(`Refused: ${why}`)));
    if (plan.kind === "same") terminal.line("Nothing is left to do: it stands there as before.");
    if (plan.kind === "change") printLineDifference(shown(texts.before), shown(texts.after), terminal);
    if (answer.applied) terminal.line("Done, and read back.");
    else if (end === null && why === null) terminal.line("Nothing was written: --apply does it.");
  }
  return { kind: "done", exitCode: why === null ? exitCodes.clean : exitCodes.input };
}

/** As lines, with the policies as documents of their own. */
function shown(text: string | null): string | null {
  if (text === null) return null;
  const {
    trust,
    inline,
    ...rest
  }: { readonly trust: string; readonly inline: Readonly<Record<string, string>> } = JSON.parse(text);
  const policies = Object.entries(inline).map(([name, policy]) => [name, JSON.parse(policy)]);
  return JSON.stringify({ ...rest, trust: JSON.parse(trust), inline: Object.fromEntries(policies) }, null, 2);
}
