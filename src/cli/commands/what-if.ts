/** `accesslens what-if`: what appears and disappears when policies change, or an account leaves or is lost. */
import { err, ok, type Result } from "../../model/index.ts";
import { guardText } from "../../report/guard.ts";
import { maskSummary, maskWhatIf } from "../../report/mask.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { type Engine, engineOf } from "../../work/engine.ts";
import { openReach } from "../../work/reach.ts";
import { chosenEnd, chosenStart } from "../../work/reach-ends.ts";
import { type PlannedChanges, plannedChanges } from "../../work/what-if/changes.ts";
import { findingChanges, type Judged } from "../../work/what-if/finding-changes.ts";
import { graphAfter } from "../../work/what-if/graph-after.ts";
import {
  type Asked,
  changedSnapshot,
  unlistedResource,
  whatIf,
  whatIfAnswer,
  withoutAttackers,
} from "../../work/what-if/what-if.ts";
import type {
  AssumptionChange,
  FindingChanges,
  ReachChange,
  WhatIfAnswer,
} from "../../work/what-if/what-if-answer.ts";
import { done, type Failure, failed, type Outcome } from "../exit.ts";
import { masksExternalIds, nameFailure, type ReachOptions } from "../inputs.ts";
import { openChosen } from "../open.ts";
import type { Terminal } from "../terminal.ts";
import { printReservations } from "../views/findings-table.ts";
import { type ChangeOptions, wordedChanges } from "./worded-changes.ts";

type Arguments = ReachOptions &
  ChangeOptions & {
    readonly from: string;
    readonly to?: string;
    readonly findings?: boolean;
    readonly examples: number;
    readonly limit: number;
  };

export async function runWhatIf(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const { engine, path: where } = opened.value;
  const named = { snapshot: engine.snapshot, where };
  const worded = wordedChanges(args, named);
  if (!worded.ok) return failed(worded.error);
  const changes = plannedChanges(worded.value, named);
  if (!changes.ok) return failed(nameFailure(changes.error));
  const ends = chosenEnds(args, named);
  if (!ends.ok) return failed(ends.error);
  const changed = changedSnapshot(engine.snapshot, changes.value);
  if (!changed.ok) return failed(nameFailure(changed.error));

  const graph = await openReach(engine, terminal.progress);
  const before = askedOf(engine, graph);
  const later = changes.value.edits.length === 0 ? engine : engineOf(changed.value, engine.config);
  terminal.progress("asking the same after the change");
  const after = later === engine ? before : askedOf(later, graphAfter(graph, later.reader, changes.value));
  terminal.progress("comparing");
  const found = whatIf(before, after, changes.value, {
    ...ends.value,
    mostHops: args.maxHops,
    onlyProven: args.only === "proven",
    examples: args.format === "table" ? 0 : args.examples,
  });
  const mask = masksExternalIds(args);
  const judged = { before: { engine, reach: graph }, after: { engine: later, reach: after.graph } };
  const findings =
    args.findings === true
      ? await findingsThatDiffer(judged, changes.value, mask ? maskSummary : (one) => one, terminal)
      : null;
  const answer = whatIfAnswer(args.from, args.to ?? null, mask ? maskWhatIf(found) : found, findings);
  if (args.format === "table") print(answer, args, terminal);
  else terminal.raw(`${jsonLine(answer)}\n`);
  return done;
}

async function findingsThatDiffer(
  { before, after }: { readonly before: Judged; readonly after: Judged },
  changes: PlannedChanges,
  show: Parameters<typeof findingChanges>[2],
  terminal: Terminal,
): Promise<FindingChanges> {
  const configured = withoutAttackers(changes);
  if (configured.edits.length === 0) return { opens: [], closes: [] };
  terminal.progress("judging both");
  if (configured.edits.length === changes.edits.length) return findingChanges(before, after, show);
  const changed = changedSnapshot(before.engine.snapshot, configured);
  // INVARIANT: these edits were applied among the others.
  if (!changed.ok) throw new Error(changed.error.message);
  const engine = engineOf(changed.value, before.engine.config);
  const reach = await openReach(engine, terminal.progress);
  return findingChanges(before, { engine, reach }, show);
}

