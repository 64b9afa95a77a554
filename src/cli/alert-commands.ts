/** What is told of changes: looking at alerts, trying channels, and announcing what is planned. */
import { type Command, Option } from "commander";
import { doneCodeHelp, formatOption, wholeNumber } from "./options.ts";
import { run } from "./run-command.ts";

const storeText = "where state is kept and shared: sqlite:PATH or postgres://…";

export function addAlertCommands(program: Command, quiet: () => boolean): void {
  const alerts = program
    .command("alerts")
    .description("what was told of changes, what could not be, and why");

  alerts
    .command("list")
    .description("alerts on their way, delivered, and given up, latest first")
    .requiredOption("--store <url>", storeText)
    .addOption(
      new Option("--status <status>", "only these").choices(["waiting", "sending", "delivered", "dead"]),
    )
    .option("--channel <name>", "only over this channel")
    .option("--limit <number>", "so many, the latest first", wholeNumber(1, 100_000), 50)
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens alerts list --store sqlite:drift.db
  accesslens alerts list --store postgres://accesslens@db/accesslens --status dead --format json
${doneCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) => (await import("./commands/alerts.ts")).listAlerts(options, terminal)),
    );

  alerts
    .command("retry")
    .description("send alerts again that were given up")
    .argument("[delivery...]", "ids of deliveries, as alerts list tells them")
    .option("--all-dead", "all that were given up")
    .requiredOption("--store <url>", storeText)
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens alerts retry --all-dead --store sqlite:drift.db
  accesslens alerts retry alert-5d0c….webhook --store sqlite:drift.db

They are sent by accesslens watch when it runs, with the ids that they had: a receiver that has one already knows it again.
${doneCodeHelp}`,
    )
    .action((deliveries: readonly string[], options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/alerts.ts")).retryAlerts(deliveries, options, terminal),
      ),
    );

  alerts
    .command("test")
    .description("send an alert that says that it is a test over one channel, and tell what came back")
    .argument("<channel>", "the channel's name")
    .requiredOption("--notify <file>", "the channels that alerts go to (docs/alerts.md)")
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens alerts test slack --notify alerts.yaml
  SECRET=whsec_… accesslens alerts test webhook --notify alerts.json --format json

Exits with 3 when it was not delivered. A channel without a name is called by its type, webhook or webhook-2.
${doneCodeHelp}`,
    )
    .action((channel: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/alerts.ts")).testChannel(channel, options, terminal),
      ),
    );

  alerts
    .command("why")
    .description("why something was told, or was not: what was seen, what was decided, what came of sending")
    .argument("<about>", "a CloudTrail eventID, a subject's ARN or id, a drift event's id, or an alert's")
    .requiredOption("--store <url>", storeText)
    .option("--limit <number>", "so many changes and events, the latest first", wholeNumber(1, 1000), 20)
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens alerts why arn:aws:iam::123456789012:role/Deploy --store sqlite:drift.db
  accesslens alerts why 6f1c2a34-1b2c-4d5e-8f90-a1b2c3d4e5f6 --store sqlite:drift.db --format json

It tells of each channel which of its rules held the change back (docs/alerts.md), or when it was delivered; and of each event
of CloudTrail what came of it.
${doneCodeHelp}`,
    )
    .action((about: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/alerts.ts")).whyNotTold(about, options, terminal),
      ),
    );

  addExpectCommands(program, quiet);
}

function addExpectCommands(program: Command, quiet: () => boolean): void {
  const expect = program
    .command("expect")
    .description("announce changes that are planned, so that they are not told");

  expect
    .command("add")
    .description("announce a change: it is recorded with the ticket when it happens, and not told")
    .requiredOption("--ticket <id>", "the change's ticket")
    .option("--principal <pattern>", "by whom: an ARN of a session or of its role, * for any text")
    .option("--subject <pattern>", "what will change: an ARN or id, * for any text")
    .option("--account <id>", "only in this account")
    .option("--from <time>", "from when on, such as 2027-06-30T22:00:00Z (default: now)")
    .option("--until <time>", "until when")
    .option("--for <duration>", "how long instead: 30m, 2h, 3d")
    .option("--reason <text>", "why, for who looks back")
    .option("--by <name>", "who says so")
    .requiredOption("--store <url>", storeText)
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens expect add --ticket CHG-4711 --principal 'arn:aws:iam::123456789012:role/Deploy' --for 2h --store sqlite:drift.db
  accesslens expect add --ticket CHG-4712 --subject 'arn:aws:iam::*:role/Baseline-*' --from 2027-06-30T22:00:00Z \\
      --until 2027-06-30T23:00:00Z --reason "new scanner" --by ada --store sqlite:drift.db

All that is given has to be met, by every call and every actor of a change; where nobody knows who did it, only an approval without
--principal covers it. One of --principal, --subject and --account is needed. It lasts 31 days at most.
${doneCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) => (await import("./commands/expect.ts")).addExpected(options, terminal)),
    );

  expect
    .command("list")
    .description("what is expected now and later")
    .option("--all", "also what has ended or was withdrawn")
    .requiredOption("--store <url>", storeText)
    .addOption(formatOption("table", "json"))
    .addHelpText("after", "\nExample:\n  accesslens expect list --store sqlite:drift.db --all")
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/expect.ts")).listExpected(options, terminal),
      ),
    );

  expect
    .command("withdraw")
    .description("expect it no more: changes from now on are told")
    .argument("<approval>", "the approval's id, as expect add and expect list tell it")
    .requiredOption("--store <url>", storeText)
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      "\nExample:\n  accesslens expect withdraw approval-1f0c2a9b33d4e5f6 --store sqlite:drift.db",
    )
    .action((approval: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/expect.ts")).withdrawExpected(approval, options, terminal),
      ),
    );
}
