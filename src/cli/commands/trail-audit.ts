/** `accesslens trail audit`: what is remarkable in a trail. */

import { err, ok, type Result } from "../../model/index.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import type { AuditSettings, KnownNetworks } from "../../trail/index.ts";
import { type AuditAnswer, auditAnswer, readKnownNetworks } from "../../work/trail/index.ts";
import { exitCodes, type Failure, failed, type Outcome, usageFailure } from "../exit.ts";
import { faultsFailure } from "../inputs.ts";
import type { Terminal } from "../terminal.ts";
import { askTrail, type TrailArguments } from "../trail-inputs.ts";
import { rawRows, trailOutcome, withDigests } from "../views/trail-digests.ts";
import { moreRows, printTrail, timeText } from "../views/trail-rows.ts";

type Arguments = TrailArguments & {
  readonly longerThan: number;
  readonly sourceIdentity?: boolean;
  readonly newSince?: number;
  readonly depth: number;
  readonly refusals: number;
  readonly networks?: string;
  readonly countries?: readonly string[];
  readonly evidence: number;
  readonly kind?: readonly string[];
  readonly exitCode?: boolean;
};

export async function runTrailAudit(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const networks = networksOf(args);
  if (!networks.ok) return failed(networks.error);
  const settings: AuditSettings = {
    longerThan: args.longerThan,
    sourceIdentity: args.sourceIdentity === true,
    newSince: args.newSince ?? null,
    depth: args.depth,
    refusals: args.refusals,
    networks: networks.value,
  };
  const places = networks.value !== null || args.newSince !== undefined;
  const asked = await askTrail(args, terminal, () => ({ settings, places, evidence: args.evidence }));
  if (!asked.ok) return failed(asked.error);
  terminal.progress("auditing");
  const answer = withDigests(
    asked.value,
    auditAnswer(asked.value, { evidence: args.evidence, kinds: args.kind ?? null }),
  );
  print(answer, args, terminal);
  return args.exitCode === true && answer.exceptions.length > 0
    ? { kind: "done", exitCode: exitCodes.findings }
    : trailOutcome(asked.value);
}

function networksOf({ networks, countries }: Arguments): Result<KnownNetworks | null, Failure> {
  if (networks === undefined) {
    return countries === undefined
      ? ok(null)
      : err(
          usageFailure(
            "--countries says nothing without --networks",
            "Give the file that tells which network lies where.",
          ),
        );
  }
  const read = readKnownNetworks(networks);
  return read.ok
    ? ok({ networks: read.value, countries: countries ?? [] })
    : err(faultsFailure([read.error]));
}

function print(answer: AuditAnswer, args: Arguments, terminal: Terminal): void {
  const { exceptions } = answer;
  if (args.format === "json") {
    terminal.raw(`${jsonLine(answer)}\n`);
    return;
  }
  if (args.format === "ndjson") {
    rawRows(answer, exceptions, terminal);
    return;
  }
  printTrail(answer, terminal);
  if (exceptions.length === 0) {
    terminal.line("Nothing remarkable.");
    return;
  }
  const shown = args.limit === 0 ? exceptions : exceptions.slice(0, args.limit);
  for (const [kind, own] of Map.groupBy(shown, (one) => one.kind)) {
    const all = exceptions.filter((one) => one.kind === kind).length;
    terminal.line();
    terminal.line(terminal.style("bold", `${kind} (${all})`));
    const rows = own.map(({ count, last, role, by, because, edge }) => [
      { text: String(count) },
      { text: timeText(last) },
      { text: by },
      { text: role ?? "-" },
      {
        text:
          edge === null ? because : `${because} [statement ${edge.statement}, lines ${edge.lines.join("-")}]`,
      },
    ]);
    terminal.line(table(["CALLS", "LAST", "BY", "ROLE", "WHY"], rows, terminal.width));
  }
  terminal.line();
  moreRows(shown.length, exceptions.length, terminal);
  terminal.line(
    `${counted(exceptions.length, "exception")}; event ids: ${plain("--format json")}. What each kind means: docs/trail.md`,
  );
}
