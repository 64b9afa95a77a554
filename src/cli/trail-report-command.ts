/** `accesslens trail report`: its options, and what its help says. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { moment } from "./moment.ts";
import { intentOption, snapshotOption, wholeNumber } from "./options.ts";
import { run } from "./run-command.ts";
import { trailCodeHelp, withTrail } from "./trail-options.ts";

export function addTrailReport(trail: Command, quiet: () => boolean): void {
  withTrail(
    trail
      .command("report")
      .description(
        "the review of a week: outsiders, new trust, trust that nobody used, and what was remarkable",
      ),
  )
    .addOption(
      new Option(
        "--since <day>",
        "the review begins here, in UTC (default: 7 days before its end)",
      ).argParser(moment),
    )
    .addOption(
      new Option("--to <day>", "the trail is read to here, in UTC (default: to its end)").argParser(moment),
    )
    .option("--before <file>", "an older snapshot, for what trust is new since")
    .option("--days <number>", "unused means in so many days before the end", wholeNumber(1, 36_500), 90)
    .option("--longer-than <seconds>", "sessions beyond are told", wholeNumber(1), 3600)
    .option(
      "--suppressions <file>",
      "accepted findings (default: accesslens-suppressions.yaml here, if there is one)",
    )
    .option("--pages <url>", "where accesslens serve answers: names lead there", address)
    .option("--limit <number>", "rows of each section (0: all)", wholeNumber(0), 100)
    .option("--out <file>", "write it there (default: standard output)")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(
      new Option("--format <format>", "for people, or for programs")
        .choices(["markdown", "html", "json"])
        .default("markdown"),
    )
    .addHelpText(
      "after",
      `
Examples:
  accesslens trail report --events ./trail
  accesslens trail report --events ./trail --before last-week.alens --format html --out review.html
  accesslens trail report --events ./trail --since 2026-06-01 --to 2026-06-08 --pages https://accesslens.example.com

It has open findings about outsiders, Access Analyzer's findings where the snapshot holds them and they differ, trust that is new since
the older snapshot, trust that nobody used, and what the audit found in the week. The whole trail is read, so that what is new and what
is unused is known: give one that is longer than a week. External IDs are masked, whatever the format.
${trailCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/trail-report.ts")).runTrailReport(options, terminal),
      ),
    );
}

/** With a slash at its end. */
function address(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol) || url.hash !== "" || url.search !== "") {
    throw new InvalidArgumentError("It takes an address such as https://accesslens.example.com.");
  }
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}