function chosenEnds(
  { from, to }: Arguments,
  named: Parameters<typeof chosenStart>[1],
): Result<Pick<Parameters<typeof whatIf>[3], "from" | "to">, Failure> {
  const start = chosenStart(from, named);
  if (!start.ok) return err(nameFailure(start.error));
  if (to === undefined) return ok({ from: start.value, to: null });
  const end = chosenEnd(to, null, named, start.value);
  if (!end.ok) return err(nameFailure(end.error));
  const unlisted = unlistedResource(end.value, named);
  return unlisted === null ? ok({ from: start.value, to: end.value }) : err(nameFailure(unlisted));
}

function askedOf({ snapshot, reader, expansion }: Engine, graph: Asked["graph"]): Asked {
  return { snapshot, reader, graph, scope: expansion };
}

function print(answer: WhatIfAnswer, { maxHops, limit }: Arguments, terminal: Terminal): void {
  const { from, to, changes, appears, disappears, differs, assumptions, findings } = answer;
  const target = to === null ? "" : `, of ${to},`;
  const heading = `what ${from} comes to${target} within ${counted(maxHops, "hop")}:`;
  terminal.line(terminal.style("bold", plain(heading)));
  for (const change of changes) terminal.line(`  ${plain(change)}`);
  const isSame =
    appears.length + disappears.length + differs.length + assumptions.length === 0 &&
    (findings === undefined || findings.opens.length + findings.closes.length === 0);
  terminal.line();
  if (isSame) terminal.line("Nothing appears, disappears or differs.");
  printReach("appears", appears, limit, terminal);
  printReach("disappears", disappears, limit, terminal);
  printReach("differs", differs, limit, terminal);
  printAssumptions(assumptions, limit, terminal);
  if (findings !== undefined) {
    printFindings("findings that open", findings.opens, limit, terminal);
    printFindings("findings that close", findings.closes, limit, terminal);
  }
  printReservations(answer, terminal);
}

function printReach(title: string, all: readonly ReachChange[], limit: number, terminal: Terminal): void {
  printRows(`${title}: ${all.length}`, ["BEFORE", "AFTER", "KIND", "WHAT"], all, limit, terminal, (one) => [
    come(one.before),
    come(one.after),
    one.kind,
    one.what,
  ]);
}

function come(one: ReachChange["before"]): string {
  return one === null ? "–" : `${counted(one.hops, "hop")}${one.proven ? "" : " (may)"}`;
}

function printAssumptions(all: readonly AssumptionChange[], limit: number, terminal: Terminal): void {
  const title = `direct access to roles that differs: ${all.length}`;
  printRows(title, ["BEFORE", "AFTER", "FROM", "WHO", "ROLE", "IF"], all, limit, terminal, (one) => [
    sureness(one.before),
    sureness(one.after),
    one.external ? "outside" : "inside",
    one.who,
    one.role,
    conditions(one.after ?? one.before),
  ]);
}

function sureness(one: AssumptionChange["before"]): string {
  return one === null ? "–" : one.proven ? "proven" : "may";
}

function conditions(one: AssumptionChange["before"]): string {
  return (one?.guards ?? [])
    .map((guard) => (guard.length === 0 ? "nothing" : guardText(guard)))
    .join(" or ")
    .replace(/^nothing$/, "");
}

function printFindings(
  title: string,
  all: NonNullable<WhatIfAnswer["findings"]>["opens"],
  limit: number,
  terminal: Terminal,
): void {
  printRows(
    `${title}: ${all.length}`,
    ["SEVERITY", "RULE", "SUBJECT", "WHAT"],
    all,
    limit,
    terminal,
    (one) => [one.severity, one.rule, one.subject, one.title],
  );
}

/** `limit`: 0 for all. */
function printRows<T>(
  title: string,
  columns: readonly string[],
  all: readonly T[],
  limit: number,
  terminal: Terminal,
  cells: (one: T) => readonly string[],
): void {
  if (all.length === 0) return;
  const shown = limit === 0 ? all : all.slice(0, limit);
  terminal.line(terminal.style("bold", title));
  terminal.line(
    table(
      columns,
      shown.map((one) => cells(one).map((text) => ({ text }))),
      terminal.width,
    ),
  );
  if (all.length > shown.length) {
    terminal.line(`… and ${all.length - shown.length} more (--limit 0 shows all)`);
  }
  terminal.line();
}
