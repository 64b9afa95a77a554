/** The command that watches an organization while it changes. */
import { type Command, Option } from "commander";
import { withAccess } from "./collect-commands.ts";
import { dailyTime } from "./daily-time.ts";
import { doneCodeHelp, formatOption, intentOption, snapshotOption, wholeNumber } from "./options.ts";
import { run } from "./run-command.ts";

export function addWatchCommand(program: Command, quiet: () => boolean): void {
  withAccess(program.command("watch"))
    .description("tell within seconds who gained or lost access, as it changes")
    .option(
      "--queue-url <url>",
      "the SQS queue that change events arrive on (accesslens setup drift makes it)",
    )
    .option(
      "--trail-files <directory>",
      "CloudTrail's files as the source of events, new ones as they appear",
    )
    .option("--poll <minutes>", "without events: read everything so often", wholeNumber(1))
    .requiredOption("--store <url>", "where state is kept and shared: sqlite:PATH or postgres://…")
    .option("--notify <file>", "the channels that alerts go to (docs/alerts.md); without: standard output")
    .option("--suppressions <file>", "findings that are accepted (default: accesslens-suppressions.yaml)")
    .option(
      "--until-empty",
      "end when the queue is empty (--poll: after one read), and all is settled and told",
    )
    .addOption(
      new Option("--coalesce <seconds>", "how long events of one subject wait for each other")
        .argParser(wholeNumber(0, 300))
        .default(3),
    )
    .addOption(
      new Option(
        "--patience <seconds>",
        "how long a read may disagree with the last event before that is told",
      )
        .argParser(wholeNumber(1, 900))
        .default(120),
    )
    .addOption(
      new Option(
        "--hold <seconds>",
        "how long a message is nobody else's when a watch dies; it is renewed while it is worked on",
      )
        .argParser(wholeNumber(5, 600))
        .default(60),
    )
    .addOption(
      new Option(
        "--reconcile <hours>",
        "read everything so often, for what events missed (0: never; default: 24, and none with --reconcile-at)",
      ).argParser(wholeNumber(0, 24 * 31)),
    )
    .addOption(
      new Option(
        "--reconcile-at <time>",
        'read everything each day at that time: HH:MM in UTC, or "HH:MM Europe/Berlin"',
      ).argParser(dailyTime),
    )
    .addOption(
      new Option("--keep <days>", "how long changes, alerts and events that are dealt with are kept")
        .argParser(wholeNumber(30, 36_500))
        .default(400),
    )
    .option(
      "--no-read",
      "never read AWS: what events say is all there is, and alerts say that it is not confirmed",
    )
    .option("--no-chains", "don't follow chains of roles: less memory, and alerts without what is reached")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens watch --queue-url https://sqs.eu-west-1.amazonaws.com/111111111111/accesslens-changes \\
      --role-name accesslens-read --store sqlite:drift.db --notify alerts.yaml
  accesslens watch --trail-files ./trail --no-read --store sqlite:drift.db --until-empty
  accesslens watch --queue-url https://sqs.eu-west-1.amazonaws.com/111111111111/accesslens-changes \\
      --role-name accesslens-read --store sqlite:drift.db --reconcile-at "03:30 Europe/Berlin"
  accesslens watch --poll 30 --role-name accesslens-read --store postgres://accesslens@db/accesslens

An event makes the watch read its subject anew; what is told is the difference in meaning to what was known, and what was possible
between two events only. A read that disagrees with the last event is repeated. Several watches may share a queue and
a store. It ends on ctrl-c or SIGTERM; messages that were not settled go back to the queue.
${doneCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/watch.ts")).runWatchCommand(options, terminal),
      ),
    );
}
