/** `accesslens scan`: what is wrong with who can get in, worst first. */
import { existsSync } from "node:fs";
import type { Suppression } from "../../findings/suppressions.ts";
import { type Finding, type Severity, severities } from "../../findings/types.ts";
import { err, ok, type Result } from "../../model/index.ts";
import { maskFinding } from "../../report/mask.ts";
import { type Scan, scan } from "../../work/scan.ts";
import { type ChosenFinding, isAtLeast, type Selection, selectFindings } from "../../work/select-findings.ts";
import { readSuppressions, writeBaseline } from "../../work/suppression-file.ts";
import { exitCodes, type Failure, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import {
  chosenIntent,
  chosenSnapshot,
  faultsFailure,
  type InputOptions,
  masksExternalIds,
  snapshotFailure,
} from "../inputs.ts";
import type { Terminal } from "../terminal.ts";
import { version } from "../version.ts";
import { printFindings } from "../views/findings-table.ts";

export type ScanArguments = InputOptions & {
  readonly suppressions?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly reason?: string;
  readonly expires?: string;
  readonly rule?: readonly string[];
  readonly account?: readonly string[];
  readonly severity?: Severity;
  readonly failOn?: Severity;
  readonly limit: number;
};

const usualSuppressions = "accesslens-suppressions.yaml";

export async function runScan(args: ScanArguments, terminal: Terminal): Promise<Outcome> {
  const prepared = prepare(args);
  if (!prepared.ok) return failed(prepared.error);
  const { path, intent, suppressions, baseline } = prepared.value;
  terminal.progress("evaluating trust policies");
  const scanned = await scan(path, {
    config: { intent },
    cache: args.cache ?? true,
    engineVersion: version,
  });
  if (!scanned.ok) return failed(snapshotFailure(scanned.error));
  const unknownRules = (args.rule ?? []).filter(
    (id) => !scanned.value.engine.config.rules.some((rule) => rule.id === id),
  );
  if (unknownRules.length > 0) {
    return failed(
      usageFailure(
        `there is no rule ${unknownRules.join(", ")}`,
        "docs/rules.md lists them; one may be switched off in accesslens.yaml.",
      ),
    );
  }
  const selection = selectFindings(scanned.value.findings.summaries, {
    rules: args.rule ?? null,
    accounts: args.account ?? null,
    atLeast: args.severity ?? null,
    suppressions,
    baseline,
    now: Math.floor(Date.now() / 1000),
  });
  tellLeftovers(selection, terminal);
  if (args.writeBaseline !== undefined) {
    const failure = keepBaseline(args, args.writeBaseline, selection);
    if (failure !== null) return failed(failure);
  }
  print(args, scanned.value, selection, terminal, path);
  const { failOn } = args;
  const fails =
    failOn !== undefined &&
    selection.chosen.some(({ status, summary }) => status === "open" && isAtLeast(summary.severity, failOn));
  return { kind: "done", exitCode: fails ? exitCodes.findings : exitCodes.clean };
}

function prepare(args: ScanArguments) {
  const path = chosenSnapshot(args);
  if (!path.ok) return path;
  const intent = chosenIntent(args);
  if (!intent.ok) return intent;
  const suppressions = acceptedIn(
    args.suppressions ?? (existsSync(usualSuppressions) ? usualSuppressions : null),
  );
  if (!suppressions.ok) return suppressions;
  const baseline = acceptedIn(args.baseline ?? null);
  if (!baseline.ok) return baseline;
  return ok({
    path: path.value,
    intent: intent.value,
    suppressions: suppressions.value,
    baseline: baseline.value,
  });
}

function acceptedIn(path: string | null): Result<readonly Suppression[], Failure> {
  if (path === null) return ok([]);
  const read = readSuppressions(path);
  return read.ok ? read : err(faultsFailure(read.error));
}

function tellLeftovers({ expired, unused }: Selection, terminal: Terminal): void {
  const named = (one: Suppression): string =>
    one.matches.kind === "finding" ? one.matches.id : `${one.matches.rule} on ${one.matches.subject}`;
  for (const one of expired) terminal.warn(`accepted no more, expired: ${named(one)} (${one.reason})`);
  for (const one of unused) terminal.warn(`accepts nothing that was found: ${named(one)} (${one.reason})`);
}

function keepBaseline(args: ScanArguments, path: string, { chosen }: Selection): Failure | null {
  const { reason, expires } = args;
  if (
    reason === undefined ||
    expires === undefined ||
    !/^\d{4}-\d{2}-\d{2}$/.test(expires) ||
    Number.isNaN(Date.parse(expires))
  ) {
    return usageFailure(
      "a baseline needs a reason and the date when it ends",
      'Add --reason "why these are accepted" --expires YYYY-MM-DD.',
    );
  }
  try {
    writeBaseline(
      path,
      chosen.filter((one) => one.status !== "suppressed").map((one) => one.summary),
      { reason, expires },
    );
    return null;
  } catch (cause) {
    return inputFailure(
      [`${path}: ${cause instanceof Error ? cause.message : String(cause)}`],
      "Name a file that can be written.",
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
    printFindings(result, chosen, args.limit, path, terminal);
    return;
  }
  const mask = masksExternalIds(args);
  // Written in pieces: all findings of a large organization are more than one text should hold.
  const pieces =
    args.format === "ndjson"
      ? { open: "", between: "", close: "" }
      : { open: '{"findings":[', between: ",", close: "" };
  terminal.raw(pieces.open);
  for (const [index, one] of chosen.entries()) {
    if (index > 0) terminal.raw(pieces.between);
    if (index % 100 === 0) terminal.progress(`${index} of ${chosen.length} findings`);
    terminal.raw(JSON.stringify(wholeFinding(one, result, mask)));
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
      `],"coverage":${JSON.stringify(result.coverage)},"notes":${JSON.stringify(result.notes)},"counts":${JSON.stringify(counts)}}\n`,
    );
  }
}

function wholeFinding(one: ChosenFinding, result: Scan, mask: boolean): Finding {
  const detail: Finding = { ...result.findings.detail(one.summary), status: one.status };
  return mask ? maskFinding(detail) : detail;
}
