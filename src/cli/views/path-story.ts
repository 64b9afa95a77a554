/** A way told as a story: for every hop who does what, the statements that let it, what has to hold, what is not known. */
import type { Evidence } from "../../graph/evidence.ts";
import type { CoverageGap } from "../../model/index.ts";
import { collectAdvice } from "../../report/collect-advice.ts";
import { termText } from "../../report/guard.ts";
import { wrap } from "../../report/layout.ts";
import { hopSentence } from "../../report/path-words.ts";
import { counted, plain, plainLines } from "../../report/plain.ts";
import { sessionOf } from "../../work/reach-answer.ts";
import type { ToldHop, ToldPath } from "../../work/told-paths.ts";
import type { Terminal } from "../terminal.ts";

/** Lines of a statement past this number are left to JSON. */
const mostLines = 16;

/** Statements that make an administrator, past which the rest is left to JSON. */
const mostStatements = 3;

/** `end`: what whoever comes there is by that (`administrator of …`); null: nothing besides. */
export function printStory(path: ToldPath, title: string, end: string | null, terminal: Terminal): void {
  for (const line of wrap(plain(title), columnsOf(terminal))) terminal.line(terminal.style("bold", line));
  for (const [at, hop] of path.hops.entries()) {
    terminal.line();
    printWrapped(`${at + 1}. ${hopSentence(hop)}`, "   ", terminal);
    printHop(hop, terminal);
  }
  if (end !== null) {
    terminal.line();
    const is = path.hops.length === 0 ? "It is" : "That makes it";
    const { administrator } = path;
    const why = administrator.length === 0 ? "." : ", by these statements:";
    printWrapped(`${is} ${end}${why}`, "", terminal);
    for (const one of administrator.slice(0, mostStatements)) printStatement(one, terminal);
    const rest = administrator.length - mostStatements;
    if (rest > 0) terminal.line(`     … and ${counted(rest, "statement")} more (--format json)`);
  }
}

function printHop(hop: ToldHop, terminal: Terminal): void {
  const { evidence, guard, reasons, means } = hop;
  const heading = (text: string): void => terminal.line(`   ${terminal.style("dim", text)}`);
  if (means.length > 0) {
    heading("by means of");
    for (const arn of means) terminal.line(`     ${plain(arn)}`);
  }
  if (evidence.length > 0) heading("by these statements");
  for (const one of evidence) printStatement(one, terminal);
  if (guard.length > 0) heading("what has to hold");
  for (const term of guard) printWrapped(`- ${termText(term)}`, "       ", terminal, "     ");
  const { mostSeconds = 0, sets = [] } = sessionOf(hop) ?? {};
  if (sets.length > 0) heading("what its call has to set for a later hop");
  for (const term of sets) printWrapped(`- ${termText(term)}`, "       ", terminal, "     ");
  if (mostSeconds > 0) heading(`a role's session makes it, so it lasts ${mostSeconds / 60} minutes at most`);
  if (reasons.length > 0) heading("what is not known, so that it is only may");
  for (const reason of reasons) printWrapped(`- ${reason}`, "       ", terminal, "     ");
}

function printStatement({ policy, statement, lines, text }: Evidence, terminal: Terminal): void {
  const name =
    typeof statement === "number" ? `statement ${statement + 1}` : `statement ${JSON.stringify(statement)}`;
  const place = lines[0] === lines[1] ? `line ${lines[0]}` : `lines ${lines[0]}–${lines[1]}`;
  terminal.line(`     ${plain(`${policy}, ${name}, ${place}`)}`);
  const shown = plainLines(text).split("\n");
  // A word on three lines that are left out takes as much room as they do.
  const most = shown.length <= mostLines + 3 ? shown.length : mostLines;
  for (const [index, line] of shown.slice(0, most).entries()) {
    terminal.line(`     ${terminal.style("dim", String(lines[0] + index).padStart(4))}  ${line}`);
  }
  if (shown.length > most) {
    terminal.line(`           … and ${counted(shown.length - most, "line")} more (--format json)`);
  }
}

/** Gaps that could change the answer, and what to collect against each kind. */
export function printCollectable(gaps: readonly CoverageGap[], terminal: Terminal): void {
  if (gaps.length === 0) return;
  terminal.line(terminal.style("bold", "What was not read and could change this"));
  for (const [what, some] of Map.groupBy(gaps, (gap) => gap.what)) {
    const accounts = [...new Set(some.flatMap(({ account }) => account ?? []))];
    const whose = accounts.length === 0 ? "" : ` of ${few(accounts)}`;
    const reasons = [...new Set(some.map(({ reason }) => reason))];
    printWrapped(`- ${what}${whose}: ${few(reasons, 2)}`, "  ", terminal);
    printWrapped(`collect: ${collectAdvice(what)}`, "    ", terminal, "  ");
  }
  terminal.line();
}

function few(all: readonly string[], most = 3): string {
  const rest = all.length - most;
  return rest > 0 ? `${all.slice(0, most).join(", ")} and ${rest} more` : all.join(", ");
}

function printWrapped(text: string, indent: string, terminal: Terminal, first = ""): void {
  for (const [at, line] of wrap(plain(text), columnsOf(terminal) - indent.length).entries()) {
    terminal.line(`${at === 0 ? first : indent}${line}`);
  }
}

function columnsOf({ width }: Terminal): number {
  return width === 0 ? 120 : Math.max(40, width);
}
