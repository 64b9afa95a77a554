/** Findings for people: counts, a table of the worst, and what to do next. */
import type { FindingSummary } from "../../findings/finding-list.ts";
import { type Severity, severities } from "../../findings/types.ts";
import { splitArn } from "../../model/index.ts";
import { counted, plain } from "../../report/plain.ts";
import { severityStyle } from "../../report/severity.ts";
import { shellWord } from "../../report/shell.ts";
import { type Cell, table } from "../../report/table.ts";
import type { Scan } from "../../work/scan.ts";
import type { ChosenFinding } from "../../work/select-findings.ts";
import type { Terminal } from "../terminal.ts";
import { shownSummary } from "./shown-summary.ts";

export type FindingsView = {
  /** Rows at most; 0: all. */
  readonly limit: number;
  readonly maskExternalIds: boolean;
  readonly snapshot: {
    readonly path: string;
    /** As the command line named it; null: it is the last one written, which commands find by themselves. */
    readonly named: string | null;
  };
};

export function printFindings(
  result: Scan,
  chosen: readonly ChosenFinding[],
  view: FindingsView,
  terminal: Terminal,
): void {
  const { limit } = view;
  const { path, named } = view.snapshot;
  const open = chosen.filter((one) => one.status === "open");
  const accepted = chosen.length - open.length;
  const { snapshot } = result.engine;
  terminal.line(
    `${plain(path)}: ${counted(snapshot.accounts.filter((account) => account.hasData).length, "account")}, ${counted(snapshot.roles.count, "role")}, ${counted(open.length, "open finding")}${accepted > 0 ? `, ${accepted} accepted` : ""}`,
  );
  terminal.line(countsLine(open, terminal));
  const shown = limit === 0 ? open : open.slice(0, limit);
  if (shown.length > 0) {
    terminal.line();
    const summaries = shown.map(({ summary }) => shownSummary(result, summary, view.maskExternalIds));
    terminal.line(findingsTable(result, summaries, terminal));
  }
  if (open.length > shown.length)
    terminal.line(`… and ${open.length - shown.length} more (--limit 0 shows all)`);
  terminal.line();
  printReservations(result, terminal);
  const [worst] = shown;
  if (worst !== undefined) {
    const snapshotOption = named === null ? "" : ` --snapshot ${shellWord(named)}`;
    terminal.line(`next: accesslens explain ${worst.summary.id.slice(0, 8)}${snapshotOption}`);
  }
}

function countsLine(open: readonly ChosenFinding[], terminal: Terminal): string {
  return severities
    .toReversed()
    .map((severity) => {
      const count = open.filter((one) => one.summary.severity === severity).length;
      return terminal.style(count > 0 ? [...styles(severity)] : "dim", `${count} ${severity}`);
    })
    .join("  ");
}

function styles(severity: Severity) {
  const style = severityStyle[severity];
  return typeof style === "string" ? ([style] as const) : style;
}

/** The summaries as they are to be shown: see `shownSummary`. */
export function findingsTable(
  result: Scan,
  summaries: readonly FindingSummary[],
  terminal: Terminal,
): string {
  const { context } = result.engine;
  const rows = summaries.map((summary): readonly Cell[] => {
    const arn = splitArn(summary.subject);
    return [
      { text: summary.severity, style: (text) => terminal.style([...styles(summary.severity)], text) },
      { text: summary.id.slice(0, 8), style: (text) => terminal.style("dim", text) },
      { text: shortened(context.nameOf(summary.account) ?? summary.account) },
      { text: (arn?.resource ?? summary.subject).replace(/^role\//, "") },
      { text: summary.title },
    ];
  });
  return table(["SEVERITY", "ID", "ACCOUNT", "SUBJECT", "WHAT"], rows, terminal.width);
}

/** Longer than any name that AWS allows: it would push the other columns out of sight. */
const longestName = 50;

function shortened(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

/** What could change the answer, told with every answer. */
export function printReservations(
  answer: { readonly coverage: readonly { readonly reason: string }[]; readonly notes: readonly string[] },
  terminal: Terminal,
): void {
  for (const note of answer.notes) terminal.line(terminal.style("dim", `note: ${plain(note)}`));
  if (answer.coverage.length > 0) {
    terminal.line(
      terminal.style(
        "yellow",
        `not read: ${counted(answer.coverage.length, "thing")} that could change this (--format json lists them)`,
      ),
    );
  }
}
