/** `accesslens accept`: findings that somebody has decided to live with, and the end of it. */
import type { z } from "zod";
import { err, ok, type Result } from "../../model/index.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { acceptFindings, checkedAcceptance, withdrawAcceptances } from "../../work/accept-findings.ts";
import type { AcceptanceFault } from "../../work/acceptance-fault.ts";
import type { acceptanceShape } from "../../work/acceptance-shape.ts";
import type { Acceptance, Edited, FindingToAccept } from "../../work/suppression-edit.ts";
import { acceptancePath } from "../accepted.ts";
import { done, type Failure, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import type { InputOptions } from "../inputs.ts";
import { notOne, scanForFindings } from "../scan-for-findings.ts";
import type { Terminal } from "../terminal.ts";
import { shownSummary } from "../views/shown-summary.ts";

type Arguments = InputOptions & {
  readonly reason?: string;
  readonly expires?: string;
  readonly by?: string;
  readonly withdraw?: boolean;
  readonly replace?: boolean;
  readonly suppressions?: string;
};

export async function runAccept(
  ids: readonly string[],
  args: Arguments,
  terminal: Terminal,
): Promise<Outcome> {
  const file = acceptancePath(args.suppressions);
  if (!file.ok) return failed(file.error);
  const edited =
    args.withdraw === true
      ? await withdraw(ids, args, file.value)
      : await accept(ids, args, file.value, terminal);
  if (!edited.ok) return failed(edited.error);
  const { changed, replaced, unchanged } = edited.value;
  if (args.format === "json") {
    const withdrawn = args.withdraw === true ? changed : [];
    const accepted = args.withdraw === true ? [] : changed;
    const told: z.infer<typeof acceptanceShape> = {
      file: file.value,
      accepted: [...accepted],
      replaced: [...replaced],
      unchanged: [...unchanged],
      withdrawn: [...withdrawn],
    };
    terminal.raw(`${jsonLine(told)}\n`);
    return done;
  }
  const told = plain(file.value);
  if (args.withdraw === true)
    terminal.line(`${told}: ${counted(changed.length, "finding")} accepted no more`);
  else {
    const parts = [
      `${counted(changed.length + replaced.length, "finding")} accepted until ${args.expires}`,
      ...(replaced.length > 0 ? [`${replaced.length} of them anew`] : []),
      ...(unchanged.length > 0 ? [`${unchanged.length} as before`] : []),
    ];
    terminal.line(`${told}: ${parts.join(", ")}`);
  }
  return done;
}

async function accept(
  ids: readonly string[],
  args: Arguments,
  file: string,
  terminal: Terminal,
): Promise<Result<Edited, Failure>> {
  const now = Math.floor(Date.now() / 1000);
  const acceptance = askedFor(args, now);
  if (!acceptance.ok) return acceptance;
  const findings = await findingsToAccept(ids, args, terminal);
  if (!findings.ok) return findings;
  const edited = await acceptFindings(file, findings.value, acceptance.value, {
    replaces: args.replace === true,
    now,
  });
  return edited.ok ? edited : err(failureOf(edited.error));
}

const advice = 'Say --reason "why these can be lived with" --expires YYYY-MM-DD.';

function askedFor({ reason, expires, by }: Arguments, now: number): Result<Acceptance, Failure> {
  if (reason === undefined || expires === undefined) {
    return err(
      usageFailure("accepting a finding needs a reason, and the last day on which it counts", advice),
    );
  }
  const checked = checkedAcceptance({ reason, expires, owner: by ?? null }, now);
  return checked.ok ? checked : err(usageFailure(checked.error.message, checked.error.advice));
}

async function findingsToAccept(
  ids: readonly string[],
  args: Arguments,
  terminal: Terminal,
): Promise<Result<readonly FindingToAccept[], Failure>> {
  terminal.progress("evaluating trust policies");
  const scanned = await scanForFindings(ids, args, terminal);
  if (!scanned.ok) return scanned;
  const { scan, path } = scanned.value;
  const named = new Map<string, FindingToAccept>();
  for (const id of ids) {
    const summary = scan.findings.find(id.toLowerCase());
    if (summary === null) return err(notOne(id, scan.findings, path));
    // The file is kept with sources, where no external ID belongs.
    named.set(summary.id, shownSummary(scan, summary, true));
  }
  return ok([...named.values()]);
}

async function withdraw(
  ids: readonly string[],
  { reason, expires, by, replace }: Arguments,
  file: string,
): Promise<Result<Edited, Failure>> {
  if (reason !== undefined || expires !== undefined || by !== undefined || replace === true) {
    return err(
      usageFailure(
        "--reason, --expires, --by and --replace are about accepting",
        "Leave them out, or --withdraw.",
      ),
    );
  }
  const lower = ids.map((id) => id.toLowerCase());
  const edited = await withdrawAcceptances(file, lower);
  return edited.ok ? edited : err(failureOf(edited.error));
}

function failureOf({ kind, message, advice: next }: AcceptanceFault): Failure {
  return kind === "not-accepted" || kind === "accepted-already" || kind === "request"
    ? usageFailure(message, next)
    : inputFailure([message], next);
}
