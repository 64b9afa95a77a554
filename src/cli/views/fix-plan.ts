/** A plan of fixes, or what came of it, for people: what changes in each policy, and who gains and loses. */
import { unreachable } from "../../model/index.ts";
import { changeLines } from "../../report/drift-words.ts";
import { plain } from "../../report/plain.ts";
import { severityStyle } from "../../report/severity.ts";
import type { FixAnswer, ToldFinding, ToldFix } from "../../work/provision/fixes/index.ts";
import type { Terminal } from "../terminal.ts";
import { printPolicyDifference } from "./policy-difference.ts";

export function printFixes(
  answer: FixAnswer,
  nameOf: (account: string) => string | null,
  /** The options by which `undo` finds account and journal. */
  wayIn: readonly string[],
  terminal: Terminal,
): void {
  for (const fix of answer.fixes) printFix(fix, nameOf(fix.account), wayIn, terminal);
  if (answer.notApplicable.length > 0) {
    terminal.line(terminal.style("bold", "Not fixed by a plan"));
    for (const one of answer.notApplicable) {
      printFinding(one, terminal);
      terminal.line(`      ${plain(`${one.why}. ${one.advice}`)}`);
    }
    terminal.line();
  }
  if (answer.fixes.length + answer.notApplicable.length === 0) terminal.line("There is no such finding.");
  else terminal.line(plain(summaryOf(answer)));
}

function summaryOf({ fixes, notApplicable, applied, canary }: FixAnswer): string {
  const counts = Map.groupBy(fixes, ({ state }) => state);
  const told = [...counts].map(([state, of]) => `${of.length} ${stateWords(state)}`);
  if (notApplicable.length > 0) told.push(`${notApplicable.length} findings not fixed by a plan`);
  const first = canary === null ? "" : ` Account ${canary} ${applied ? "went" : "goes"} first.`;
  const next = applied || !counts.has("planned") ? "" : " Nothing was written: --apply does it.";
  return `${told.join(", ")}.${first}${next}`;
}

function stateWords(state: ToldFix["state"]): string {
  switch (state) {
    case "planned":
      return "planned";
    case "shown":
      return "shown only";
    case "refused":
      return "refused";
    case "applied":
      return "written and read back";
    case "same":
      return "fixed already";
    case "not-as-planned":
      return "written, but not as planned";
    case "failed":
      return "failed";
    case "not-tried":
      return "not tried";
    default:
      return unreachable(state);
  }
}

function printFix(fix: ToldFix, account: string | null, wayIn: readonly string[], terminal: Terminal): void {
  const isGood = fix.state === "planned" || fix.state === "applied" || fix.state === "same";
  const state = terminal.style(isGood ? "green" : "red", stateWords(fix.state).toUpperCase());
  const name = account === null ? fix.account : `${account}, ${fix.account}`;
  terminal.line(`${state}  ${terminal.style("bold", plain(fix.policy))} ${plain(`(${name})`)}`);
  for (const finding of fix.findings) {
    printFinding(finding, terminal);
    if (finding.summary !== "") terminal.line(`      ${plain(finding.summary)}`);
  }
  if (fix.why !== null) {
    const advice = fix.advice === null ? "" : ` ${fix.advice}`;
    terminal.line(terminal.style("red", plain(`  ${fix.why}.${advice}`)));
  }
  if (fix.after !== null) printPolicyDifference(fix.before, fix.after, terminal);
  const titles = new Map(fix.findings.map(({ id, title }) => [id, title]));
  for (const change of fix.changes) {
    terminal.line(`  ${plain(change.summary)}`);
    for (const { name: what, text } of changeLines(change, (id) => titles.get(id) ?? id))
      terminal.line(`    ${plain(`${what}: ${text}`)}`);
  }
  if (fix.alsoLost !== null) {
    for (const { from, to, by } of fix.alsoLost.accesses)
      terminal.line(`    ${plain(`lost as well: ${from} to ${to} (${by})`)}`);
    if (fix.alsoLost.more > 0) terminal.line(`    lost as well: ${fix.alsoLost.more} more`);
  }
  if (fix.seen !== null) {
    const { calls, refused } = fix.seen;
    if (refused.length === 0)
      terminal.line(`  keeps every access that CloudTrail has seen: ${calls} calls pass as before`);
    else
      terminal.line(terminal.style("red", plain(`  refuses who CloudTrail has seen: ${refused.join(", ")}`)));
  }
  for (const note of fix.notes) terminal.line(`  ${plain(note)}`);
  if (fix.change !== null) {
    const undo = ["accesslens undo", fix.change, ...wayIn, "--apply"].join(" ");
    terminal.line(`  change ${fix.change}: ${undo} takes it back`);
  }
  terminal.line();
}

function printFinding({ id, severity, title }: ToldFinding, terminal: Terminal): void {
  const style = severityStyle[severity];
  const word = terminal.style(typeof style === "string" ? style : [...style], severity);
  terminal.line(`  ${id}  ${word}  ${plain(title)}`);
}
