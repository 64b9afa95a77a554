/** `accesslens diff`: who gained and lost access between two snapshots. */
import { diffMarkdown } from "../../report/drift-markdown.ts";
import { maskDiff } from "../../report/drift-mask.ts";
import { changeLines } from "../../report/drift-words.ts";
import { wrap } from "../../report/layout.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { openActionCatalogue } from "../../work/action-file.ts";
import { wholeDrift } from "../../work/drift/chains.ts";
import { type DiffAnswer, diffAnswer } from "../../work/drift/diff-answer.ts";
import { openSide, type SideFault } from "../../work/drift/open-side.ts";
import type { Engine } from "../../work/engine.ts";
import { done, type Failure, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import { chosenIntent, snapshotFailure } from "../inputs.ts";
import type { Terminal } from "../terminal.ts";
import { engineVersion } from "../version.ts";

export type DiffArguments = {
  readonly format: "table" | "json" | "markdown";
  readonly textOnly?: boolean;
  readonly exitCode?: boolean;
  readonly chains?: boolean;
  readonly account?: readonly string[];
  readonly externalIds?: "masked" | "shown";
  readonly limit: number;
  readonly config?: string;
  readonly cache?: boolean;
};

export async function runDiff(
  a: string,
  b: string,
  args: DiffArguments,
  terminal: Terminal,
): Promise<Outcome> {
  const intent = chosenIntent(args);
  if (!intent.ok) return failed(intent.error);
  const engines: Engine[] = [];
  for (const path of [a, b]) {
    terminal.progress(`reading ${path}`);
    const opened = await openSide(path, {
      config: { intent: intent.value },
      cache: args.cache ?? true,
      engineVersion,
    });
    if (!opened.ok) return failed(sideFailure(opened.error));
    for (const warning of opened.value.warnings) terminal.warn(warning);
    engines.push(opened.value.engine);
  }
  const [before, after] = engines;
  if (before === undefined || after === undefined) throw new Error("two sides are compared");
  const unknown = (args.account ?? []).find((id) => !isHeld(id, before, after));
  if (unknown !== undefined)
    return failed(
      usageFailure(`neither side holds account ${JSON.stringify(unknown)}`, "Give its twelve digits."),
    );
  terminal.progress("comparing");
  const drift = await wholeDrift(
    before,
    after,
    {
      catalogue: openActionCatalogue(),
      mostParties: args.limit === 0 ? Number.POSITIVE_INFINITY : args.limit,
      accounts: args.account === undefined ? null : new Set(args.account),
    },
    args.chains === true ? { tell: (message) => terminal.progress(message) } : null,
  );
  const whole = diffAnswer(a, b, drift, { textOnly: args.textOnly === true });
  print(args.externalIds === "shown" ? whole : maskDiff(whole), args, terminal);
  return args.exitCode === true && !whole.equal ? { kind: "done", exitCode: 1 } : done;
}

function isHeld(id: string, ...sides: readonly Engine[]): boolean {
  return sides.some(({ snapshot }) => snapshot.accountIndex(id) !== null);
}

function sideFailure(fault: SideFault): Failure {
  if (fault.kind === "snapshot") return snapshotFailure(fault.error);
  return inputFailure(
    fault.messages.slice(0, 20),
    "Import it with accesslens import --keep-going, and compare the snapshot.",
  );
}

function print(answer: DiffAnswer, { format }: DiffArguments, terminal: Terminal): void {
  if (format === "json") terminal.raw(`${jsonLine(answer)}\n`);
  else if (format === "markdown") terminal.raw(diffMarkdown(answer));
  else printTable(answer, terminal);
}

function printTable(answer: DiffAnswer, terminal: Terminal): void {
  const { changes, findings, chains, textOnly, textOnlyCount, notCompared } = answer;
  terminal.line(`before  ${terminal.style("bold", plain(answer.before))}`);
  terminal.line(`after   ${terminal.style("bold", plain(answer.after))}`);
  terminal.line();
  if (answer.equal) terminal.line("Nobody gained or lost access, and nothing means anything else.");
  else
    terminal.line(
      `${counted(changes.length, "change")}, ${counted(findings.opened.length, "finding")} opened, ${findings.closed.length} closed`,
    );
  const briefs = new Map([...findings.opened, ...findings.closed].map((one) => [one.id, one]));
  for (const change of changes) printChange(change, briefs, terminal);
  printBriefs("chains that appeared", chains?.appeared ?? [], terminal);
  printBriefs("chains that disappeared", chains?.disappeared ?? [], terminal);
  if (textOnly.length > 0) {
    terminal.line();
    terminal.line(terminal.style("bold", `only written differently: ${textOnly.length}`));
    for (const { kind, subject } of textOnly) terminal.line(`  ${kind}  ${plain(subject)}`);
  } else if (textOnlyCount > 0) {
    terminal.line();
    terminal.line(
      `${textOnlyCount} ${textOnlyCount === 1 ? "is" : "are"} only written differently (--text-only lists them)`,
    );
  }
  if (notCompared.length === 0) return;
  terminal.line();
  terminal.line(terminal.style("dim", "Not compared:"));
  for (const text of notCompared) terminal.line(terminal.style("dim", `  - ${plain(text)}`));
}

function printChange(
  change: DiffAnswer["changes"][number],
  briefs: ReadonlyMap<string, DiffAnswer["findings"]["opened"][number]>,
  terminal: Terminal,
): void {
  const isWeaker = change.gained.length > 0 || change.guards.some(({ weaker }) => weaker);
  terminal.line();
  const heading = `${change.kind}  ${plain(change.subject)}`;
  terminal.line(
    `${terminal.style(["bold", isWeaker ? "red" : "reset"], heading)}  ${change.happened}, ${change.meaning}`,
  );
  for (const line of wrapped(plain(change.summary), terminal.width - 2)) terminal.line(`  ${line}`);
  const titleOf = (id: string): string => {
    const one = briefs.get(id);
    return one === undefined ? id : `${one.severity} ${one.rule}: ${one.title} (${id})`;
  };
  const lines = changeLines(change, titleOf);
  const width = Math.max(0, ...lines.map(({ name }) => name.length));
  for (const { name, text } of lines) {
    const [first = "", ...more] = wrapped(plain(text), terminal.width - width - 6);
    terminal.line(`    ${name.padEnd(width)}  ${first}`);
    for (const line of more) terminal.line(`${" ".repeat(width + 6)}${line}`);
  }
}

/** `columns`: no room to speak of, where standard output is no terminal. */
function wrapped(text: string, columns: number): readonly string[] {
  return columns < 20 ? [text] : wrap(text, columns);
}

function printBriefs(title: string, briefs: DiffAnswer["findings"]["opened"], terminal: Terminal): void {
  if (briefs.length === 0) return;
  terminal.line();
  terminal.line(terminal.style("bold", `${title}: ${briefs.length}`));
  for (const { severity, rule, subject, title: what } of briefs)
    terminal.line(`  ${severity}  ${rule}  ${plain(subject)}: ${plain(what)}`);
}
