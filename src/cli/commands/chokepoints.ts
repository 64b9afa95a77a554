/** `accesslens chokepoints`: the fewest accesses, or statements, without which no way leads from somebody to a target. */

import { type StatementCut, statementCut } from "../../graph/reach/index.ts";
import { guardText } from "../../report/guard.ts";
import { maskHop, maskStatementCut } from "../../report/mask.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { openReach } from "../../work/reach.ts";
import { chokepointsAnswer, statementCutAnswer } from "../../work/reach-answer.ts";
import { chosenEnd, chosenStart, resourceOverEdges } from "../../work/reach-ends.ts";
import { type ToldCut, tellChokepoints } from "../../work/told-paths.ts";
import { done, failed, type Outcome } from "../exit.ts";
import { masksExternalIds, nameFailure, type ReachOptions } from "../inputs.ts";
import { openChosen } from "../open.ts";
import type { Terminal } from "../terminal.ts";
import { printReservations } from "../views/findings-table.ts";
import { printStatementCut } from "../views/statement-cut.ts";

type Arguments = Omit<ReachOptions, "maxHops"> & {
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly over: "edges" | "statements";
  /** Steps; see `StatementCutQuestion`. */
  readonly budget: number;
};

export async function runChokepoints(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const { engine, path: where } = opened.value;
  const named = { snapshot: engine.snapshot, where };
  const from = chosenStart(args.from, named);
  if (!from.ok) return failed(nameFailure(from.error));
  const to = chosenEnd(args.to, null, named, from.value);
  if (!to.ok) return failed(nameFailure(to.error));
  const fault = args.over === "edges" ? resourceOverEdges(args.to, to.value) : null;
  if (fault !== null) return failed(nameFailure(fault));
  const graph = await openReach(engine, terminal.progress);
  const question = { from: from.value, to: to.value, onlyProven: args.only === "proven" };
  if (args.over === "statements") {
    terminal.progress("looking for the fewest statements to remove");
    const { budget } = args;
    return tellStatements(statementCut(graph, { ...question, budget }), args, terminal);
  }
  terminal.progress("looking for the fewest accesses to cut");
  const found = tellChokepoints(graph, question);
  const told = masksExternalIds(args) ? { ...found, cut: found.cut.map(maskHop) } : found;
  const answer = chokepointsAnswer(args.from, args.to, told);
  switch (args.format) {
    case "json":
      terminal.raw(`${jsonLine(answer)}\n`);
      return done;
    case "ndjson":
      for (const hop of answer.cut) terminal.raw(`${jsonLine(hop)}\n`);
      return done;
    case "table":
      print(told, args, terminal);
      return done;
  }
}

function tellStatements(found: StatementCut, args: Arguments, terminal: Terminal): Outcome {
  const answer = statementCutAnswer(
    args.from,
    args.to,
    masksExternalIds(args) ? maskStatementCut(found) : found,
  );
  switch (args.format) {
    case "json":
      terminal.raw(`${jsonLine(answer)}\n`);
      return done;
    case "ndjson":
      for (const one of answer.cut) terminal.raw(`${jsonLine(one)}\n`);
      return done;
    case "table":
      printStatementCut(answer, args.limit, terminal);
      return done;
  }
}

function print(told: ToldCut, { from, to, limit }: Arguments, terminal: Terminal): void {
  const { kind, cut, disjointWays, targets } = told;
  terminal.line(terminal.style("bold", plain(`from ${from} to ${to}`)));
  if (kind === "uncuttable") {
    terminal.line("Nothing can be cut: some start is a target already, or becomes it by what it is.");
  } else if (cut.length === 0) terminal.line("There is no way, and nothing to cut.");
  else {
    const accesses = cut.length === 1 ? "1 access" : `${cut.length} accesses`;
    terminal.line(`${counted(targets, "target")} can be come to. Losing ${accesses} leaves no way.`);
    if (disjointWays > 1) {
      terminal.line(`Fewer do not suffice: there are ${disjointWays} ways that have no access in common.`);
    }
    const shown = limit === 0 ? cut : cut.slice(0, limit);
    const rows = shown.map((hop) => [
      { text: hop.proven ? "proven" : "may" },
      { text: hop.technique ?? hop.kind },
      { text: hop.from },
      { text: hop.to },
      { text: hop.guard.length === 0 ? "" : guardText(hop.guard) },
    ]);
    terminal.line();
    terminal.line(table(["", "HOW", "FROM", "TO", "IF"], rows, terminal.width));
    if (cut.length > shown.length) {
      terminal.line(`… and ${cut.length - shown.length} more (--limit 0 shows all)`);
    }
  }
  terminal.line();
  printReservations(told, terminal);
}
