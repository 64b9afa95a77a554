/** The command that tells how somebody is best let use a resource. */
import type { Command } from "commander";
import { collected, formatOption, snapshotOption } from "./options.ts";
import { run } from "./run-command.ts";

export function addAdviseCommand(program: Command, quiet: () => boolean): void {
  program
    .command("advise")
    .description(
      "how somebody is best let use a resource: by its policy, a role, an access point, a key's grant",
    )
    .requiredOption(
      "--from <who>",
      "the ARN of a role, user or session, an account id, a service (lambda.amazonaws.com), or * with --org-id",
    )
    .requiredOption("--to <arn>", "what it is to use; several times for several", collected)
    .requiredOption("--action <list>", "what it is to do there: s3:GetObject,s3:ListBucket", listed)
    .addOption(snapshotOption())
    .option("--org-id <id>", "only as long as the caller is of this organization (aws:PrincipalOrgID)")
    .option("--account <id>", "whose the resources are, where neither ARN nor snapshot tells")
    .option("--key <arn>", "the KMS key by which they are encrypted, or alias/aws/… for one of AWS's")
    .option("--region <name>", "of a bucket, for an access point before it")
    .option("--keep-own", "the caller needs its own account's permissions in the same session")
    .option("--role <name>", "the name of the role that would be made (default: access-for-CALLER)")
    .option("--out <folder>", "write the files of each way there, in a folder of its own")
    .option("--force", "overwrite files that are there")
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens advise --from arn:aws:iam::444455556666:role/reader --to arn:aws:s3:::reports --action s3:GetObject
  accesslens advise --from 444455556666 --to arn:aws:sqs:eu-west-1:111122223333:orders --action sqs:SendMessage --org-id o-a1b2c3d4e5
  accesslens advise --from arn:aws:iam::444455556666:role/reader --to arn:aws:s3:::reports --to arn:aws:dynamodb:eu-west-1:111122223333:table/orders \\
    --action s3:GetObject,dynamodb:Query --account 111122223333 --keep-own --out advice

Nothing is written to AWS, and nothing is read from it: the snapshot is asked, if there is one. Each way is told with what speaks for
and against it, where AWS says so, the commands and files that make it, whether it is proven to be enough, and who else could then.
docs/advise.md tells how the ways are ranked, and what is not looked at.

Exit codes:
  0  done, and a way is recommended
  1  done, and none is: there is no way, or each is still denied
  2  the command line was not understood
  3  an input could not be read or used, or the output not written
  4  a bug in AccessLens`,
    )
    .action((options) =>
      run(quiet(), async (terminal) => (await import("./commands/advise.ts")).runAdvise(options, terminal)),
    );
}

function listed(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), ...text.split(",").map((one) => one.trim())].filter((one) => one !== "");
}
