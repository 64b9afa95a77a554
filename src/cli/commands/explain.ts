/** `accesslens explain`: everything about one finding. */
import type { FindingList } from "../../findings/finding-list.ts";
import type { AlsoLost, Finding } from "../../findings/types.ts";
import { guardText, termText, whoText } from "../../report/guard.ts";
import { wrap } from "../../report/layout.ts";
import { maskFinding } from "../../report/mask.ts";
import { jsonLine, plain, plainLines } from "../../report/plain.ts";
import { severityStyle } from "../../report/severity.ts";
import { type Scan, scan } from "../../work/scan.ts";
import { done, type Failure, failed, type Outcome, usageFailure } from "../exit.ts";
import {
  chosenIntent,
  chosenSnapshot,
  type InputOptions,
  masksExternalIds,
  snapshotFailure,
} from "../inputs.ts";
import type { Terminal } from "../terminal.ts";
import { engineVersion } from "../version.ts";
import { printReservations } from "../views/findings-table.ts";

export async function runExplain(id: string, args: InputOptions, terminal: Terminal): Promise<Outcome> {
  const path = chosenSnapshot(args);
  if (!path.ok) return failed(path.error);
  const intent = chosenIntent(args);
  if (!intent.ok) return failed(intent.error);
  const options = { config: { intent: intent.value }, engineVersion };
  let scanned = await scan(path.value, { ...options, chains: "kept" });
  if (!scanned.ok) return failed(snapshotFailure(scanned.error, args.snapshot !== undefined));
  if (isUnknown(id, scanned.value)) {
    // Perhaps of a scan with chains that left no cache.
    const tell = (message: string): void => terminal.progress(message);
    scanned = await scan(path.value, { ...options, chains: true, tell });
    if (!scanned.ok) return failed(snapshotFailure(scanned.error, args.snapshot !== undefined));
  }
  const { findings, engine } = scanned.value;
  const summary = findings.find(id.toLowerCase());
  if (summary === null) return failed(notOne(id, findings, path.value));
  const whole = findings.detail(summary, "tried");
  const finding = masksExternalIds(args) ? maskFinding(whole) : whole;
  if (args.format === "json") {
    terminal.raw(`${jsonLine(finding)}\n`);
    return done;
  }
  const rule = engine.config.rules.find((one) => one.id === finding.rule);
  printFinding(finding, rule ?? null, engine.context.nameOf(finding.account), terminal);
  printReservations(scanned.value, terminal);
  return done;
}

/** It looks like an id, and no finding has it; where chains were looked at, nothing else is to be done. */
function isUnknown(id: string, { findings, reach }: Scan): boolean {
  const start = id.toLowerCase();
  return (
    reach === null &&
    /^[0-9a-f]{4,16}$/.test(start) &&
    !findings.summaries.some((one) => one.id.startsWith(start))
  );
}

const leastCharacters = 4;

function notOne(id: string, { summaries }: FindingList, path: string): Failure {
  if (id.length < leastCharacters) {
    return usageFailure(
      `${JSON.stringify(id)} is too short for a finding's id`,
      `Give at least ${leastCharacters} of its characters; accesslens scan lists the findings with their ids.`,
    );
  }
  const alike = summaries.filter((summary) => summary.id.startsWith(id.toLowerCase()));
  if (alike.length === 0) {
    return usageFailure(
      `no finding of ${path} has an id that begins with ${JSON.stringify(id)}`,
      "accesslens scan lists the findings with their ids. One that was mended, or that a switched-off rule had found, is gone.",
    );
  }
  return usageFailure(
    `${alike.length} findings of ${path} have ids that begin with ${JSON.stringify(id)}`,
    `Give more of it: ${alike
      .slice(0, 5)
      .map((summary) => summary.id)
      .join(", ")}${alike.length > 5 ? ", …" : ""}`,
  );
}

type RuleText = {
  readonly title: string;
  readonly rationale: string;
  readonly references: readonly string[];
};

function printFinding(
  finding: Finding,
  rule: RuleText | null,
  account: string | null,
  terminal: Terminal,
): void {
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
