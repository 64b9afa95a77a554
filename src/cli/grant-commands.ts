/** Commands that give others access to resources, and take it back. */
import { type Command, Option } from "commander";
import {
  collected,
  doneCodeHelp,
  formatOption,
  shownExternalIdOption,
  snapshotOption,
  wholeNumber,
} from "./options.ts";
import { run } from "./run-command.ts";
import { trailCodeHelp, withTrail } from "./trail-options.ts";

const listed = (text: string): readonly string[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

export function addGrantCommands(program: Command, quiet: () => boolean): void {
  withGrant(program.command("grant"))
    .description("give a principal access to a resource, by merging a statement into its policy")
    .requiredOption("--actions <list>", "what it may do there: s3:GetObject,s3:ListBucket", listed)
    .addHelpText(
      "after",
      `
Examples:
  accesslens grant --principal arn:aws:iam::444455556666:role/reader --resource arn:aws:s3:::reports --actions s3:GetObject
  accesslens grant --principal 444455556666 --resource arn:aws:sqs:eu-west-1:111122223333:orders --actions sqs:SendMessage \\
    --org-id o-a1b2c3d4e5 --apply
  accesslens grant --principal arn:aws:iam::444455556666:role/reader --resource arn:aws:s3:::reports/2026/* \\
    --actions s3:GetObject,s3:ListBucket --role-name accesslens-write --account 111122223333 --apply

Without --apply nothing is written: the plan shows the policy's difference, who gains access, what the caller's own side still needs, and
how it is taken back. With it the policy is read again, merged, looked at once more, written and read back; what others wrote stays.
docs/grants.md tells what is planned for each service. Exit code 3 says that something was refused, or not written.
${doneCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/grant.ts")).runGrant("grant", options, terminal),
      ),
    );

  withTrail(withGrant(program.command("revoke")), {
    optional: "a trail; when the principal was last seen taking a session is told as a note",
  })
    .description("take a grant back: AccessLens's own statements for that principal and resource")
    .option("--actions <list>", "only what gives no other actions than these", listed)
    .addHelpText(
      "after",
      `
Examples:
  accesslens revoke --principal arn:aws:iam::444455556666:role/reader --resource arn:aws:s3:::reports
  accesslens revoke --principal arn:aws:iam::444455556666:role/reader --resource arn:aws:s3:::reports --actions s3:GetObject --apply
  accesslens revoke --principal arn:aws:iam::444455556666:role/reader --resource arn:aws:s3:::reports --events ./trail

Only statements that AccessLens wrote are taken out; what others wrote stays, be it that it gives the same.
${trailCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/grant.ts")).runGrant("revoke", options, terminal),
      ),
    );

  const changes = program.command("changes").description("what AccessLens wrote to AWS, and what came of it");

  withStore(changes.command("list"))
    .description("changes, latest first: applied, undone, and those that were cut off (intended)")
    .addOption(
      new Option("--state <state>", "only these").choices([
        "intended",
        "applied",
        "undone",
        "failed",
        "superseded",
      ]),
    )
    .option("--target <arn>", "only of this resource")
    .option("--account <id>", "only in this account")
    .option("--limit <number>", "so many, the latest first", wholeNumber(1, 100_000), 50)
    .addOption(shownExternalIdOption())
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens changes list
  accesslens changes list --state intended --format json
${doneCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/changes.ts")).listChanges(options, terminal),
      ),
    );

  withWrite(changes.command("finish"))
    .description("bring a change to its end that was cut off (intended): as it was meant")
    .argument("<change>", "its id, as changes list tells it")
    .addOption(shownExternalIdOption())
    .addHelpText("after", `\nExample:\n  accesslens changes finish c-1a2b3c --apply\n${doneCodeHelp}`)
    .action((id: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/changes.ts")).undoChange(id, "forth", options, terminal),
      ),
    );

  withWrite(program.command("undo"))
    .description("take a change back: what others have changed since stays")
    .argument("<change>", "its id, as changes list tells it")
    .addOption(shownExternalIdOption())
    .addHelpText(
      "after",
      `
Examples:
  accesslens undo c-1a2b3c
  accesslens undo c-1a2b3c --apply

Without --apply nothing is written. A change that was cut off (intended) is looked for, and taken back where it stands.
${doneCodeHelp}`,
    )
    .action((id: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/changes.ts")).undoChange(id, "back", options, terminal),
      ),
    );
}

function withGrant(command: Command): Command {
  return withWrite(
    command
      .requiredOption("--principal <who>", "the ARN of a role or user, an account id, or * with --org-id")
      .requiredOption("--resource <arn>", "what it is given; of S3 with /PREFIX* if you want")
      .option("--org-id <id>", "only as long as the principal is of this organization (aws:PrincipalOrgID)")
      .option("--prefix <text>", "of S3: only keys that begin with it")
      .addOption(
        new Option("--via <how>", "a KMS key by its policy, or by a grant beside it")
          .choices(["policy", "grant"])
          .default("policy"),
      )
      .option("--no-key", "leave the policy of the key by which it is encrypted as it is")
      .option(
        "--account <id>",
        "the resource's account, where its ARN does not tell (default: the caller's)",
      ),
  ).addOption(snapshotOption());
}

/** Options of what writes: how accounts are entered, where the journal is, and whether it is done. */
export function withWrite(command: Command): Command {
  return withStore(command)
    .option("--apply", "write it; without, it is only planned")
    .option(
      "--role-name <name>",
      "the role to assume in the resource's account (without: your own credentials)",
    )
    .option("--external-id-file <file>", "holds the role's external ID (or ACCESSLENS_EXTERNAL_ID)")
    .option("--session-tag <key=value>", "a tag of the sessions; needs sts:TagSession", collected)
    .option("--profile <name>", "a profile of ~/.aws/config; several: one for each account", collected)
    .option("--region <name>", "where to sign in (default: AWS_REGION, or the partition's first)")
    .option("--fips", "AWS's FIPS endpoints alone (or AWS_USE_FIPS_ENDPOINT)")
    .option(
      "--settle <seconds>",
      "how long to wait before the last look, where AWS keeps no two writers apart (default: 8)",
      wholeNumber(0, 600),
    )
    .addOption(formatOption("table", "json"));
}

function withStore(command: Command): Command {
  return command.option(
    "--store <url>",
    "where changes are journaled: sqlite:PATH or postgres://… (default: a file of yours)",
  );
}
