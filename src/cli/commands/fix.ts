/** `accesslens fix`: findings' fixes as plans, and written. */
import type { FindingSummary } from "../../findings/finding-list.ts";
import type { Severity } from "../../findings/types.ts";
import { type AccountId, err, isAccountId, ok, type Result } from "../../model/index.ts";
import { maskFixAnswer } from "../../report/fix/mask-fix.ts";
import { jsonLine } from "../../report/plain.ts";
import {
  applyFixes,
  enterForFix,
  type FixAnswer,
  type FixPlan,
  fixAnswer,
  guardedByTrail,
  planFixes,
  planTightenings,
  readFixValues,
  usualCanary,
} from "../../work/provision/fixes/index.ts";
import type { Scan } from "../../work/scan.ts";
import { selectFindings } from "../../work/select-findings.ts";
import { chosenSuppressions } from "../accepted.ts";
import { done, exitCodes, type Failure, failed, type Outcome, usageFailure } from "../exit.ts";
import { faultsFailure, type InputOptions, masksExternalIds, noSuchRole } from "../inputs.ts";
import { withState } from "../open-state.ts";
import { notOne, scanForFindings } from "../scan-for-findings.ts";
import type { Terminal } from "../terminal.ts";
import { guardingUses } from "../trail-inputs.ts";
import { type GuardArguments, trailFailure } from "../trail-reading.ts";
import { printFixes } from "../views/fix-plan.ts";
import { applicationOf, storeFor, type WriteArguments, wayIn, withWriteAccess } from "../write-settings.ts";
import { unknownNames } from "./scan.ts";
import { exactRole } from "./trail-compare.ts";

export type FixArguments = InputOptions &
  WriteArguments &
  GuardArguments & {
    readonly rule?: readonly string[];
    readonly account?: readonly string[];
    readonly severity?: Severity;
    readonly chains?: boolean;
    readonly canary?: string;
    readonly accountsAtOnce: number;
    readonly suppressions?: string;
    readonly values?: string;
    readonly tighten?: readonly string[];
  };

export async function runFix(
  ids: readonly string[],
  args: FixArguments,
  terminal: Terminal,
): Promise<Outcome> {
  const isBatch = args.rule !== undefined || args.account !== undefined || args.severity !== undefined;
  if (ids.length === 0 && !isBatch && args.tighten === undefined) {
    return failed(
      usageFailure(
        "no finding is named",
        "Name findings by their ids, or all of a kind: --rule, --account, --severity. accesslens scan lists them.",
      ),
    );
  }
  const wrong = trailFailure(args, { "--tighten": args.tighten });
  if (wrong !== null) return failed(wrong);
  const scanned = await scanForFindings(ids, args, terminal, { chains: args.chains === true });
  if (!scanned.ok) return failed(scanned.error);
  const { scan, path } = scanned.value;
  const unknown = unknownNames(args, scan, path);
  if (unknown !== null) return failed(unknown);
  const chosen = chosenFindings(ids, isBatch, args, scan, path);
  if (!chosen.ok) return failed(chosen.error);
  const values = args.values === undefined ? ok(new Map()) : readFixValues(args.values);
  if (!values.ok) return failed(faultsFailure(values.error));
  const planned = planFixes(scan, chosen.value, values.value, (at, of) =>
    terminal.progress(() => `trying fixes: finding ${at + 1} of ${of}`),
  );
  const held = await heldAgainstTrail(planned, scan, path, args, terminal);
  if (!held.ok) return failed(held.error);
  const plan = held.value;
  const canary = canaryOf(args.canary, plan);
  if (!canary.ok) return failed(canary.error);
  const isWritten = args.apply === true && plan.fixes.some(({ state }) => state === "planned");
  if (!isWritten) return tell(ids, fixAnswer(path, plan, canary.value, null), scan, args, terminal);
  return written(ids, plan, canary.value, path, scan, args, terminal);
}

