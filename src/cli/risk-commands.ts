/** Questions about what matters most: what would change if …, and who comes to what must not be lost. */
import { type Command, Option } from "commander";
import {
  collected,
  exitCodeHelp,
  externalIdOption,
  formatOption,
  intentOption,
  mostHopsOption,
  onlyOption,
  snapshotOption,
  wholeNumber,
} from "./options.ts";
import { run } from "./run-command.ts";

export function addRiskCommands(program: Command, quiet: () => boolean): void {
  program
    .command("what-if")
    .description("what appears and disappears when policies change, or an account leaves or is lost")
    .option(
      "--remove-statement <policy#statement>",
      "without it; both as paths --explain tells them (Sid, or number from 1)",
      collected,
    )
    .option("--trust <role-arn=file>", "another trust policy of the role (-: standard input)", collected)
    .option(
      "--policy <policy=file>",
      "another text of any policy, named as above (-: standard input)",
      collected,
    )
    .option(
      "--detach <holder-arn=policy-arn>",
      "a managed policy taken from a role, user or group",
      collected,
    )
    .option("--without-account <id>", "the account leaves the organization, or is closed", collected)
    .option("--lost-account <id>", "an attacker becomes the account's administrator", collected)
    .option(
      "--from <who>",
      "who asks: a principal or account by ARN, unit:NAME, external, anyone",
      "external",
    )
    .option(
      "--to <what>",
      "compare only this: admin, admin:ACCOUNT-ID, organization, unit:NAME, an ARN or a pattern",
    )
    .option("--findings", "also the findings that open and close, those about chains too")
    .option("--examples <number>", "in JSON, an example way for so many of each list", wholeNumber(0), 10)
    .addOption(mostHopsOption())
    .addOption(onlyOption())
    .option("--limit <number>", "rows of each table (0: all)", wholeNumber(0), 25)
    .addOption(snapshotOption())
    .addOption(intentOption())
    .addOption(externalIdOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens what-if --remove-statement 'trust policy of arn:aws:iam::123456789012:role/ci#People'
  accesslens what-if --trust arn:aws:iam::123456789012:role/ci=trust.json --findings
  accesslens what-if --policy 'region-guard at r-a1b2=scp.json' --from arn:aws:iam::123456789012:user/ada
  accesslens what-if --lost-account 123456789012 --to admin

A policy is named as in evidence: 'trust policy of ROLE-ARN', 'policy of RESOURCE-ARN', a managed policy's ARN, HOLDER-ARN/NAME
for an inline one, 'NAME at TARGET' or p-… for a control policy. Changes are combined; the snapshot itself stays as it is.
${exitCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) => (await import("./commands/what-if.ts")).runWhatIf(options, terminal)),
    );

  program
    .command("diff")
    .description("who gained and who lost access between two snapshots, by what policies mean")
    .argument("<a>", "before: a snapshot, or a directory as accesslens import reads it")
    .argument("<b>", "after")
    .addOption(
      new Option("--format <format>", "for people, for programs, or for pull requests and chats")
        .choices(["table", "json", "markdown"])
        .default("table"),
    )
    .option("--text-only", "also list what is written differently and means the same")
    .option("--exit-code", "exit with 1 when they differ")
    .option(
      "--chains",
      "also chains of hops, and findings that hang on many policies together (takes longer)",
    )
    .option("--account <id>", "only what lies in this account, and the organization", collected)
    .option("--limit <number>", "so many who gained or lost of each change (0: all)", wholeNumber(0), 1000)
    .addOption(
      new Option("--external-ids <how>", "external IDs in the output, in JSON too")
        .choices(["masked", "shown"])
        .default("masked"),
    )
    .addOption(intentOption())
    .option("--no-cache", "evaluate everything anew")
    .addHelpText(
      "after",
      `
Policies are compared by what they allow and deny, so that statements that were reordered, split or moved from one policy of a
principal to another are silence. What could not be read on one side is told as coverage, and as nobody's gain or loss.

Examples:
  accesslens diff monday.alens tuesday.alens
  accesslens diff monday.alens tuesday.alens --format markdown --exit-code
  accesslens diff monday.alens tuesday.alens --account 123456789012 --text-only
  accesslens diff monday.alens tuesday.alens --chains --format json

Exit codes:
  0  compared
  1  they differ (with --exit-code)
  2  the command line was not understood
  3  a snapshot could not be read or used
  4  a bug in AccessLens`,
    )
    .action((a: string, b: string, options) =>
      run(quiet(), async (terminal) => (await import("./commands/diff.ts")).runDiff(a, b, options, terminal)),
    );

  program
    .command("crown-jewels")
    .description("what must not be lost, and who comes there: from outside first, then from other accounts")
    .option("--tag <key[=value]>", "what has this tag: accounts, roles, users, resources", collected)
    .option("--pattern <arn-pattern>", "roles, users and resources whose ARN matches", collected)
    .addOption(mostHopsOption())
    .addOption(onlyOption())
    .option("--limit <number>", "so many, the worst first (0: all)", wholeNumber(0), 25)
    .addOption(snapshotOption())
    .addOption(intentOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens crown-jewels
  accesslens crown-jewels --tag data=confidential --only proven
  accesslens crown-jewels --pattern 'arn:aws:s3:::ledger-*' --pattern 'arn:aws:iam::*:role/break-glass' --format json

Without --tag and --pattern it takes what accesslens.yaml declares (crownJewels), else what the snapshot shows: control of the
organization, the management account, delegated administrators of security services, buckets that logs are delivered to,
accounts whose name says security or log archive (a hint, and told as one), each account's administrators, secrets and keys.`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/crown-jewels.ts")).runCrownJewels(options, terminal),
      ),
    );
}
