/** Questions about what really happened, by CloudTrail. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { auditKinds } from "../trail/audit/catalogue.ts";
import { moment } from "./moment.ts";
import { formatOption, intentOption, listed, snapshotOption, wholeNumber } from "./options.ts";
import { run } from "./run-command.ts";
import { trailCodeHelp, withTrail } from "./trail-options.ts";
import { addTrailReport } from "./trail-report-command.ts";

export function addTrailCommands(program: Command, quiet: () => boolean): void {
  const trail = program
    .command("trail")
    .description("what really happened, by CloudTrail, against what could happen, by a snapshot");
  const asked = (name: string, description: string): Command =>
    withTrail(trail.command(name).description(description))
      .addOption(new Option("--from <day>", "from here, in UTC (inclusive)").argParser(moment))
      .addOption(new Option("--to <day>", "to here, in UTC (exclusive)").argParser(moment))
      .option("--limit <number>", "rows of the table (0: all)", wholeNumber(0), 50)
      .addOption(snapshotOption())
      .addOption(intentOption())
      .option("--no-cache", "evaluate everything anew")
      .addOption(formatOption("table", "json", "ndjson"));

  asked(
    "audit",
    "what is remarkable: outsiders, administrators, long sessions, what was let in without what is asked for",
  )
    .option("--longer-than <seconds>", "sessions beyond are told", wholeNumber(1), 3600)
    .option("--source-identity", "every session of a user or role has to have a source identity")
    .addOption(
      new Option(
        "--new-since <day>",
        "callers, roles and networks that come together first since then",
      ).argParser(moment),
    )
    .option("--depth <number>", "so many assumptions may stand before another", wholeNumber(0), 1)
    .option("--refusals <number>", "so many refusals of one caller at once are told", wholeNumber(1), 5)
    .option("--networks <file>", "known networks, one a line: CIDR, or CIDR,COUNTRY (docs/trail.md)")
    .option(
      "--countries <list>",
      "from where calls are expected (with --networks that tells countries)",
      listed,
    )
    .option("--evidence <number>", "event ids told of each", wholeNumber(1, 1000), 10)
    .option("--kind <kind...>", "only these kinds", kinds)
    .option("--exit-code", "exit with 1 when there is an exception")
    .addHelpText(
      "after",
      `
Examples:
  accesslens trail audit --events ./trail
  accesslens trail audit --events ./trail --from 2026-06-01 --longer-than 14400 --format json
  accesslens trail audit --events s3://my-trail/AWSLogs --resume ./half-read
  accesslens trail audit --events s3://my-trail/AWSLogs --verify --digest-keys aws
  accesslens trail audit --events ./trail --new-since 2026-06-01 --kind first-seen-pair outside-account --exit-code

Each exception has its event ids, and the statement of the trust policy that lets the caller in, by the snapshot. docs/trail.md
tells what each kind means.

Exit codes:
  0  done
  1  there is an exception (with --exit-code), or a fault among the files (with --verify)
  2  the command line was not understood
  3  an input could not be read or used, or the output not written
  4  a bug in AccessLens`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/trail-audit.ts")).runTrailAudit(options, terminal),
      ),
    );

  asked("who", "who assumed a role, or any, how often, when, and from where")
    .argument("[role-arn]", "this role alone")
    .option("--daily", "how often a day (UTC), refused calls too")
    .addHelpText(
      "after",
      `
Examples:
  accesslens trail who arn:aws:iam::123456789012:role/Deploy --events ./trail --daily
  accesslens trail who arn:aws:iam::123456789012:role/Deploy --events ./trail
  accesslens trail who --events ./trail --from 2026-06-01 --format ndjson
${trailCodeHelp}`,
    )
    .action((role: string | undefined, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/trail-who.ts")).runTrailWho(role, options, terminal),
      ),
    );

  asked("sessions", "sessions one by one, the longest or the latest first")
    .argument("[role-arn]", "of this role alone")
    .addOption(
      new Option("--order <order>", "which come first").choices(["longest", "latest"]).default("longest"),
    )
    .addHelpText(
      "after",
      `
Examples:
  accesslens trail sessions --events ./trail
  accesslens trail sessions arn:aws:iam::123456789012:role/Deploy --events ./trail --order latest --limit 200
${trailCodeHelp}`,
    )
    .action((role: string | undefined, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/trail-sessions.ts")).runTrailSessions(role, options, terminal),
      ),
    );

  asked("chains", "sessions that assumed a role, whose sessions assumed another")
    .addHelpText("after", `\nExample:\n  accesslens trail chains --events ./trail\n${trailCodeHelp}`)
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/trail-chains.ts")).runTrailChains(options, terminal),
      ),
    );

  asked("unused", "ways into roles by which nobody came")
    .option("--days <number>", "in so many days, back from the trail's end", wholeNumber(1, 36_500), 90)
    .addHelpText(
      "after",
      `
Examples:
  accesslens trail unused --events ./trail
  accesslens trail unused --events ./trail --days 30 --format json

A way is unused only where the trail has events of the role's account and goes back that far; all others are counted as not watched.
${trailCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/trail-unused.ts")).runTrailUnused(options, terminal),
      ),
    );

  asked("denied", "who was refused what, and what the policies say of it now")
    .addHelpText(
      "after",
      `\nExample:\n  accesslens trail denied --events ./trail --from 2026-06-01\n${trailCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/trail-denied.ts")).runTrailDenied(options, terminal),
      ),
    );

  asked(
    "compare",
    "every way into roles with its uses, trust that is wider than its use, and uses that are impossible now",
  )
    .option("--role <arn...>", "these roles alone")
    .option(
      "--days <number>",
      "used means in so many days, back from the trail's end",
      wholeNumber(1, 36_500),
      90,
    )
    .addHelpText(
      "after",
      `
Examples:
  accesslens trail compare --events ./trail
  accesslens trail compare --events ./trail --role arn:aws:iam::123456789012:role/Deploy --format json

What was granted and the snapshot's policies would refuse is told with its cause: a policy that was changed since, a snapshot that is
older, a role or a caller that is gone or was made anew. Where none explains it, AccessLens may be wrong: please report it.
${trailCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/trail-compare.ts")).runTrailCompare(options, terminal),
      ),
    );

  asked(
    "tighten",
    "trust policies as narrow as their use: nobody new gets in, and everybody who was seen still does",
  )
    .argument("[role-arns...]", "roles; without them, all that were used and trust more than who came")
    .addOption(
      new Option(
        "--external-ids <how>",
        "external IDs in the output (default: masked for people, shown in JSON)",
      ).choices(["masked", "shown"]),
    )
    .addHelpText(
      "after",
      `
Examples:
  accesslens trail tighten arn:aws:iam::123456789012:role/Deploy --events ./trail
  accesslens trail tighten --events ./trail --format json

Nothing is written to AWS. Each policy is proven to let in nobody new, and every use of the trail is replayed over it; one that would be
refused, or of which the trail does not tell enough, leaves the policy as it is. What the trail does not cover is not kept: give one
that is long enough.
${trailCodeHelp}`,
    )
    .action((roles: readonly string[], options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/trail-tighten.ts")).runTrailTighten(roles, options, terminal),
      ),
    );

  addTrailReport(trail, quiet);
}

function kinds(kind: string, before: readonly string[] | undefined): readonly string[] {
  if (!auditKinds.some(({ id }) => id === kind)) {
    throw new InvalidArgumentError(`There is no such kind: ${auditKinds.map(({ id }) => id).join(", ")}.`);
  }
  return [...(before ?? []), kind];
}
