/** `accesslens grant` and `revoke`: plan, show, and on request write. */
import { whyOf } from "../../collect/live/index.ts";
import { type AccountId, err, isAccountId, ok, type Result, type Snapshot } from "../../model/index.ts";
import { declareGrant, type GrantDeclaration } from "../../provision/index.ts";
import { jsonLine } from "../../report/plain.ts";
import { shellWord } from "../../report/shell.ts";
import { openActionCatalogue } from "../../work/action-file.ts";
import {
  type Access,
  applyGrant,
  grantAnswer,
  type PlanFault,
  planGrant,
  planRevoke,
  sessionsSeen,
} from "../../work/provision/index.ts";
import { done, exitCodes, type Failure, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import { openIfAny } from "../open.ts";
import { withState } from "../open-state.ts";
import type { Terminal } from "../terminal.ts";
import { faultWarnings, readUses } from "../trail-inputs.ts";
import { type MaybeTrailArguments, trailFailure } from "../trail-reading.ts";
import { printGrant } from "../views/grant-plan.ts";
import { trailOutcome } from "../views/trail-digests.ts";
import { applicationOf, storeFor, type WriteArguments, wayIn, withWriteAccess } from "../write-settings.ts";

/** A trail: of `revoke` alone. */
export type GrantArguments = WriteArguments &
  MaybeTrailArguments & {
    readonly principal: string;
    readonly resource: string;
    readonly actions?: readonly string[];
    readonly orgId?: string;
    readonly prefix?: string;
    readonly via: "policy" | "grant";
    /** `--no-key`. */
    readonly key: boolean;
    readonly account?: string;
    readonly snapshot?: string;
  };

export async function runGrant(
  verb: "grant" | "revoke",
  args: GrantArguments,
  terminal: Terminal,
): Promise<Outcome> {
  const wrong = trailFailure(args);
  if (wrong !== null) return failed(wrong);
  const service = args.resource.split(":")[2] ?? "";
  const declared = declareGrant({
    principal: args.principal,
    resource: args.resource,
    // Of a revocation without them, whatever was granted goes.
    actions: args.actions ?? [`${service}:*`],
    ...(args.orgId === undefined ? {} : { organization: args.orgId }),
    ...(args.prefix === undefined ? {} : { prefix: args.prefix }),
  });
  if (!declared.ok) return failed(usageFailure(declared.error.why, declared.error.advice));
  const declaration = declared.value;
  if (args.via === "grant" && (declaration.resource.kind !== "key" || declaration.organization !== null)) {
    return failed(
      usageFailure("--via grant is for KMS keys, and grants know no --org-id", "Leave one of them out."),
    );
  }
  const base = await openIfAny(args);
  if (base !== null && "exitCode" in base) return failed(base);
  const seen = await seenByTrail(declaration, args, base?.snapshot ?? null, terminal);
  if (!seen.ok) return failed(seen.error);
  return withWriteAccess(args, async (access) => {
    const owner = accountFor(declaration, args, base?.snapshot ?? null, access);
    if (!owner.ok) return failed(owner.error);
    const { account, isAssumed } = owner.value;
    const options = {
      ...{ access, account, base, via: args.via, withKey: args.key },
      catalogue: openActionCatalogue(),
    };
    const planned =
      verb === "grant"
        ? await planGrant(declaration, options)
        : await planRevoke(declaration, { ...options, anyAction: args.actions === undefined });
    const assumed = isAssumed ? [assumedOwner(declaration, account)] : [];
    if (!planned.ok) return failed(faultFailure(planned.error, assumed));
    const plan = { ...planned.value, notes: [...assumed, ...planned.value.notes, ...seen.value.notes] };
    const isRefused = plan.parts.some(({ outcome }) => outcome.kind === "refused");
    const inverse = inverseCommand(verb, args);
    const end = (written: Parameters<typeof grantAnswer>[2]): Outcome => {
      const answer = grantAnswer(plan, inverse, written);
      if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
      else printGrant(answer, ["", ...wayIn(args)].join(" "), terminal);
      const isDone = written === null ? !isRefused : answer.applied;
      return isDone ? seen.value.outcome : { kind: "done", exitCode: exitCodes.input };
    };
    // All or nothing: what can't be written whole is not begun.
    if (args.apply !== true || isRefused) return end(args.apply === true ? [] : null);
    return withState(storeFor(args), async (store) =>
      end(await applyGrant(verb, plan.parts, applicationOf(args, store, access))),
    );
  });
}

async function seenByTrail(
  { principal }: GrantDeclaration,
  args: GrantArguments,
  snapshot: Snapshot | null,
  terminal: Terminal,
): Promise<Result<{ readonly notes: readonly string[]; readonly outcome: Outcome }, Failure>> {
  const { events } = args;
  if (events === undefined) return ok({ notes: [], outcome: done });
  const read = await readUses({ ...args, events }, { snapshot }, terminal);
  if (!read.ok) return read;
  const { facts, digests } = read.value;
  const seen = sessionsSeen(principal, facts, snapshot);
  const notes = [seen, ...(digests === null ? [] : faultWarnings(digests))];
  return ok({ notes, outcome: trailOutcome(read.value) });
}

function accountFor(
  { resource }: GrantDeclaration,
  args: GrantArguments,
  snapshot: Snapshot | null,
  access: Access,
): Result<{ readonly account: AccountId; readonly isAssumed: boolean }, Failure> {
  if (args.account !== undefined && !isAccountId(args.account)) {
    return err(usageFailure(`--account: ${args.account} is no account id`, "Account ids are twelve digits."));
  }
  const known = resource.account ?? args.account ?? ownerOf(resource.arn, snapshot);
  const account = known ?? access.home.caller.account;
  if (!access.canEnter(account)) {
    return err(
      usageFailure(
        `account ${account}, which has the resource, can't be entered by these credentials`,
        "Name the role or the profile that can: --role-name, --profile.",
      ),
    );
  }
  return ok({ account, isAssumed: known === null });
}

/** A bucket's ARN does not say whose it is. */
function assumedOwner({ resource }: GrantDeclaration, account: AccountId): string {
  return `Whose ${resource.arn} is, its ARN does not say: it was looked for in ${account}, the account of these credentials. --account names another one.`;
}

function ownerOf(arn: string, snapshot: Snapshot | null): AccountId | null {
  if (snapshot === null) return null;
  const index = snapshot.accounts.findIndex((_, at) =>
    snapshot.accountData(at)?.resources?.some((one) => one.arn === arn),
  );
  return snapshot.accounts[index]?.id ?? null;
}

function faultFailure(fault: PlanFault, assumed: readonly string[]): Failure {
  if (fault.kind === "refused") return inputFailure([fault.why], fault.advice);
  const { refusal } = fault;
  const why = `AWS did not let us read what stands there: ${whyOf(refusal)} (${refusal.code}: ${refusal.message})`;
  return inputFailure(
    [why, ...assumed],
    refusal.kind === "absent"
      ? "Check the resource's ARN, its account and its region."
      : "docs/grants.md lists the permissions.",
  );
}

function inverseCommand(verb: "grant" | "revoke", args: GrantArguments): string {
  // Of a revocation the undo alone knows what stood there: with which actions, bounds and prefixes.
  if (verb === "revoke") return ["accesslens undo CHANGE", ...wayIn(args), "--apply"].join(" ");
  return [
    `accesslens revoke --principal ${shellWord(args.principal)} --resource ${shellWord(args.resource)}`,
    ...(args.actions === undefined ? [] : [`--actions ${shellWord(args.actions.join(","))}`]),
    ...(args.orgId === undefined ? [] : [`--org-id ${shellWord(args.orgId)}`]),
    ...(args.prefix === undefined ? [] : [`--prefix ${shellWord(args.prefix)}`]),
    ...(args.via === "grant" ? ["--via grant"] : []),
    ...(args.account === undefined ? [] : [`--account ${args.account}`]),
    ...wayIn(args),
    "--apply",
  ].join(" ");
}
