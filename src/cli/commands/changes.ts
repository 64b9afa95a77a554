/** `accesslens changes` and `undo`: what was written to AWS, and the way back. */
import { refusalOf } from "../../aws/index.ts";
import { whyOf } from "../../collect/live/index.ts";
import type { AppliedChange, ChangeState } from "../../model/index.ts";
import { jsonLine, plain } from "../../report/plain.ts";
import { type Cell, table } from "../../report/table.ts";
import type { StateStore } from "../../store/state/index.ts";
import {
  type Access,
  type Applied,
  type ChangesAnswer,
  carryOutUndo,
  type Direction,
  maskChange,
  maskStored,
  planUndo,
  type UndoAnswer,
  type UndoPlan,
  whyNot,
} from "../../work/provision/index.ts";
import { roleChange } from "../../work/provision/roles/index.ts";
import {
  done,
  exitCodes,
  failed,
  inputFailure,
  type Outcome,
  type OutputFormat,
  usageFailure,
} from "../exit.ts";
import { withStateThatIs } from "../open-state.ts";
import type { Terminal } from "../terminal.ts";
import { printPolicyDifference } from "../views/policy-difference.ts";
import { applicationOf, storeFor, type UndoArguments, withWriteAccess } from "../write-settings.ts";
import { undoRole } from "./undo-role.ts";

export type ListChangesArguments = {
  readonly store?: string;
  readonly state?: ChangeState;
  readonly target?: string;
  readonly account?: string;
  readonly limit: number;
  readonly externalIds?: "masked" | "shown";
  readonly format: OutputFormat;
};

export async function listChanges(args: ListChangesArguments, terminal: Terminal): Promise<Outcome> {
  const { state, target, account, limit } = args;
  return withStateThatIs(storeFor(args), async (store) => {
    const filter = {
      ...(state === undefined ? {} : { state }),
      ...(target === undefined ? {} : { target }),
      ...(account === undefined ? {} : { account }),
    };
    const found = await store.appliedChanges(filter, limit + 1);
    const changes = found
      .slice(0, limit)
      .map((one) => (args.externalIds === "shown" ? one : maskChange(one)));
    const answer: ChangesAnswer = { changes, more: found.length > limit };
    if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
    else printChanges(answer, terminal);
    return done;
  });
}

function printChanges({ changes, more }: ChangesAnswer, terminal: Terminal): void {
  if (changes.length === 0) {
    terminal.line("No change.");
    return;
  }
  const rows = changes.map(({ id, at, state, by, target, title, note }): Cell[] => [
    { text: new Date(at).toISOString() },
    { text: state, style: (text) => (state === "intended" ? terminal.style("red", text) : text) },
    { text: id },
    { text: by },
    { text: target },
    { text: note === null ? title : `${title} (${note})` },
  ]);
  terminal.line(table(["WHEN", "STATE", "CHANGE", "BY", "TARGET", "WHAT"], rows, terminal.width));
  const isCutOff = changes.some(({ state }) => state === "intended");
  if (isCutOff)
    terminal.note("intended: it was cut off. accesslens undo or changes finish looks what stands there.");
  if (more) terminal.note("There are older ones: --limit tells more.");
}

export async function undoChange(
  id: string,
  direction: Direction,
  args: UndoArguments,
  terminal: Terminal,
): Promise<Outcome> {
  return withStateThatIs(storeFor(args), async (store) => {
    const change = await store.appliedChange(id);
    if (change === null) {
      return failed(usageFailure(`there is no change ${id}`, "accesslens changes list tells their ids."));
    }
    return withWriteAccess(args, async (access) => {
      if (change.kind === roleChange) {
        return direction === "back"
          ? undoRole(change, store, access, args, terminal)
          : failed(
              usageFailure(
                `${id} is a change of a role`,
                "accesslens role apply FILE again goes on where it was stopped.",
              ),
            );
      }
      const plan = await planned(change, direction, access, store);
      if ("kind" in plan && plan.kind === "failed") return plan;
      const end =
        args.apply === true
          ? await carryOutUndo(change, plan, direction, applicationOf(args, store, access))
          : null;
      return told(change, plan, end, args, terminal);
    });
  });
}

async function planned(
  change: AppliedChange,
  direction: Direction,
  access: Access,
  store: StateStore,
): Promise<UndoPlan | Extract<Outcome, { readonly kind: "failed" }>> {
  try {
    return await planUndo(change, direction, access, store);
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal === null) throw cause;
    const message = `${change.target} can't be read: ${whyOf(refusal)} (${refusal.code}: ${refusal.message})`;
    return {
      kind: "failed",
      failure: inputFailure([message], "Use credentials that may read and write its policy."),
    };
  }
}

function told(
  change: AppliedChange,
  plan: UndoPlan,
  end: Applied | null,
  args: UndoArguments,
  terminal: Terminal,
): Outcome {
  const shown = args.externalIds === "shown" ? (text: string | null) => text : maskStored;
  const isDone = end?.kind === "applied" || end?.kind === "same";
  const why =
    plan.kind === "refused"
      ? `${plan.why}. ${plan.advice}`
      : end === null || end.kind === "applied" || end.kind === "same"
        ? null
        : whyNot(end);
  const answer: UndoAnswer = {
    change: change.id,
    target: change.target,
    outcome: plan.kind,
    why,
    before: plan.kind === "refused" ? null : shown(plan.before),
    after: plan.kind === "refused" ? null : shown(plan.after),
    applied: isDone,
  };
  if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
  else {
    terminal.line(terminal.style("bold", plain(`${change.id}: ${change.title}`)));
    if (why !== null) terminal.line(terminal.style("red", plain(`Refused: ${why}`)));
    if (plan.kind === "same") terminal.line("Nothing is left to do: it stands there as asked for.");
    if (plan.kind === "change") printPolicyDifference(answer.before, answer.after, terminal);
    if (isDone) terminal.line("Done, and read back.");
    else if (end === null && why === null) terminal.line("Nothing was written: --apply does it.");
  }
  return { kind: "done", exitCode: why === null ? exitCodes.clean : exitCodes.input };
}
