/** `accesslens policy lint`: what is wrong with policies, from grammar to what they open. */
import { type LintSeverity, lintSeverities } from "../../findings/lint/lint-rule.ts";
import type { PolicyKind } from "../../policy/index.ts";
import { plain } from "../../report/plain.ts";
import { lintSeverityStyle } from "../../report/severity.ts";
import { table } from "../../report/table.ts";
import { type LintedFile, lintFile } from "../../work/lint-files.ts";
import { type ExitCode, exitCodes, type Outcome, type OutputFormat } from "../exit.ts";
import type { Terminal } from "../terminal.ts";

type PolicyLintOptions = {
  readonly kind?: PolicyKind;
  readonly failOn: LintSeverity;
  readonly format: OutputFormat;
};

export async function runPolicyLint(
  files: readonly string[],
  { kind, failOn, format }: PolicyLintOptions,
  terminal: Terminal,
): Promise<Outcome> {
  const linted: LintedFile[] = [];
  let unreadable = false;
  for (const file of files) {
    const result = lintFile(file, kind ?? null);
    if (result.ok) linted.push(result.value);
    else {
      unreadable = true;
      terminal.error(`${result.error.place}: ${result.error.message}`, result.error.advice);
    }
  }
  switch (format) {
    case "json":
      terminal.raw(`${JSON.stringify({ files: linted })}\n`);
      break;
    case "ndjson":
      for (const { file, kind, findings } of linted) {
        for (const finding of findings) terminal.raw(`${JSON.stringify({ file, kind, ...finding })}\n`);
      }
      break;
    case "table":
      for (const file of linted) printFile(file, terminal);
      printSum(linted, terminal);
  }
  const least = lintSeverities.indexOf(failOn);
  const fails = linted.some(({ findings }) =>
    findings.some(({ severity }) => lintSeverities.indexOf(severity) >= least),
  );
  const exitCode: ExitCode = unreadable ? exitCodes.input : fails ? exitCodes.findings : exitCodes.clean;
  return { kind: "done", exitCode };
}

function printFile({ file, kind, findings }: LintedFile, terminal: Terminal): void {
  if (findings.length === 0) return;
  terminal.line(terminal.style("bold", `${plain(file)} (${kind})`));
  const rows = findings.map(({ position, severity, code, message, advice, edit }) => [
    { text: `${position.line}:${position.column}` },
    { text: severity, style: (text: string) => terminal.style(lintSeverityStyle[severity], text) },
    { text: code },
    {
      text: `${message}${message.endsWith("?") ? "" : "."} ${advice}${edit === null ? "" : " (an edit is in --format json)"}`,
    },
  ]);
  terminal.line(table(["AT", "SEVERITY", "CODE", "WHAT"], rows, terminal.width));
  terminal.line();
}

function printSum(linted: readonly LintedFile[], terminal: Terminal): void {
  const counts = lintSeverities
    .toReversed()
    .map(
      (severity) =>
        [
          severity,
          linted.reduce(
            (sum, { findings }) => sum + findings.filter((one) => one.severity === severity).length,
            0,
          ),
        ] as const,
    )
    .filter(([, count]) => count > 0);
  const what = linted.length === 1 ? "1 policy" : `${linted.length} policies`;
  terminal.line(
    counts.length === 0
      ? `${what}: nothing found`
      : `${what}: ${counts.map(([severity, count]) => `${count} ${severity}`).join(", ")}`,
  );
}
