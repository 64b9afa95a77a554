/** `accesslens scan`: what is wrong with who can get in, worst first. */
import { catalogue } from "../../findings/catalogue.ts";
import type { ChainFixes } from "../../findings/finding-list.ts";
import type { Suppression } from "../../findings/suppressions.ts";
import { type Finding, type Severity, severities } from "../../findings/types.ts";
import { err, ok, type Result } from "../../model/index.ts";
import { maskFinding } from "../../report/mask.ts";
import { jsonLine } from "../../report/plain.ts";
import { endOfDay, isDate } from "../../work/intent-file.ts";
import { type Scan, scan } from "../../work/scan.ts";
import { type ChosenFinding, isAtLeast, type Selection, selectFindings } from "../../work/select-findings.ts";
import { writeBaseline } from "../../work/suppression-file.ts";
import { acceptedIn, chosenSuppressions } from "../accepted.ts";
import { exitCodes, type Failure, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import {
  chosenIntent,
  chosenSnapshot,
  type InputOptions,
  masksExternalIds,
  snapshotFailure,
} from "../inputs.ts";
import type { Terminal } from "../terminal.ts";
import { engineVersion } from "../version.ts";
import { printFindings } from "../views/findings-table.ts";
import { shownSummary } from "../views/shown-summary.ts";

export type ScanArguments = InputOptions & {
  readonly suppressions?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly reason?: string;
  readonly expires?: string;
  readonly chains?: boolean;
  readonly fixes?: boolean;
  readonly rule?: readonly string[];
  readonly account?: readonly string[];
  readonly severity?: Severity;
  readonly failOn?: Severity;
  readonly limit: number;
};

export async function runScan(args: ScanArguments, terminal: Terminal): Promise<Outcome> {
  const prepared = prepare(args);
  if (!prepared.ok) return failed(prepared.error);
  const { path, intent, suppressions, baseline, acceptance } = prepared.value;
  terminal.progress("evaluating trust policies");
  const scanned = await scan(path, {
    config: { intent },
    cache: args.cache ?? true,
    engineVersion,
    chains: args.chains ?? false,
    tell: (message) => terminal.progress(message),
  });
  if (!scanned.ok) return failed(snapshotFailure(scanned.error, args.snapshot !== undefined));
  const unknown = unknownNames(args, scanned.value, path);
  if (unknown !== null) return failed(unknown);
  const selection = selectFindings(scanned.value.findings.summaries, {
    rules: args.rule ?? null,
    accounts: args.account ?? null,
    atLeast: args.severity ?? null,
    suppressions,
    baseline,
    now: Math.floor(Date.now() / 1000),
  });
  tellLeftovers(selection, terminal);
  if (args.writeBaseline !== undefined && acceptance !== null) {
    const failure = keepBaseline(args.writeBaseline, acceptance, scanned.value, selection);
    if (failure !== null) return failed(failure);
  }
  print(args, scanned.value, selection, terminal, path);
  const { failOn } = args;
  const fails =
    failOn !== undefined &&
    selection.chosen.some(({ status, summary }) => status === "open" && isAtLeast(summary.severity, failOn));
  return { kind: "done", exitCode: fails ? exitCodes.findings : exitCodes.clean };
}

/** A rule or an account that does not exist has no findings, which must not pass for a clean scan. */
export function unknownNames(
  args: Pick<ScanArguments, "rule" | "account" | "chains">,
  { engine }: Scan,
  path: string,
): Failure | null {
  const rules = (args.rule ?? []).filter((id) => !catalogue.some((rule) => rule.id === id));
  if (rules.length > 0) {
    return usageFailure(
      `there is no rule ${rules.join(", ")}`,
      `Known rules: ${catalogue.map((rule) => rule.id).join(", ")}.`,
    );
  }
  const off = (args.rule ?? []).filter((id) => !engine.config.rules.some((rule) => rule.id === id));
  if (off.length > 0) {
    return usageFailure(
      `switched off: rule ${off.join(", ")}`,
      `Switch it on in accesslens.yaml: rules: { ${off[0]}: { enabled: true } }`,
    );
  }
  const chained = (args.rule ?? []).filter((id) =>
    catalogue.some((rule) => rule.id === id && rule.kind === "reach"),
  );
  if (chained.length > 0 && args.chains !== true) {
    return usageFailure(`about chains: rule ${chained.join(", ")}`, "Add --chains, so that it runs.");
  }
  const accounts = (args.account ?? []).filter((id) => engine.snapshot.accountIndex(id) === null);
  if (accounts.length > 0) {
    return usageFailure(
      `${path} knows no account ${accounts.join(", ")}`,
      "Accounts are named by their ids of twelve digits.",
    );
  }
  return null;
}

function prepare(args: ScanArguments) {
  if (args.fixes === true && (args.chains !== true || args.format === "table")) {
    return err(
      usageFailure(
        "--fixes is about the chains of a whole answer",
        "Add --chains and --format json (or ndjson), or ask `accesslens explain FINDING` for one.",
      ),
    );
  }
  const acceptance = baselineAcceptance(args);
  if (!acceptance.ok) return acceptance;
  const path = chosenSnapshot(args);
  if (!path.ok) return path;
  const intent = chosenIntent(args);
  if (!intent.ok) return intent;
  const suppressions = chosenSuppressions(args.suppressions);
  if (!suppressions.ok) return suppressions;
  const baseline = acceptedIn(args.baseline ?? null);
  if (!baseline.ok) return baseline;
  return ok({
    path: path.value,
    intent: intent.value,
    suppressions: suppressions.value,
    baseline: baseline.value,
    acceptance: acceptance.value,
  });
}

function tellLeftovers({ expired, unused }: Selection, terminal: Terminal): void {
  const named = (one: Suppression): string =>
    one.matches.kind === "finding" ? one.matches.id : `${one.matches.rule} on ${one.matches.subject}`;
  for (const one of expired) terminal.warn(`accepted no more, expired: ${named(one)} (${one.reason})`);
  for (const one of unused) terminal.warn(`accepts nothing that was found: ${named(one)} (${one.reason})`);
}

type Acceptance = { readonly reason: string; readonly expires: string };

/** What a baseline is written with, asked for before the work begins; null: none is to be written. */
function baselineAcceptance(args: ScanArguments): Result<Acceptance | null, Failure> {
  const { reason, expires, writeBaseline: path } = args;
  if (path === undefined) {
    return reason === undefined && expires === undefined
      ? ok(null)
      : err(usageFailure("--reason and --expires belong to a baseline", "Add --write-baseline FILE."));
  }
  const advice = 'Add --reason "why these are accepted" --expires YYYY-MM-DD.';
  if (reason === undefined || reason.trim() === "" || expires === undefined) {
    return err(usageFailure("a baseline needs a reason and the date when it ends", advice));
  }
  if (!isDate(expires)) return err(usageFailure(`${JSON.stringify(expires)} is no date`, advice));
  return endOfDay(expires) < Date.now() / 1000
    ? err(usageFailure(`${expires} is over, and so would be the baseline`, advice))
    : ok({ reason, expires });
}

function keepBaseline(
  path: string,
  acceptance: Acceptance,
  result: Scan,
  { chosen }: Selection,
): Failure | null {
  try {
    writeBaseline(
      path,
      // A baseline is kept with sources, where no external ID belongs.
      chosen
        .filter((one) => one.status !== "suppressed")
        .map((one) => shownSummary(result, one.summary, true)),
      acceptance,
    );
    return null;
  } catch (cause) {
    return inputFailure(
      [`${path}: can't be written: ${cause instanceof Error ? cause.message : String(cause)}`],
      "Name a file in a directory that exists and can be written to.",
    );
  }
}

function print(
  args: ScanArguments,
  result: Scan,
  { chosen }: Selection,
  terminal: Terminal,
  path: string,
): void {
  if (args.format === "table") {
    const view = {
      limit: args.limit,
      maskExternalIds: masksExternalIds(args),
      snapshot: { path, named: args.snapshot ?? null },
    };
    printFindings(result, chosen, view, terminal);
    return;
  }
  const mask = masksExternalIds(args);
  const chainFixes = args.fixes === true ? "tried" : "advised";
  // Written in pieces: all findings of a large organization are more than one text should hold.
  const pieces =
    args.format === "ndjson"
      ? { open: "", between: "", close: "" }
      : { open: '{"findings":[', between: ",", close: "" };
  terminal.raw(pieces.open);
  for (const [index, one] of chosen.entries()) {
    if (index > 0) terminal.raw(pieces.between);
    if (index % 100 === 0) terminal.progress(`${index} of ${chosen.length} findings`);
    terminal.raw(jsonLine(wholeFinding(one, result, mask, chainFixes)));
    if (args.format === "ndjson") terminal.raw("\n");
  }
  if (args.format === "json") {
    const counts = Object.fromEntries(
      severities.map((severity) => [
        severity,
        chosen.filter((one) => one.summary.severity === severity).length,
      ]),
    );
    terminal.raw(
      `],"coverage":${jsonLine(result.coverage)},"notes":${jsonLine(result.notes)},"counts":${JSON.stringify(counts)}}\n`,
    );
  }
}

function wholeFinding(one: ChosenFinding, result: Scan, mask: boolean, chainFixes: ChainFixes): Finding {
  const detail: Finding = { ...result.findings.detail(one.summary, chainFixes), status: one.status };
  return mask ? maskFinding(detail) : detail;
}