async function heldAgainstTrail(
  plan: FixPlan,
  scan: Scan,
  path: string,
  args: FixArguments,
  terminal: Terminal,
): Promise<Result<FixPlan, Failure>> {
  const { engine } = scan;
  const { events, despiteTrail, tighten } = args;
  if (events === undefined) return ok(plan);
  const unknown = tighten?.find((arn) => exactRole(arn, engine.snapshot) === null);
  if (unknown !== undefined) return err(noSuchRole(unknown, engine.snapshot, path));
  const facts = await guardingUses({ ...args, events }, engine, terminal);
  if (!facts.ok) return facts;
  terminal.progress("holding fixes against the trail");
  const narrower = planTightenings(
    scan,
    facts.value,
    (tighten ?? []).flatMap((arn) => exactRole(arn, engine.snapshot) ?? []),
    (at, of) => terminal.progress(() => `tightening: role ${at + 1} of ${of}`),
  );
  for (const { role, why } of narrower.unchanged) terminal.warn(`${role} stays as it is: ${why}`);
  const fixed = new Set(plan.fixes.map(({ policy }) => policy));
  const added = narrower.fixes.filter(({ policy }) => !fixed.has(policy));
  for (const { policy } of narrower.fixes) {
    if (fixed.has(policy))
      terminal.warn(`${policy} is fixed first: tighten it when that is written and collected`);
  }
  const whole = { ...plan, fixes: [...plan.fixes, ...added] };
  return ok(guardedByTrail(whole, facts.value, engine, { isForced: despiteTrail === true }));
}

function written(
  ids: readonly string[],
  plan: FixPlan,
  canary: AccountId | null,
  path: string,
  scan: Scan,
  args: FixArguments,
  terminal: Terminal,
): Promise<Outcome> {
  return withState(storeFor(args), (store) =>
    withWriteAccess(args, async (access) => {
      const results = await applyFixes(plan.fixes, {
        ...applicationOf(args, store, access),
        ...{ canary, accountsAtOnce: args.accountsAtOnce },
        open: (fix, removed) => enterForFix(fix, access, removed),
        progress: (at, of, policy) =>
          terminal.progress(() => `${at} of ${of} policies (${policy})`, { everySeconds: 30 }),
      });
      return tell(ids, fixAnswer(path, plan, canary, results), scan, args, terminal);
    }),
  );
}

function tell(
  ids: readonly string[],
  answer: FixAnswer,
  scan: Scan,
  args: FixArguments,
  terminal: Terminal,
): Outcome {
  const shown = masksExternalIds(args) ? maskFixAnswer(answer) : answer;
  if (args.format === "json") terminal.raw(`${jsonLine(shown)}\n`);
  else printFixes(shown, (account) => scan.engine.context.nameOf(account), wayIn(args), terminal);
  const isLeft = answer.fixes.some(({ state }) => state !== "applied" && state !== "same");
  // Of a batch, what has no edit is told; who names one wants that one.
  const isMissing = answer.notApplicable.some(({ id }) => ids.some((named) => isNamed(named, id)));
  const isBad = args.apply === true && (isLeft || isMissing);
  return isBad ? { kind: "done", exitCode: exitCodes.findings } : done;
}

function isNamed(named: string, id: string): boolean {
  return id.startsWith(named.toLowerCase());
}

/** Those that are named, and the open ones of the batch; worst first, each once. */
function chosenFindings(
  ids: readonly string[],
  isBatch: boolean,
  args: FixArguments,
  { findings }: Scan,
  path: string,
): Result<readonly FindingSummary[], Failure> {
  const chosen = new Set<FindingSummary>();
  for (const id of ids) {
    const summary = findings.find(id.toLowerCase());
    if (summary === null) return err(notOne(id, findings, path));
    chosen.add(summary);
  }
  if (isBatch) {
    const suppressions = chosenSuppressions(args.suppressions);
    if (!suppressions.ok) return suppressions;
    const { chosen: selected } = selectFindings(findings.summaries, {
      rules: args.rule ?? null,
      accounts: args.account ?? null,
      atLeast: args.severity ?? null,
      suppressions: suppressions.value,
      baseline: [],
      now: Math.floor(Date.now() / 1000),
    });
    for (const { summary, status } of selected) if (status === "open") chosen.add(summary);
  }
  return ok(findings.summaries.filter((one) => chosen.has(one)));
}

/** One that nothing is planned in would keep nothing from going wrong. */
function canaryOf(named: string | undefined, { fixes }: FixPlan): Result<AccountId | null, Failure> {
  if (named === undefined) return ok(usualCanary(fixes));
  const isPlanned = fixes.some(({ account, state }) => account === named && state === "planned");
  return isAccountId(named) && isPlanned
    ? ok(named)
    : err(
        usageFailure(
          `--canary: nothing is planned in account ${named}`,
          "Name one of the accounts that the plan writes to, by its id.",
        ),
      );
}
