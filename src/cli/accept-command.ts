/** Accepting findings, and withdrawing it. */
import type { Command } from "commander";
import { exitCodeHelp, formatOption, intentOption, snapshotOption } from "./options.ts";
import { run } from "./run-command.ts";

export function addAcceptCommand(program: Command, quiet: () => boolean): void {
  program
    .command("accept")
    .description("findings that you have decided to live with: why, and until when; or no more")
    .argument("<finding...>", "ids of findings, or beginnings of them")
    .option("--reason <text>", "why they can be lived with")
    .option("--expires <date>", "the last day on which that counts, YYYY-MM-DD")
    .option("--by <name>", "who says so")
    .option("--replace", "also where a finding is accepted already, in other words")
    .option("--withdraw", "accept them no more: their entries leave the file")
    .option(
      "--suppressions <file>",
      "accepted findings (default: accesslens-suppressions.yaml here, which is made if there is none)",
    )
    .addOption(snapshotOption())
    .addOption(intentOption())
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens accept 3f2a9c01 --reason "break-glass, with an alarm on every use" --expires 2027-01-31 --by security
  accesslens accept 3f2a9c01 77b0e4d2 --reason "replaced by March (INFRA-812)" --expires 2027-03-31 --replace
  accesslens accept 3f2a9c01 --withdraw

All of them, or none. What people wrote in the file stays, comments and order too; docs/intent.md tells what it holds.
${exitCodeHelp}`,
    )
    .action((findings: readonly string[], options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/accept.ts")).runAccept(findings, options, terminal),
      ),
    );
}
