/** `accesslens collect doctor`: what a collection could not enter or read, and the statement that would mend it. */
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { type Check, type Examination, examineLive } from "../../work/collect/index.ts";
import { type CollectArguments, failureOf, settingsOf } from "../collect-settings.ts";
import { exitCodes, failed, type Outcome } from "../exit.ts";
import type { Terminal } from "../terminal.ts";

type Arguments = CollectArguments & { readonly most: number };

export async function runDoctor(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const settings = await settingsOf(args);
  if (!settings.ok) return failed(settings.error);
  terminal.progress("trying to read");
  const examination = await examineLive(settings.value, args.most);
  if (!examination.ok) return failed(failureOf(examination.error));
  if (args.format === "json") terminal.raw(`${jsonLine(examination.value)}\n`);
  else print(examination.value, terminal);
  const isWell = examination.value.checks.every(({ problem }) => problem === null);
  return { kind: "done", exitCode: isWell ? exitCodes.clean : exitCodes.findings };
}

function print({ caller, accounts, checks, missing }: Examination, terminal: Terminal): void {
  terminal.line(terminal.style("bold", plain(`as ${caller.arn}`)));
  const tried = Map.groupBy(checks, ({ account }) => account);
  terminal.line(`${tried.size} of ${counted(accounts, "account")} tried`);
  for (const [account, some] of tried) {
    const bad = some.filter(({ problem }) => problem !== null);
    terminal.line();
    terminal.line(
      `${account}: ${bad.length === 0 ? "everything can be read" : `${some.length - bad.length} of ${some.length} work`}`,
    );
    for (const check of bad) printProblem(check, terminal);
  }
  if (missing === null) return;
  terminal.line();
  terminal.line("All that the reading role lacks, in one statement:");
  terminal.line(plain(JSON.stringify(missing)));
}

function printProblem({ what, problem }: Check, terminal: Terminal): void {
  if (problem === null) return;
  terminal.line(plain(`  ${what}: ${problem.why}`));
  terminal.line(plain(`    ${problem.told}`));
  terminal.line(plain(`    ${problem.advice}`));
  if (problem.statement !== null) terminal.line(plain(`    ${JSON.stringify(problem.statement)}`));
}
