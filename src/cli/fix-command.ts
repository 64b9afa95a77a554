/** The command that carries out the fixes of findings. */
import { type Command, Option } from "commander";
import { severities } from "../findings/types.ts";
import { withWrite } from "./grant-commands.ts";
import { externalIdOption, intentOption, snapshotOption, wholeNumber } from "./options.ts";
import { run } from "./run-command.ts";
import { withTrail } from "./trail-options.ts";

export function addFixCommand(program: Command, quiet: () => boolean): void {
  withTrail(withWrite(program.command("fix")), {
    optional: "a trail; a fix that would refuse what CloudTrail has seen is not written",
  })
    .description("plan the edits that take findings away, and write them: policy by policy, reversibly")
    .argument("[findings...]", "findings' ids, or the beginnings of them")
    .option("--rule <id...>", "all open findings of these rules")
    .option("--account <id...>", "all open findings in these accounts")
    .addOption(
      new Option("--severity <severity>", "all open findings at or above it").choices(
        severities.toReversed(),
      ),
    )
    .option(
      "--chains",
      "findings about chains, too (those that are named by their ids are looked for anyway)",
    )
    .option("--values <file>", "what to write in place of what stands in capitals in a fix (docs/fixes.md)")
    .option("--canary <account>", "this account first; the others only when it went as planned")
    .addOption(
      new Option("--accounts-at-once <number>", "accounts that are written to at the same time")
        .argParser(wholeNumber(1, 1000))
        .default(16),
    )
    .option(
      "--suppressions <file>",
      "accepted findings, which stay (default: accesslens-suppressions.yaml here)",
    )
    .option(
      "--tighten <role-arn...>",
      "trust policies of these roles, as narrow as their use (with --events)",
    )
    .option("--despite-trail", "written all the same (with --events)")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(externalIdOption())
    .addHelpText(
      "after",
      `
Examples:
  accesslens fix 3f2a9c01
  accesslens fix --rule trust-action-broad --severity medium --format json
  accesslens fix --rule dead-principal --role-name accesslens-write --canary 123456789012 --apply
  accesslens fix --rule whole-account-trust --events ./trail --role-name accesslens-write --apply
  accesslens fix --tighten arn:aws:iam::123456789012:role/Deploy --events ./trail --verify --digest-keys keys.json
  accesslens undo c-1a2b3c --role-name accesslens-write --apply

Without --apply nothing is written, and AWS is not asked. With it each policy is read as it stands; the fix is made anew for that text and
verified by the rules, journaled, written, read back and looked at again. Where several accounts are concerned, one goes first. Run it
again after an interruption: what is fixed already stays as it is. docs/fixes.md tells what is refused.

Exit codes:
  0  done
  1  with --apply: not all that was planned is written as planned; each says why
  2  the command line was not understood
  3  an input could not be read or used, or the output not written
  4  a bug in AccessLens`,
    )
    .action((ids: readonly string[], options) =>
      run(quiet(), async (terminal) => (await import("./commands/fix.ts")).runFix(ids, options, terminal)),
    );
}
