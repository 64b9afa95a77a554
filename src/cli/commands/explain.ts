/** `accesslens explain`: everything about one finding. */
import type { AlsoLost, Finding } from "../../findings/types.ts";
import { guardText, termText, whoText } from "../../report/guard.ts";
import { wrap } from "../../report/layout.ts";
import { maskFinding } from "../../report/mask.ts";
import { jsonLine, plain, plainLines } from "../../report/plain.ts";
import { severityStyle } from "../../report/severity.ts";
import { shellWord } from "../../report/shell.ts";
import { done, failed, type Outcome } from "../exit.ts";
import { type InputOptions, masksExternalIds } from "../inputs.ts";
import { notOne, scanForFindings } from "../scan-for-findings.ts";
import type { Terminal } from "../terminal.ts";
import { printReservations } from "../views/findings-table.ts";

export async function runExplain(id: string, args: InputOptions, terminal: Terminal): Promise<Outcome> {
  const scanned = await scanForFindings([id], args, terminal);
  if (!scanned.ok) return failed(scanned.error);
  const { scan, path } = scanned.value;
  const { findings, engine } = scan;
  const summary = findings.find(id.toLowerCase());
  if (summary === null) return failed(notOne(id, findings, path));
  const whole = findings.detail(summary, "tried");
  const finding = masksExternalIds(args) ? maskFinding(whole) : whole;
  if (args.format === "json") {
    terminal.raw(`${jsonLine(finding)}\n`);
    return done;
  }
  const rule = engine.config.rules.find((one) => one.id === finding.rule);
  const named = args.snapshot === undefined ? "" : ` --snapshot ${shellWord(args.snapshot)}`;
  const fixCommand = `accesslens fix ${finding.id.slice(0, 8)}${named}`;
  const account = engine.context.nameOf(finding.account);
  printFinding(finding, { rule: rule ?? null, account, fixCommand }, terminal);
  printReservations(scan, terminal);
  return done;
}

type RuleText = {
  readonly title: string;
  readonly rationale: string;
  readonly references: readonly string[];
};

type Besides = {
  readonly rule: RuleText | null;
  readonly account: string | null;
  readonly fixCommand: string;
};

function printFinding(finding: Finding, { rule, account, fixCommand }: Besides, terminal: Terminal): void {
  const heading = (text: string): void => {
    terminal.line();
    terminal.line(terminal.style("bold", text));
  };
  const style = severityStyle[finding.severity];
  terminal.line(
    `${terminal.style(typeof style === "string" ? style : [...style], finding.severity.toUpperCase())}  ${terminal.style("bold", plain(finding.title))}`,
  );
  terminal.line(`${plain(finding.subject)}${account === null ? "" : ` (${plain(account)})`}`);
  terminal.line(terminal.style("dim", `finding ${finding.id}, rule ${finding.rule}`));
  heading("Why it matters");
  for (const reason of finding.severityReasons) terminal.line(`  - ${plain(reason)}`);
  if (rule !== null) terminal.line(wrapped(rule.rationale, terminal.width));
  for (const impact of finding.impact) terminal.line(`  - ${plain(impact)}`);
  for (const { policy, statement, lines, text } of finding.evidence.slice(0, 5)) {
    heading(
      plain(
        `Statement ${typeof statement === "number" ? statement + 1 : JSON.stringify(statement)} of the ${policy}`,
      ),
    );
    plainLines(text)
      .split("\n")
      .forEach((line, index) => {
        terminal.line(`  ${terminal.style("dim", String(lines[0] + index).padStart(4))}  ${line}`);
      });
  }
  if (finding.evidence.length > 5)
    terminal.line(`  … and ${finding.evidence.length - 5} more policies (--format json)`);
  heading("Who, and under which guard");
  if (finding.who.length === 0) terminal.line("  nobody");
  for (const who of finding.who.slice(0, 20)) {
    terminal.line(
      `  ${whoText(who)}${who.external ? terminal.style("yellow", "  outside") : ""}${who.proven ? "" : "  may"}`,
    );
    terminal.line(`      ${terminal.style("dim", guardText(who.guard))}`);
  }
  if (finding.who.length > 20) terminal.line(`  … and ${finding.who.length - 20} more (--format json)`);
  if (finding.guard.length > 0) {
    heading("What must hold in any case");
    for (const term of finding.guard) terminal.line(`  ${termText(term)}`);
  }
  if (finding.witness !== null) {
    heading("An example request that AWS would allow");
    terminal.line(indented(plainLines(JSON.stringify(finding.witness, null, 2))));
  }
  if (finding.fix !== null) {
    heading(finding.fix.verified ? "What to change (tried: the finding is gone)" : "What to change");
    terminal.line(`  ${plain(finding.fix.summary)}`);
    if (finding.fix.policy !== null) terminal.line(indented(plainLines(finding.fix.policy)));
    if (finding.fix.alsoLost !== null) printAlsoLost(finding.fix.alsoLost, terminal);
    if (finding.fix.verified && finding.fix.policy !== null) {
      terminal.line(`  As a plan, and written with --apply: ${terminal.style("bold", fixCommand)}`);
    }
  }
  if (rule !== null && rule.references.length > 0) {
    heading("References");
    for (const reference of rule.references) terminal.line(`  ${plain(reference)}`);
  }
  terminal.line();
}

function printAlsoLost({ accesses, more }: AlsoLost, terminal: Terminal): void {
  if (accesses.length === 0) {
    terminal.line("  Nobody loses any other access that the graph of assumptions and techniques holds.");
    return;
  }
  terminal.line("  Lost as well, of assumptions and techniques:");
  for (const { from, to, by } of accesses) {
    const how = by === "assume" ? "assumes" : by === "is" ? "is administrator of" : `comes by ${by} to`;
    terminal.line(`  - ${plain(`${from} ${how} ${from === to ? "itself, with more permissions" : to}`)}`);
  }
  if (more > 0) terminal.line(`  … and ${more} more`);
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

function wrapped(text: string, width: number): string {
  return indented(wrap(plain(text), Math.max(40, (width === 0 ? 100 : width) - 4)).join("\n"));
}
