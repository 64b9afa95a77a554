/** Commands that read live AWS. */
import { type Command, Option } from "commander";
import {
  collected,
  doneCodeHelp,
  exitCodeHelp,
  formatOption,
  intentOption,
  listed,
  snapshotOption,
  wholeNumber,
} from "./options.ts";
import { run } from "./run-command.ts";

/** Each waits for its own rates most of the time. */
const accountsAtOnce = 200;

export function addCollectCommands(program: Command, quiet: () => boolean): void {
  const collect = withAccess(program.command("collect"))
    .description("read a whole organization from live AWS into a snapshot")
    .option("--out <file>", "the snapshot to write")
    .option("--plan", "show which calls in which accounts would be made; nothing is written")
    .option("--resume", "read on where the last run for this file ended")
    .option("--restart", "throw away what the last run for this file had read")
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens collect --role-name accesslens-read --external-id-file id.txt --out org.alens
  accesslens collect --role-name accesslens-read --plan
  accesslens collect doctor --role-name accesslens-read
  accesslens collect --profile dev --profile prod --out two-accounts.alens
  accesslens collect --config-aggregator organization --config-region eu-west-1 --out org.alens
  accesslens collect --out this-account.alens

Credentials come from where the AWS CLI has them, and are neither stored nor logged; only reads are called. What can't be read
is recorded in the snapshot as a gap, with the reason, and answers that it could change say so. Finished reads are kept in
FILE.collecting until the snapshot is written: after an interruption, --resume goes on from there.
${exitCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) => (await import("./commands/collect.ts")).runCollect(options, terminal)),
    );

  withAccess(collect.command("doctor"))
    .description(
      "try access before it is needed: what can't be entered or read, and the statement that would mend it",
    )
    .option("--most <number>", "so many accounts besides the caller's own", wholeNumber(0), 3)
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens collect doctor --role-name accesslens-read --external-id-file id.txt
  accesslens collect doctor --role-name accesslens-read --accounts 123456789012

Each collector runs once, in one region, in a few accounts, and nothing is kept. It exits with 1 when something does not work.`,
    )
    .action((_, command) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/doctor.ts")).runDoctor(command.optsWithGlobals(), terminal),
      ),
    );

  const setup = program
    .command("setup")
    .description("write the role that collect assumes, as CloudFormation StackSet template and as Terraform")
    .option("--hub <principal-arn>", "who may assume the role: the principal that runs accesslens collect")
    .option("--role-name <name>", "the role's name in each account", "accesslens-read")
    .option("--organization <id>", "let in only principals of this organization (o-…)")
    .option("--session-tags", "let the sessions carry tags (sts:TagSession)")
    .option("--no-external-id", "without an external ID")
    .option("--out <folder>", "where to write the files", "accesslens-setup")
    .option("--force", "overwrite files that are there")
    .option("--explain", "list each permission of the role and what it is for; nothing is written")
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens setup --hub arn:aws:iam::123456789012:role/accesslens --organization o-a1b2c3d4e5
  accesslens setup --explain

The role may list and describe, nothing else: its permissions are exactly the calls that the collectors declare. Deploy the
template with a service-managed StackSet over the organization, or the Terraform module in each account; the management
account takes part in no StackSet of that kind and needs the role by itself.
${exitCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) => (await import("./commands/setup.ts")).runSetup(options, terminal)),
    );

  setup
    .command("drift")
    .description("write bus, queue and rules by which changes are heard of, for CloudFormation and Terraform")
    .option("--hub-region <name>", "where bus and queue are (default: the partition's first region)")
    .option("--bus-name <name>", "the bus that all accounts forward to", "accesslens-changes")
    .option("--queue-name <name>", "the queue that accesslens watch reads", "accesslens-changes")
    .addHelpText(
      "after",
      `
Examples:
  accesslens setup drift --hub arn:aws:iam::123456789012:role/accesslens --organization o-a1b2c3d4e5
  accesslens setup drift --hub arn:aws:iam::123456789012:role/accesslens --organization o-a1b2c3d4e5 --hub-region eu-west-1

