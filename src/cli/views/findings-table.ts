/** Findings for people: counts, a table of the worst, and what to do next. */
import { type Severity, severities } from "../../findings/types.ts";
import { splitArn } from "../../model/index.ts";
import { plain } from "../../report/plain.ts";
import { severityStyle } from "../../report/severity.ts";
import { type Cell, table } from "../../report/table.ts";
import type { Scan } from "../../work/scan.ts";
import type { ChosenFinding } from "../../work/select-findings.ts";
import type { Terminal } from "../terminal.ts";

/** `limit`: rows at most; 0: all. */
export function printFindings(
  result: Scan,
  chosen: readonly ChosenFinding[],
  limit: number,
  path: string,
  terminal: Terminal,
): void {
  const open = chosen.filter((one) => one.status === "open");
  const accepted = chosen.length - open.length;
  const { snapshot } = result.engine;
  terminal.line(
    `${plain(path)}: ${snapshot.accounts.filter((account) => account.hasData).length} accounts, ${snapshot.roles.count} roles, ${open.length} open findings${accepted > 0 ? `, ${accepted} accepted` : ""}`,
  );
  terminal.line(countsLine(open, terminal));
  const shown = limit === 0 ? open : open.slice(0, limit);
  if (shown.length > 0) {
    terminal.line();
    terminal.line(findingsTable(result, shown, terminal));
  }
  if (open.length > shown.length)
    terminal.line(`… and ${open.length - shown.length} more (--limit 0 shows all)`);
  terminal.line();
  printReservations(result, terminal);
  const [worst] = shown;
  if (worst !== undefined) terminal.line(`next: accesslens explain ${worst.summary.id.slice(0, 8)}`);
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

export function findingsTable(result: Scan, findings: readonly ChosenFinding[], terminal: Terminal): string {
  const { context } = result.engine;
  const rows = findings.map(({ summary }): readonly Cell[] => {
    const arn = splitArn(summary.subject);
    return [
      { text: summary.severity, style: (text) => terminal.style([...styles(summary.severity)], text) },
      { text: summary.id.slice(0, 8), style: (text) => terminal.style("dim", text) },
      { text: context.nameOf(summary.account) ?? summary.account },
      { text: (arn?.resource ?? summary.subject).replace(/^role\//, "") },
      { text: summary.title },
    ];
  });
  return table(["SEVERITY", "ID", "ACCOUNT", "SUBJECT", "WHAT"], rows, terminal.width);
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
        `not read: ${answer.coverage.length} thing${answer.coverage.length === 1 ? "" : "s"} that could change this (--format json lists them)`,
      ),
    );
  }
}
