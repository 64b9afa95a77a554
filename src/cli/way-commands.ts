/** Questions about what can be reached: ways, blast radius, exposure, chokepoints. */
import { type Command, Option } from "commander";
import {
  actionOption,
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

export function addWayCommands(program: Command, quiet: () => boolean): void {
  program
    .command("paths")
    .description("the ways from somebody to somebody or something, by roles and by privilege escalation")
    .requiredOption(
      "--from <who>",
      "a role, user, session or account by ARN; external (all outsiders); anyone (whoever needs no certain account)",
    )
    .requiredOption(
      "--to <what>",
      "a role, user or resource by ARN, a pattern of ARNs, admin, admin:ACCOUNT-ID, unit:NAME, or organization",
    )
    .addOption(mostHopsOption())
    .addOption(actionOption())
    .addOption(onlyOption())
    .option("--k <number>", "at most so many ways, those with fewer hops first", wholeNumber(1), 5)
    .option("--explain", "tell each way hop by hop, with the statements that let it")
    .option("--commands", "the AWS CLI calls by which an authorized tester would confirm it; never run here")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .addOption(externalIdOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens paths --from external --to admin
  accesslens paths --from arn:aws:iam::123456789012:user/ada --to admin:210987654321 --explain
  accesslens paths --from anyone --to 'arn:aws:s3:::ledger-*' --action s3:GetObject --only proven
  accesslens paths --from arn:aws:iam::123456789012:role/ci --to admin --k 1 --commands

No way is an answer, with exit code 0; a name that the snapshot does not hold is a mistake, with another.
${exitCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) => (await import("./commands/paths.ts")).runPaths(options, terminal)),
    );

  program
    .command("blast-radius")
    .description("everything that somebody can come to: accounts, principals, resources")
    .argument("<who>", "a role, user, session or account by ARN; external; anyone")
    .addOption(mostHopsOption())
    .addOption(onlyOption())
    .option("--limit <number>", "rows of the table (0: all)", wholeNumber(0), 25)
    .addOption(snapshotOption())
    .addOption(intentOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens blast-radius arn:aws:iam::123456789012:role/ci
  accesslens blast-radius external --only proven --limit 0

A resource counts where its data can be read or written; accesslens exposure asks from the other end. A way that the tags
or the source identity of its own sessions rule out does not count.`,
    )
    .action((who: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/blast-radius.ts")).runBlastRadius(who, options, terminal),
      ),
    );

  program
    .command("exposure")
    .description("everybody who can come to a role, a user, a resource or an administrator, outsiders first")
    .argument(
      "<what>",
      "a role, user or resource by ARN, a pattern of ARNs, admin, admin:ACCOUNT-ID, organization",
    )
    .addOption(actionOption())
    .addOption(mostHopsOption())
    .addOption(onlyOption())
    .option("--limit <number>", "rows of the table (0: all)", wholeNumber(0), 25)
    .addOption(snapshotOption())
    .addOption(intentOption())
    .addOption(externalIdOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens exposure arn:aws:s3:::acme-ledger --action s3:GetObject
  accesslens exposure admin:123456789012 --only proven`,
    )
    .action((what: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/exposure.ts")).runExposure(what, options, terminal),
      ),
    );

  program
    .command("chokepoints")
    .description(
      "the fewest accesses, or policy statements, without which no way is left from outside to administrators",
    )
    .option("--from <who>", "a principal or account by ARN, unit:NAME, external, anyone", "external")
    .option(
      "--to <what>",
      "admin, admin:ACCOUNT-ID, organization, a principal's ARN or a pattern; over statements also a resource's",
      "admin",
    )
    .addOption(new Option("--over <what>", "what is cut").choices(["edges", "statements"]).default("edges"))
    .option("--budget <steps>", "over statements: give up after so many steps", wholeNumber(1), 300_000)
    .addOption(onlyOption())
    .option("--limit <number>", "rows of the table (0: all)", wholeNumber(0), 25)
    .addOption(snapshotOption())
    .addOption(intentOption())
    .addOption(externalIdOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens chokepoints
  accesslens chokepoints --from external --to admin:123456789012 --only proven
  accesslens chokepoints --over statements
  accesslens chokepoints --over statements --from anyone --to 'arn:aws:s3:::ledger-*' --format json

Edges are accesses: one principal's way to the next, however many techniques give it. What makes somebody an administrator, and what
administrators can do in their own account, is not among what can be cut there.

Statements are those that allow something, in trust policies, policies of roles, users and groups, managed policies and resources'
policies; a policy of AWS is detached instead. One may give many accesses, and an access may rest on several. What makes somebody
an administrator can be cut here, too. No way is left in the organization without the statements told, and each is needed. To find
the fewest can take very long: the answer says whether it is proven that fewer do not suffice, and how many are needed at least.
With --only proven, ways that are left may still be open.`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/chokepoints.ts")).runChokepoints(options, terminal),
      ),
    );
}