--hub, --organization, --out, --force and --format are those of setup. Rules in every account and region forward the events of
docs/drift-events.md to a bus that takes them from forwarding roles of the organization alone; a rule there puts them on the queue.
docs/drift-setup.md says what to deploy where, and in which order.
${doneCodeHelp}`,
    )
    .action((_, command) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/setup-drift.ts")).runSetupDrift(command.optsWithGlobals(), terminal),
      ),
    );

  setup
    .command("athena")
    .description("print the definition of a table over the organization's trail, for Athena")
    .option("--bucket <address>", "where the trail's AWSLogs is: s3://BUCKET or s3://BUCKET/PREFIX")
    .option("--table <database.table>", "the table's name", "accesslens.trail")
    .option("--accounts <list>", "whose folders there are; else those of the snapshot", listed)
    .option("--trail-regions <list>", "which regions' folders there are", listed)
    .option("--since <day>", "the trail's first day: 2024-01-31")
    .option(
      "--create <athena-address>",
      "make the table: athena:DATABASE.TABLE?workgroup=…, as for trail --events",
    )
    .option("--explain", "list the permissions that asking Athena and Lake needs, and what each is for")
    .option("--region <name>", "of Athena, where the address does not say")
    .addOption(snapshotOption())
    .addHelpText(
      "after",
      `
Examples:
  accesslens setup athena --bucket s3://org-trail --organization o-a1b2c3d4e5 --trail-regions eu-west-1,us-east-1 --since 2024-01-31
  accesslens setup athena --explain

The statement is printed, and nothing is made: run it in Athena, or give --create. Partitions are projected by account, region and
day, so that the table needs no upkeep; new accounts and regions have to be added. docs/trail-engines.md tells how it is asked.
${doneCodeHelp}`,
    )
    .action((_, command) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/setup-athena.ts")).runSetupAthena(command.optsWithGlobals(), terminal),
      ),
    );

  program
    .command("compare")
    .description("what others find, beside what AccessLens finds")
    .command("access-analyzer")
    .description("IAM Access Analyzer's findings of external access: agreed, ours only, theirs only, and why")
    .option("--agreed", "list what both find, too")
    .option("--limit <number>", "rows of the table (0: all)", wholeNumber(0), 25)
    .option("--exit-code", "exit with 1 when they differ")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens compare access-analyzer
  accesslens compare access-analyzer --agreed --format json

accesslens collect reads the active and archived findings of analyzers of external access. Compared is who is let in, role by role and resource
by resource; a difference is a mistake of AccessLens or a gap of the analyzer, and is told with the likeliest reason.`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/compare-analyzer.ts")).runCompareAnalyzer(options, terminal),
      ),
    );
}

/** Options that say how accounts are entered, and what of them is read. */
export function withAccess(command: Command): Command {
  return command
    .option(
      "--role-name <name>",
      "the role to assume in each account, path included (without: only this account)",
    )
    .option("--external-id-file <file>", "holds the role's external ID (or ACCESSLENS_EXTERNAL_ID)")
    .option("--session-tag <key=value>", "a tag of the sessions; needs sts:TagSession", collected)
    .option(
      "--profile <name>",
      "a profile of ~/.aws/config instead of roles; several: one for each account",
      collected,
    )
    .option(
      "--config-aggregator <name>",
      "take what this aggregator of AWS Config has from there; the rest is read as ever",
    )
    .option("--config-region <name>", "where the aggregator is (default: --region, AWS_REGION)")
    .option("--accounts <list>", "only these accounts, by id (default: the whole organization)", listed)
    .option("--regions <list>", "only these regions (default: those that each account has enabled)", listed)
    .option("--services <list>", "only these collectors (collect --plan lists them)", listed)
    .option("--region <name>", "where to sign in (default: AWS_REGION, or the partition's first)")
    .option(
      "--fips",
      "AWS's FIPS endpoints alone; what has none in a region is a gap (or AWS_USE_FIPS_ENDPOINT)",
    )
    .addOption(
      new Option("--accounts-at-once <number>", "accounts that are read at the same time")
        .argParser(wholeNumber(1, 1000))
        .default(accountsAtOnce),
    )
    .addOption(
      new Option("--rate <percent>", "how much of AWS's rate limits to use; the rest is left to others")
        .argParser(wholeNumber(1, 1000))
        .default(80),
    );
}
